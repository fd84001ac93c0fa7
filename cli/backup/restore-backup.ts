import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { homeSecret, Refusal } from '#foundation'
import { requireWholeFiles } from './check-backup.ts'
import { readable } from './copy-file.ts'
import { requireEmptyHome } from './empty-home.ts'
import { isSecret } from './home-files.ts'
import { inLockedFolder } from './locked-folder.ts'
import { asCopyRefusal, requireApart, requireUnused } from './places.ts'
import { openSource, type RestoreSource } from './restore-source.ts'
import { clearRestoring } from './restoring.ts'
import type { HomeFacts } from './sound-home.ts'
import { Trail } from './trail.ts'
import { writeHome } from './write-home.ts'

export interface RestoreOptions {
  /** Where the home is to be: a new or an empty folder. Secrets may lie there already. */
  readonly home: string
  /** A folder of backups, for the last one of it, or the folder of one. */
  readonly backup: string
  /** Whether the copy of an earlier version may be restored, which has no list of files. */
  readonly isUnverified?: boolean | undefined
  readonly progress?: (step: 'checked' | 'restored', done: number, files: number) => void
}

/** A home that was restored. */
export interface RestoredHome extends HomeFacts {
  /** Of the backup. */
  readonly name: string
  readonly jurisdiction: string
  readonly files: number
  /** Paths of secrets that the backup does not contain and that are not in the home either. */
  readonly missing: readonly string[]
}

/**
 * Makes a home out of a backup. Every file is read before anything is written, and again where it was written. Until the end
 * the folder is no home; nothing remains when it fails, and a later restore removes what a killed one left.
 *
 * @throws {@link Refusal} `NOT_A_BACKUP`, `BACKUP_UNLISTED`, `BACKUP_BROKEN`, `FOREIGN_SCHEMA`, `NOT_APART`, `NOT_EMPTY`, `HOME_IN_USE`,
 * `SECRETS_NEEDED`, `SECRET_CHANGED`, `ANOTHER_RUN`, `DISK_FULL`, `HOME_NOT_WRITABLE`, and what is wrong with the home
 */
export async function restoreBackup({
  home,
  backup,
  isUnverified = false,
  progress,
}: RestoreOptions): Promise<RestoredHome> {
  const trail = new Trail()
  try {
    const source = readable(resolve(backup), (path) => openSource(path, isUnverified))
    requireApart(home, backup)
    requireUnused(home)
    requireEmptyHome(home)
    requireSecrets(home, source)
    requireWholeFiles(source, (done, files) => progress?.('checked', done, files))
    return await inLockedFolder(resolve(home), trail, async () => {
      clearRestoring(home)
      const facts = await writeHome(home, source, trail, (done, files) => progress?.('restored', done, files))
      return { ...facts, ...describe(home, source) }
    })
  } catch (error) {
    throw asCopyRefusal(asBackupUnreadable(error, home), home, 'home')
  }
}

/** A backup belongs to whoever made it, which need not be the user of the new home. */
function asBackupUnreadable(error: unknown, home: string): unknown {
  if (!(error instanceof Refusal) || error.code !== 'UNREADABLE_FILE') return error
  if (!relative(home, error.place.file ?? '').startsWith('..')) return error
  const advice =
    'This backup cannot be read. Run as a user who may read the backups, or give them to the user of the service: "chown -R USER: FOLDER". If they are readable, check the disk. Nothing was changed.'
  return new Refusal(error.code, advice, error.place, { cause: error })
}

function describe(home: string, { name, list: { jurisdiction, files, leftOut } }: RestoreSource) {
  const missing = leftOut.filter((path) => isSecret(path) && !existsSync(join(home, path)))
  return { name, jurisdiction, files: files.length, missing }
}

/** Of a backup without secrets: those of its figures have to be there before. */
function requireSecrets(home: string, { list: { secrets } }: RestoreSource): void {
  if (secrets.included) return
  for (const name of ['pseudonyms', 'disclosure'] as const) {
    const fingerprint = secrets[name]
    const file = join(home, 'secrets', `${name}.key`)
    if (fingerprint === null) continue
    if (!existsSync(file)) {
      const advice = `This backup is without secrets. Put secrets/${name}.key of this home there first, then restore again; nothing was changed.`
      throw new Refusal('SECRETS_NEEDED', advice, { file })
    }
    homeSecret(home, name, { fingerprint, isUsed: true })
  }
}
