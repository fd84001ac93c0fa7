import { unlinkSync } from 'node:fs'
import { backupsIn, hasObject, objectPath, openBackup } from './backup-folder.ts'
import type { BackupList } from './backup-list.ts'
import type { Damage } from './damage.ts'
import { removeBackups } from './remove-old.ts'

/** A backup that lacks contents: it cannot be restored whole. */
export interface IncompleteBackup {
  readonly name: string
  /** Paths in the home of the files that it lacks. */
  readonly files: readonly string[]
}

/** What a repair did. */
export interface Repair {
  /** SHA-256 of damaged contents that the home still has: they are whole again. */
  readonly rewritten: readonly string[]
  /** SHA-256 of damaged contents that the home no longer has: they were removed. */
  readonly lost: readonly string[]
  /** Names of backups that were removed, because their lists were damaged. */
  readonly backups: readonly string[]
}

/**
 * Removes what is damaged, after a new backup has written again what the home still has: a repair that is stopped or fails before takes
 * nothing away.
 */
export function removeDamage(folder: string, { contents, backups }: Damage, { files }: BackupList): Repair {
  const present = new Set(files.map(({ sha256 }) => sha256))
  const lost = [...contents].filter((sha256) => !present.has(sha256))
  for (const sha256 of lost) unlinkSync(objectPath(folder, sha256))
  removeBackups(folder, backups)
  const rewritten = [...contents].filter((sha256) => present.has(sha256))
  return { rewritten, lost, backups: backups.map(({ name }) => name) }
}

/** The backups that lack contents, in a folder without damaged ones. */
export function incompleteBackups(folder: string): readonly IncompleteBackup[] {
  const all = backupsIn(folder).map((found) => {
    const missing = openBackup(found).list.files.filter((file) => !hasObject(folder, file))
    return { name: found.name, files: missing.map(({ path }) => path) }
  })
  return all.filter(({ files }) => files.length > 0)
}
