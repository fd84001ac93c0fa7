import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { builtPath } from './package-files.ts'
import { filesIn } from './packed-folder.ts'
import { Refusal } from './refusal/refusal.ts'

/** What a running program loads when it is first needed. */
const loadedLater = ['browser', 'chunks', 'fonts', 'started']

/**
 * Remembers which files the running build has now.
 *
 * @returns finds out whether they are still there. It throws a {@link Refusal} `PROGRAM_INCOMPLETE` when one is gone: what was
 *   loaded goes on, and what was not would fail
 */
export function guardBuild(): () => void {
  const folders = loadedLater.map((name) => builtPath(name)).filter((folder) => existsSync(folder))
  const files = folders.flatMap((folder) => filesIn(folder).map((name) => join(folder, name)))
  return () => {
    const file = files.find((path) => !existsSync(path))
    if (file === undefined) return
    const advice = 'A file of the program is gone from the disk. Install the program again, then restart the server.'
    throw new Refusal('PROGRAM_INCOMPLETE', advice, { file })
  }
}
