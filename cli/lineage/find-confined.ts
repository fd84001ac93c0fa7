import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeLeftBehind } from '#api'
import type { FindLineage } from '#dashboards'
import { Confinement, type Confines, Refusal } from '#foundation'
import type { findLineage, PlacedSearch } from './find-lineage.ts'

/** Milliseconds in which originals are read for the numbers of their rows. */
const reading = 30_000
/** The figures take at most as long as any question; what was begun is finished. */
const confines: Confines = { milliseconds: 90_000, megabytes: 256, processes: 1, queue: 4 }
const prefix = 'taraza-lineage-'

/**
 * Looks lineage up in a process of its own, one question after the other: the server goes on answering. Copies of originals lie in a private
 * folder of `TMPDIR` and are removed however it ends.
 *
 * @returns what throws `DEADLINE`, `BUSY`, and refusals of {@link findLineage}
 */
export function confinedLineage(
  place: Omit<PlacedSearch, 'question' | 'withRows' | 'folder' | 'reading'>,
): FindLineage {
  const searching = new Confinement<typeof findLineage>('cli/lineage/find-lineage.js', 'findLineage', confines)
  return async (search) => {
    removeLeftBehind(Date.now(), prefix)
    const folder = mkdtempSync(join(tmpdir(), prefix))
    try {
      return await searching.call({ ...search, ...place, folder, reading })
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'FILE_TOO_COSTLY') throw error
      const message = 'Leading to the rows took too long. Ask for fewer figures, or without row numbers.'
      throw new Refusal('DEADLINE', message, {}, { cause: error })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
