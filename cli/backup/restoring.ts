import { existsSync, rmSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal, readState, removeDrafts, writeDurably } from '#foundation'
import { restoringFile } from '#warehouse'
import { pathSchema } from './backup-list.ts'

const restoringSchema = z.object({ files: z.array(pathSchema) })

/** Writes down which files of the home a restore is about to create. */
export function writeRestoring(home: string, files: readonly string[]): void {
  writeDurably(join(home, restoringFile), JSON.stringify({ files }))
}

/** What a killed restore may have left in a home. A home that has its `home.json` was restored to the end. */
export function leftByRestore(home: string): ReadonlySet<string> {
  const path = join(home, restoringFile)
  if (!existsSync(path) || existsSync(join(home, 'home.json'))) return new Set()
  return new Set([restoringFile, ...listed(path)])
}

function listed(path: string): readonly string[] {
  try {
    return readState(path, restoringSchema).files
  } catch (cause) {
    const advice =
      'A restore was stopped here, and its list of files is damaged. Empty this folder, then restore again: the backup is whole.'
    throw new Refusal('RESTORE_UNFINISHED', advice, { file: path }, { cause })
  }
}

/** Removes what a killed restore left. Only whoever has the writer's lock may do it. */
export function clearRestoring(home: string): void {
  const left = leftByRestore(home)
  for (const path of left) if (path !== restoringFile) rmSync(join(home, path), { force: true })
  for (const name of [restoringFile, 'home.json']) removeDrafts(home, name)
  if (left.size > 0) unlinkSync(join(home, restoringFile))
}
