import { resolve } from 'node:path'
import { packageVersion, Refusal } from '#foundation'
import { homeJurisdiction, rememberBackup, storedMeaning } from '#warehouse'
import { asDiskRefusal } from '../disk-refusal.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { publishBackup, type Storing, storeHome } from './backup-draft.ts'
import { backupsIn, clearUnfinished, nameOfBackup, type OpenBackup } from './backup-folder.ts'
import type { BackupList } from './backup-list.ts'
import { previousBackup, previousToRepair, requirePlace, requireSameSeries } from './backup-series.ts'
import { findDamage } from './damage.ts'
import { inLockedFolder } from './locked-folder.ts'
import { asCopyRefusal, requireApart } from './places.ts'
import { removeOldAfter } from './remove-old.ts'
import { type IncompleteBackup, incompleteBackups, type Repair, removeDamage } from './repair.ts'
import { requireSoundHome } from './sound-home.ts'
import { Trail } from './trail.ts'

export interface BackupOptions {
  readonly home: string
  /** A new or empty folder, or one with earlier backups of the same home. */
  readonly folder: string
  /** Without them nobody can continue the home; whoever has them can read everything. */
  readonly withSecrets: boolean
  /** How many backups remain in the folder; without it all. */
  readonly keep?: number | undefined
  /** A new series may begin where the last backup was, and is no more. */
  readonly isNewSeries?: boolean | undefined
  /** Whether every stored content is read, and what is damaged is written again or removed. */
  readonly isRepair?: boolean | undefined
  readonly now: Date
  readonly progress?: (step: 'checked' | 'backed up', done: number, files: number) => void
}

/** A backup that was finished. */
export interface FinishedBackup {
  readonly name: string
  readonly list: BackupList
  /** Bytes that earlier backups did not have. */
  readonly added: number
  /** Names of earlier backups that were removed. */
  readonly removed: readonly string[]
  readonly repair?: Repair & { readonly incomplete: readonly IncompleteBackup[] }
}

/**
 * Adds a backup of a home to a folder of them, between two runs. Earlier backups are not changed, whenever this is stopped; of one that
 * fails nothing remains. A damaged list of an earlier backup is reported when the new one is there: `BACKUP_BROKEN` that names both.
 *
 * @throws {@link Refusal} `NO_DATA`, `NOT_APART`, `NOT_EMPTY`, `BACKUPS_GONE`, `OTHER_HOME`, `SECRETS_DIFFER`, `ANOTHER_RUN`,
 * `DISK_FULL`, `BACKUP_NOT_WRITABLE`, `UNREADABLE_FILE`, `NOT_A_PLAIN_FILE`, `BACKUP_BROKEN`, and what is wrong with the home
 */
export async function makeBackup(options: BackupOptions): Promise<FinishedBackup> {
  const { home } = options
  if (homeJurisdiction(home) === undefined) throw new Refusal('NO_DATA', 'There is nothing to back up yet.')
  const folder = resolve(options.folder)
  requireApart(folder, home)
  const giveBack = await lockOf(home)
  const trail = new Trail()
  try {
    requirePlace(home, folder, options.isNewSeries ?? false)
    return await inLockedFolder(folder, trail, async () => await addBackup({ ...options, folder }, trail))
  } catch (error) {
    throw asCopyRefusal(error, folder, 'backup')
  } finally {
    giveBack()
  }
}

async function lockOf(home: string): Promise<() => void> {
  try {
    return await takeWriterLock(home)
  } catch (error) {
    throw asDiskRefusal(error, home)
  }
}

async function addBackup(options: BackupOptions, trail: Trail): Promise<FinishedBackup> {
  const { folder, keep, isRepair = false, progress } = options
  clearUnfinished(folder)
  const facts = describeHome(options)
  const previous = previousOf(options, facts)
  const damage = isRepair ? findDamage(folder, (done, files) => progress?.('checked', done, files)) : undefined
  const written = await writeBackup(options, facts, { previous, damaged: damage?.contents }, trail)
  const repair = damage && removeDamage(folder, damage, written.list)
  const finished = { ...written, removed: removeOldAfter(written.name, folder, keep) }
  return repair === undefined ? finished : { ...finished, repair: { ...repair, incomplete: incompleteBackups(folder) } }
}

function previousOf({ home, folder, withSecrets, isRepair }: BackupOptions, facts: KnownFacts): OpenBackup | undefined {
  const previous = isRepair ? previousToRepair(home, folder, withSecrets) : previousBackup(folder)
  if (previous !== undefined) requireSameSeries(previous, facts)
  return previous
}

async function writeBackup(
  options: BackupOptions,
  facts: KnownFacts,
  earlier: Pick<Storing, 'previous' | 'damaged'>,
  trail: Trail,
): Promise<Pick<FinishedBackup, 'name' | 'list' | 'added'>> {
  const { home, folder, now } = options
  const progress = (done: number, files: number) => options.progress?.('backed up', done, files)
  const { added, ...stored } = await storeHome({ ...options, ...earlier, trail, progress })
  const number = (backupsIn(folder).at(-1)?.number ?? 0) + 1
  const list = { ...facts, number, ...stored }
  const name = nameOfBackup(number, now)
  publishBackup(folder, name, list, trail)
  remember(home, folder, name, list)
  return { name, list, added }
}

function remember(home: string, folder: string, backup: string, list: BackupList): void {
  const { at, release, generation, files } = list
  const content = { files: files.length, bytes: bytesOf(list), release, generation, secrets: list.secrets.included }
  try {
    rememberBackup(home, { at, folder, backup, ...content })
  } catch (error) {
    const cause = asDiskRefusal(error, home)
    if (!(cause instanceof Refusal)) throw error
    const advice =
      'The backup was made, but its home cannot remember it. Check the disk and the permissions of the data folder.'
    throw new Refusal(cause.code, advice, { file: home }, { cause })
  }
}

/** Bytes of all files of a backup, also of those that are in earlier ones. */
export function bytesOf({ files }: Pick<BackupList, 'files'>): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

/** What is known of a backup before its files are. */
type KnownFacts = Omit<BackupList, 'number' | 'folders' | 'files' | 'leftOut'>

function describeHome({ home, withSecrets, now }: BackupOptions): KnownFacts {
  const { release, generation, ...fingerprints } = requireSoundHome(home)
  return {
    format: 1,
    program: packageVersion,
    meaning: storedMeaning,
    jurisdiction: homeJurisdiction(home) ?? '',
    at: now.toISOString(),
    release,
    generation,
    secrets: { included: withSecrets, ...fingerprints },
  }
}
