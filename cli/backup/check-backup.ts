import { existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import { backupAt, backupsIn, objectPath, openBackup, requireNothingElse } from './backup-folder.ts'
import { type BackupList, damageAdvice, type ListedFile } from './backup-list.ts'
import { hashFile } from './copy-file.ts'

/** Something to restore from: what is in it, and where the content of each file lies. */
export interface Source {
  readonly list: Pick<BackupList, 'folders' | 'files'>
  readonly pathOf: (file: ListedFile) => string
}

/** Told of the files that were read so far. */
export type CheckProgress = (done: number, files: number) => void

/**
 * Reads every file of a source, each content once.
 *
 * @throws {@link Refusal} `BACKUP_BROKEN` that names the first file that is missing, cut off or changed, and how many are
 */
export function requireWholeFiles(
  { list, pathOf }: Source,
  progress?: CheckProgress,
  checked = new Set<string>(),
): void {
  const contents = new Map(list.files.map((file) => [pathOf(file), file]))
  const broken: { path: string; what: string; file: string }[] = []
  for (const [index, [path, file]] of [...contents].entries()) {
    const what = checked.has(path) ? undefined : damageOf(path, file)
    checked.add(path)
    if (what !== undefined) broken.push({ path: file.path, what, file: path })
    progress?.(index + 1, contents.size)
  }
  const [first] = broken
  if (first === undefined) return
  const others = broken.length === 1 ? '' : ` ${broken.length} files are damaged in all.`
  const advice = `${first.path} ${first.what}.${others} ${damageAdvice}`
  throw new Refusal('BACKUP_BROKEN', advice, { file: first.file })
}

/** What is wrong with a copy, in words, or `undefined` where it is what was listed. */
export function damageOf(path: string, { size, sha256 }: ListedFile): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 'is missing'
  if (!stats.isFile()) return 'is no file'
  if (stats.size !== size) return stats.size < size ? 'was cut off' : 'is longer than it was'
  return hashFile(path).sha256 === sha256 ? undefined : 'was changed or damaged'
}

/** Of all backups that were checked. */
export interface CheckedBackups {
  readonly backups: readonly string[]
  readonly files: number
  /** Bytes on the disk that were read. */
  readonly bytes: number
}

/**
 * Reads all backups of a folder, or the one that the path names, and writes nothing.
 *
 * @throws {@link Refusal} `NOT_A_BACKUP`, `BACKUP_BROKEN`, `FOREIGN_SCHEMA`
 */
export function verifyBackups(path: string, progress?: CheckProgress): CheckedBackups {
  const chosen = backupsIn(path).length === 0 ? [backupAt(path)] : backupsIn(path).map(openBackup)
  const checked = new Set<string>()
  const backups = chosen.map((backup) => {
    if (backup === undefined) throw notABackup(path)
    requireNothingElse(backup.folder)
    requireWholeFiles(
      { list: backup.list, pathOf: ({ sha256 }) => objectPath(backup.folder, sha256) },
      progress,
      checked,
    )
    return backup
  })
  const bytes = [...checked].reduce((sum, file) => sum + lstatSync(file).size, 0)
  return { backups: backups.map(({ name }) => name), files: checked.size, bytes }
}

/** Says that a folder contains no backup, and what to do where it contains one of an earlier version. */
export function notABackup(file: string): Refusal {
  if (!existsSync(join(file, 'home.json')))
    return new Refusal(
      'NOT_A_BACKUP',
      'This folder contains no backup. Name the folder that "taraza backup" was given.',
      {
        file,
      },
    )
  const advice =
    'This folder has no BACKUP.json: an earlier version made it, or it is a data directory. Damage cannot be found in it. To restore it nevertheless, with the checks of that version, add --unverified.'
  return new Refusal('BACKUP_UNLISTED', advice, { file })
}
