import { existsSync, lstatSync, readdirSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Refusal } from '#foundation'
import { type BackupList, type ListedFile, listFile, readList } from './backup-list.ts'

/** A folder of backups contains this folder with the content of all files, each once, under its hash. */
export const objectsFolder = 'objects'
/** For whoever finds the folder in ten years. */
export const readmeFile = 'README.txt'

const backupName = /^(\d{6,})-\d{4}-\d\d-\d\d$/
/** Of a backup that is being written or removed, or that was killed at it. */
export const unfinishedBackup = /^\d{6,}-\d{4}-\d\d-\d\d\.\d+\.new$/
const unfinishedObject = /^\d+\.\d+\.new$/
const ownName = /^(?:objects|README\.txt|writer\.lock|lost\+found|System Volume Information|\..*)$/

/** One backup of a folder. */
export interface FoundBackup {
  /** Of all backups, not of this one alone. */
  readonly folder: string
  readonly name: string
  readonly number: number
}

/** A backup and what it contains. */
export interface OpenBackup extends FoundBackup {
  readonly list: BackupList
}

/**
 * The backups in a folder, oldest first: by their numbers, for a clock may be wrong. One that this user may not reach is an error of the
 * system: it may be full of backups.
 */
export function backupsIn(folder: string): readonly FoundBackup[] {
  const isThere = statSync(folder, { throwIfNoEntry: false }) !== undefined
  const names = isThere ? readdirSync(folder) : []
  const found = names.flatMap((name) => {
    const number = backupName.exec(name)?.[1]
    return number === undefined ? [] : [{ folder, name, number: Number(number) }]
  })
  return found.sort((one, other) => one.number - other.number)
}

/** The name of a backup, by its number and the day in UTC. */
export function nameOfBackup(number: number, now: Date): string {
  return `${String(number).padStart(6, '0')}-${now.toISOString().slice(0, 10)}`
}

export function openBackup(found: FoundBackup): OpenBackup {
  return { ...found, list: readList(join(found.folder, found.name, listFile)) }
}

/**
 * The backup that a path names: that of the folder of one, or the last one in a folder of them. `undefined` where there is none.
 *
 * @throws {@link Refusal} as {@link readList}
 */
export function backupAt(path: string): OpenBackup | undefined {
  const name = basename(resolve(path))
  const found = backupName.test(name) ? backupsIn(dirname(resolve(path))).find((one) => one.name === name) : undefined
  const chosen = found ?? backupsIn(resolve(path)).at(-1)
  return chosen && openBackup(chosen)
}

/** Where the content of a hash lies. */
export function objectPath(folder: string, sha256: string): string {
  return join(folder, objectsFolder, sha256.slice(0, 2), sha256)
}

/**
 * Whether a folder has the content of a file, as far as its size tells: nobody reads a whole disk of backups each night.
 */
export function hasObject(folder: string, { sha256, size }: Pick<ListedFile, 'sha256' | 'size'>): boolean {
  const stats = lstatSync(objectPath(folder, sha256), { throwIfNoEntry: false })
  return (stats?.isFile() ?? false) && stats?.size === size
}

/** Whether a folder is new, or contains nothing but what file systems put there. */
export function isFree(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false })
  const isForeign = (name: string) => !ownName.test(name) || name === objectsFolder || name === readmeFile
  return stats === undefined || (stats.isDirectory() && !readdirSync(folder).some(isForeign))
}

/** Whether a folder is one of backups, be it that the first of them was killed. */
export function isBackupFolder(folder: string): boolean {
  if (backupsIn(folder).length > 0) return true
  return existsSync(join(folder, objectsFolder)) && readdirSync(folder).every(isOwnName)
}

function isOwnName(name: string): boolean {
  return ownName.test(name) || unfinishedBackup.test(name)
}

/** Removes what killed backups were writing. Only whoever has the lock of the folder may do it. */
export function clearUnfinished(folder: string): void {
  const unfinished = readdirSync(folder).filter((name) => unfinishedBackup.test(name))
  for (const name of unfinished) rmSync(join(folder, name), { recursive: true })
  for (const { path } of objectsIn(folder)) if (unfinishedObject.test(basename(path))) unlinkSync(path)
}

/**
 * Requires that a folder contains nothing that no backup put there.
 *
 * @throws {@link Refusal} `BACKUP_BROKEN` that names the first one
 */
export function requireNothingElse(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (isOwnName(name)) continue
    const extra = backupName.test(name) ? readdirSync(join(folder, name)).find((one) => one !== listFile) : ''
    if (extra !== undefined) throw extraFile(join(folder, name, extra))
  }
  for (const { path, isOwn } of objectsIn(folder)) if (!isOwn) throw extraFile(path)
}

/** Everything in the folder of contents, and whether it is named as they are. */
export function objectsIn(folder: string): readonly { readonly path: string; readonly isOwn: boolean }[] {
  const objects = join(folder, objectsFolder)
  const names = existsSync(objects) ? readdirSync(objects, { withFileTypes: true }) : []
  return names.flatMap((entry) => {
    const path = join(objects, entry.name)
    if (!entry.isDirectory() || !/^[0-9a-f]{2}$/.test(entry.name))
      return [{ path, isOwn: unfinishedObject.test(entry.name) }]
    return readdirSync(path).map((name) => {
      return { path: join(path, name), isOwn: /^[0-9a-f]{64}$/.test(name) && name.startsWith(entry.name) }
    })
  })
}

function extraFile(file: string): Refusal {
  const advice = 'No backup put this here. Move it out of the folder and try again; nothing was changed.'
  return new Refusal('BACKUP_BROKEN', advice, { file })
}
