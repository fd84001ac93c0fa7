import { join } from 'node:path'
import { Refusal } from '#foundation'
import { generationStore } from '../generations/store/store.ts'

/**
 * Where a run writes, before its generation becomes current, what remains to be done afterwards: its report and the rows that
 * it quarantined. The switch of generations takes the folder along; it is removed when everything in it was done.
 *
 * @param generation - the folder of the generation
 */
export function unfinishedRun(generation: string): string {
  return join(generation, 'unfinished')
}

/** The same of the current generation, where there is one. The folder need not exist. */
export function unfinishedRunOf(home: string): string | undefined {
  const id = currentId(home)
  return id === undefined ? undefined : unfinishedRun(generationStore.folder(home, id))
}

/** Reports can be read, and an earlier generation can be served again, where the pointer is damaged. */
function currentId(home: string): string | undefined {
  try {
    return generationStore.currentId(home)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
