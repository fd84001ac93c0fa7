import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal, readState, renameDurably, writeDurably } from '#foundation'
import { requireKnownMeaning } from '../stored-meaning.ts'
import { factsSchema, type GenerationManifest, generationSchema } from './manifest.ts'

/** Other files in their folder are nobody's business. */
const generationName = /^\d{6}-[0-9a-f]{8}$/
const pointerSchema = z.object({ generation: z.string() })

/** The folder of a generation. */
export function generationFolder(home: string, id: string): string {
  return join(home, 'generations', id)
}

/** The database file of a generation. */
export function factsFile(home: string, id: string): string {
  return join(generationFolder(home, id), 'facts.duckdb')
}

/** The generation that is served, or `undefined` before the first one. */
export function currentGeneration(home: string): GenerationManifest | undefined {
  const path = join(home, 'CURRENT.json')
  if (!existsSync(path)) return undefined
  return readGeneration(home, readState(path, pointerSchema).generation)
}

/**
 * Without its pointer a home looks new, and the next night would publish that night's rows alone. The first generation is pointed
 * to again: a run that was stopped between the two steps of publishing left it so.
 *
 * @throws {@link Refusal} `STATE_BROKEN` when the pointer is gone although there are several generations
 */
export function mendPointer(home: string): void {
  const first = unpointed(home)
  if (first !== undefined) pointTo(home, first.id)
}

/**
 * The generation that the next one is built on: the one that is served, or the first one that nothing points to yet.
 *
 * @throws {@link Refusal} as {@link mendPointer}
 */
export function latestGeneration(home: string): GenerationManifest | undefined {
  return unpointed(home) ?? currentGeneration(home)
}

function unpointed(home: string): GenerationManifest | undefined {
  const generations = existsSync(join(home, 'CURRENT.json')) ? [] : listGenerations(home)
  const [first, ...others] = generations
  if (first === undefined) return undefined
  if (others.length === 0 && first.number === 1) return first
  const advice =
    'The file is gone although there are generations. "taraza generations list" shows them, "taraza generations rollback ID" serves one again; nothing was changed.'
  throw new Refusal('STATE_BROKEN', advice, { file: join(home, 'CURRENT.json') })
}

/** All generations that are kept, oldest first. */
export function listGenerations(home: string): readonly GenerationManifest[] {
  const folder = join(home, 'generations')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => generationName.test(name))
    .sort()
    .map((id) => readGeneration(home, id))
}

/** @throws {@link Refusal} `UNKNOWN_GENERATION`, or `FOREIGN_SCHEMA` when another version of the program wrote it */
export function readGeneration(home: string, id: string): GenerationManifest {
  const path = join(generationFolder(home, id), 'manifest.json')
  if (!/^[\w-]+$/.test(id) || !existsSync(path)) {
    throw new Refusal('UNKNOWN_GENERATION', `There is no generation "${id}". "taraza generations list" shows them.`)
  }
  requireKnownMeaning(path)
  const manifest = readState(path, generationSchema)
  if (manifest.schema === factsSchema) return manifest
  const advice = `The generation ${id} has the facts schema ${manifest.schema}, this program reads ${factsSchema}. Build it again from the archive.`
  throw new Refusal('FOREIGN_SCHEMA', advice)
}

/** Moves a finished folder among the generations and points to it. After a crash the old or the new one is served. */
export function publishGeneration(home: string, finished: string, manifest: GenerationManifest): void {
  mkdirSync(join(home, 'generations'), { recursive: true, mode: 0o700 })
  renameDurably(finished, generationFolder(home, manifest.id))
  pointTo(home, manifest.id)
}

/** Serves an earlier generation again. Nothing is deleted. */
export function rollBack(home: string, id: string): GenerationManifest {
  const manifest = readGeneration(home, id)
  pointTo(home, id)
  return manifest
}

/** Deletes a generation. @throws {@link Refusal} `GENERATION_IN_USE` for the one that is served */
export function removeGeneration(home: string, id: string): void {
  if (currentGeneration(home)?.id === id)
    throw new Refusal('GENERATION_IN_USE', `The generation ${id} is being served.`)
  rmSync(generationFolder(home, id), { recursive: true, force: true })
}

function pointTo(home: string, generation: string): void {
  writeDurably(join(home, 'CURRENT.json'), `${JSON.stringify({ generation })}\n`)
}
