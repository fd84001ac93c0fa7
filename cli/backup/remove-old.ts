import { renameSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { backupsIn, clearUnfinished, objectPath, objectsIn, openBackup } from './backup-folder.ts'
import { flushNames } from './object-store.ts'

/**
 * Removes all backups but the last ones, then what no backup needs. Only whoever has the lock of
 * the folder may do it.
 *
 * @param keep - how many remain; without it all
 * @returns the names of what was removed
 * @throws {@link Refusal} `BACKUP_BROKEN` when a list cannot be read: what it needs is not known, so nothing is removed
 */
export function removeOld(folder: string, keep = Number.POSITIVE_INFINITY): readonly string[] {
  const remaining = backupsIn(folder).map(openBackup)
  const old = remaining.splice(0, Math.max(0, remaining.length - keep))
  for (const { name } of old) renameSync(join(folder, name), join(folder, `${name}.${process.pid}.new`))
  if (old.length > 0) flushNames(folder)
  clearUnfinished(folder)
  removeUnneeded(folder, new Set(remaining.flatMap(({ list }) => list.files.map(({ sha256 }) => sha256))))
  return old.map(({ name }) => name)
}

function removeUnneeded(folder: string, needed: ReadonlySet<string>): void {
  const paths = new Set([...needed].map((sha256) => objectPath(folder, sha256)))
  for (const { path, isOwn } of objectsIn(folder)) {
    if (isOwn && !paths.has(path)) unlinkSync(path)
  }
}
