import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { homeJurisdiction } from '#warehouse'
import { backupAt, objectPath, requireNothingElse } from './backup-folder.ts'
import type { BackupList, ListedFile } from './backup-list.ts'
import { notABackup, type Source } from './check-backup.ts'
import { hashFile } from './copy-file.ts'
import { contentOfHome, fileOfHome } from './home-files.ts'
import { requireSoundHome } from './sound-home.ts'

/** A backup to restore, with what it says of itself. */
export interface RestoreSource extends Source {
  readonly list: Pick<BackupList, 'folders' | 'files' | 'secrets' | 'leftOut' | 'jurisdiction'>
  /** When and as what it was made, for messages. */
  readonly name: string
  /** When it was made, where it says so. */
  readonly at: string | null
}

/**
 * Opens the backup that a path names.
 *
 * @param isUnverified - whether the copy of an earlier version may be restored, which has no list
 * @throws {@link Refusal} `NOT_A_BACKUP`, `BACKUP_UNLISTED`, `BACKUP_BROKEN`, `FOREIGN_SCHEMA`
 */
export function openSource(path: string, isUnverified: boolean): RestoreSource {
  const backup = backupAt(path)
  if (backup !== undefined) {
    const { folder, name, list } = backup
    requireNothingElse(folder)
    return { name: `${name} of ${list.at}`, at: list.at, list, pathOf: ({ sha256 }) => objectPath(folder, sha256) }
  }
  if (!isUnverified || !existsSync(join(path, 'home.json'))) throw notABackup(path)
  return unlistedSource(path)
}

/** What an earlier version copied: listed now, so that at least the new copy is checked. */
function unlistedSource(path: string): RestoreSource {
  const { pseudonyms, disclosure } = requireSoundHome(path)
  const { folders, files, leftOut } = contentOfHome(path)
  const pathOf = (file: Pick<ListedFile, 'path'>) => fileOfHome(path, file.path)
  const listed = files.map((file) => ({ path: file.path, modified: file.modified, ...hashFile(pathOf(file)) }))
  const secrets = { included: true, pseudonyms, disclosure }
  const jurisdiction = homeJurisdiction(path) ?? ''
  const list = { folders: [...folders], files: listed, leftOut: [...leftOut], secrets, jurisdiction }
  return { name: path, at: null, list, pathOf }
}
