import { renameSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import { backupsIn, clearUnfinished, type FoundBackup, objectPath, objectsIn, openBackup } from './backup-folder.ts'
import { listFile } from './backup-list.ts'
import { damagedBackups, isBroken } from './backup-series.ts'
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
  removeBackups(folder, old)
  removeUnneeded(folder, new Set(remaining.flatMap(({ list }) => list.files.map(({ sha256 }) => sha256))))
  return old.map(({ name }) => name)
}

/**
 * The same when a new backup is there: whoever reads that an earlier one is damaged has to know that as well.
 *
 * @param backup - the name of the new one
 */
export function removeOldAfter(backup: string, folder: string, keep?: number): readonly string[] {
  try {
    return removeOld(folder, keep)
  } catch (error) {
    if (!isBroken(error)) throw error
    const damaged = damagedBackups(folder).map(({ name }) => name)
    const advice = `The backup ${backup} was made. The list of an earlier one is damaged (${damaged.join(', ')}), so that nothing old was removed. "taraza backup --repair FOLDER" removes what is damaged.`
    throw new Refusal('BACKUP_BROKEN', advice, { file: join(folder, damaged[0] ?? '', listFile) }, { cause: error })
  }
}

/** Removes backups, each of them at once, whenever this is stopped. Their contents remain. */
export function removeBackups(folder: string, backups: readonly FoundBackup[]): void {
  for (const { name } of backups) renameSync(join(folder, name), join(folder, `${name}.${process.pid}.new`))
  if (backups.length > 0) flushNames(folder)
  clearUnfinished(folder)
}

function removeUnneeded(folder: string, needed: ReadonlySet<string>): void {
  const paths = new Set([...needed].map((sha256) => objectPath(folder, sha256)))
  for (const { path, isOwn } of objectsIn(folder)) {
    if (isOwn && !paths.has(path)) unlinkSync(path)
  }
}
