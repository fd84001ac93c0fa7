import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import { definePseudonyms, type StoredFingerprint, storedFingerprint } from '#ingest'
import { type Jurisdiction, loadJurisdiction, type RegisterName } from '#jurisdictions'
import {
  type CarriedRegister,
  GenerationBuilder,
  type GenerationManifest,
  generationStore,
  isOfEarlierVersion,
  lastBackup,
  pseudonymSecret,
  type RunReport,
  requireJurisdiction,
  unfinishedRun,
} from '#warehouse'
import { makeBackup } from '../backup/make-backup.ts'
import { asDiskRefusal } from '../disk-refusal.ts'
import { arrivalsKnownTo, recordArrivals, recordedArrivals } from '../nightly/arrivals.ts'
import { changedFigures } from '../nightly/changes.ts'
import { finishKilledNight, finishNight } from '../nightly/unfinished-night.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'

export interface UpgradeOptions {
  readonly home: string
  /** A new or empty folder, or one with earlier backups of the home: a backup is made there first. */
  readonly backup?: string | undefined
  /** The operator has a backup already. */
  readonly hasBackup?: boolean | undefined
  /** Does everything but publish. */
  readonly dryRun?: boolean | undefined
  readonly now: Date
  readonly threads?: number
  readonly memoryLimit?: string
  readonly progress?: (message: string) => void
}

/** What an upgrade did, or would do. */
export interface UpgradeReport {
  readonly decision: 'upgraded' | 'dry_run' | 'nothing_to_do'
  /** The generation that was upgraded; `null` in a home without one. */
  readonly from: string | null
  /** The generation that is served afterwards. */
  readonly generation: string | null
  readonly registers: readonly { readonly register: string; readonly rows: number; readonly restated: number }[]
  /** Persons by year and sanction class that are others by the rules of today. */
  readonly figures: RunReport['figures']
  readonly backup: string | null
}

/**
 * Brings the facts of a home that an earlier version of the program made forward, without the archive: its rows are carried into a
 * new generation with the fingerprints of today, and everything is counted anew. Earlier generations and releases stay as they are.
 *
 * @throws {@link Refusal} `BACKUP_NEEDED`, `UPGRADE_IMPOSSIBLE`, `SECRET_CHANGED`, `ANOTHER_RUN`, `DISK_FULL`, ...
 */
export async function runUpgrade(options: UpgradeOptions): Promise<UpgradeReport> {
  const { home } = options
  try {
    const jurisdiction = loadJurisdiction(requireJurisdiction(home, undefined))
    const isDue = !options.dryRun && isNeeded(generationStore.latest(home))
    const backup = isDue ? await secure(options) : null
    const giveBack = await takeWriterLock(home)
    try {
      return { ...(await upgrade(options, jurisdiction)), backup }
    } finally {
      giveBack()
    }
  } catch (error) {
    throw asDiskRefusal(error, home)
  }
}

async function upgrade(options: UpgradeOptions, jurisdiction: Jurisdiction): Promise<UpgradeReport> {
  const { home, dryRun = false } = options
  const before = generationStore.latest(home)
  if (!isNeeded(before)) return nothingToDo(before)
  if (!dryRun) prepare(home)
  const folder = join(home, 'work', 'upgrade')
  rmSync(join(home, 'work'), { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    const { built, carried } = await carriedForward(options, jurisdiction, folder)
    if (!dryRun) publish(home, built)
    return reportOf(options, before, { manifest: built.manifest, carried })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function nothingToDo(current: GenerationManifest | undefined): UpgradeReport {
  const id = current?.id ?? null
  return { decision: 'nothing_to_do', from: id, generation: id, registers: [], figures: [], backup: null }
}

/** What has to be so before anything is made: a backup, and no night that is still to be finished. */
function isNeeded(generation: GenerationManifest | undefined): generation is GenerationManifest {
  return generation !== undefined && isOfEarlierVersion(generation)
}

/** Makes the backup that is asked for, and returns its folder; or finds that there is one of what will be upgraded. */
async function secure({ home, backup, hasBackup = false, now, progress }: UpgradeOptions): Promise<string | null> {
  if (backup !== undefined) {
    progress?.('making a backup')
    const { name } = await makeBackup({ home, folder: backup, withSecrets: true, now })
    return join(backup, name)
  }
  if (!hasBackup && lastBackup(home)?.generation !== generationStore.latest(home)?.id) {
    const advice =
      'An upgrade begins with a backup: name a folder with --backup FOLDER. Who has made one says --no-backup.'
    throw new Refusal('BACKUP_NEEDED', advice, { parameter: 'backup' })
  }
  return null
}

function prepare(home: string): void {
  generationStore.mend(home)
  finishKilledNight(home)
}

type Built = Awaited<ReturnType<GenerationBuilder['build']>>

async function carriedForward(
  { home, now, threads, memoryLimit, progress }: UpgradeOptions,
  jurisdiction: Jurisdiction,
  folder: string,
): Promise<{ readonly built: Built; readonly carried: readonly CarriedRegister[] }> {
  const secret = pseudonymSecret(home)
  const workspace = await GenerationBuilder.open({
    ...{ home, folder, jurisdiction, pseudonyms: secret.fingerprint, beginsWith: 'rows' },
    ...(threads === undefined ? {} : { threads }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
  })
  try {
    await definePseudonyms(workspace.connection, secret)
    progress?.('carrying the rows of all registers')
    const carried = await workspace.carry(fingerprintsOf(jurisdiction))
    progress?.('counting and checking')
    return { built: await workspace.build(now), carried }
  } finally {
    workspace.close()
  }
}

function fingerprintsOf({ contracts }: Jurisdiction): ReadonlyMap<RegisterName, StoredFingerprint> {
  const known = [...contracts].map(([register, contract]) => [register, storedFingerprint(contract)] as const)
  return new Map(known.flatMap(([register, found]) => (found === undefined ? [] : [[register, found]])))
}

/** A generation with a folder for what remains is removed when its process is killed before the switch, as one of a night is. */
function publish(home: string, { manifest, folder }: Built): void {
  recordArrivals(home, arrivalsKnownTo(manifest, recordedArrivals(home)))
  mkdirSync(unfinishedRun(folder), { mode: 0o700 })
  generationStore.publish(home, folder, manifest)
  finishNight(home)
}

function reportOf(
  { dryRun = false }: UpgradeOptions,
  before: GenerationManifest,
  { manifest, carried }: { readonly manifest: GenerationManifest; readonly carried: readonly CarriedRegister[] },
): UpgradeReport {
  const stored = carried.filter(({ register }) => Object.hasOwn(before.registers, register))
  return {
    decision: dryRun ? 'dry_run' : 'upgraded',
    from: before.id,
    generation: dryRun ? before.id : manifest.id,
    registers: stored.map(({ register, state, restated }) => ({ register, rows: state.rows, restated })),
    figures: changedFigures(before, manifest),
    backup: null,
  }
}
