import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import { VersionStore } from '../../versions/version-store.ts'
import { generationSchema } from './manifest.ts'

/** The nightly generations of a home. */
export const generationStore = new VersionStore({
  word: 'generation',
  folder: 'generations',
  pointer: 'CURRENT.json',
  names: /^\d{6}-[0-9a-f]{8}$/,
  schema: generationSchema,
  unharmed: 'nothing was changed',
})

/** The database file of a generation. */
export function factsFile(home: string, id: string): string {
  return join(generationStore.folder(home, id), 'facts.duckdb')
}

/** Deletes a generation. @throws {@link Refusal} `GENERATION_IN_USE` for the one that is served */
export function removeGeneration(home: string, id: string): void {
  if (generationStore.current(home)?.id === id)
    throw new Refusal('GENERATION_IN_USE', `The generation ${id} is being served.`)
  rmSync(generationStore.folder(home, id), { recursive: true, force: true })
}
