import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import {
  dismissDeliveries,
  type GenerationManifest,
  generationStore,
  pseudonymSecret,
  type RunReport,
  requireJurisdiction,
} from '#warehouse'
import { asDiskRefusal } from '../disk-refusal.ts'
import {
  type ArrivedFile,
  arrivalsKnownTo,
  isRetried,
  latestArrival,
  recordArrivals,
  recordedArrivals,
} from '../nightly/arrivals.ts'
import { changedFigures } from '../nightly/changes.ts'
import { isUndecided, leftOutDeliveries } from '../nightly/left-out.ts'
import { finishKilledNight, finishNight, prepareQuarantine } from '../nightly/unfinished-night.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { type MissingDelivery, planRebuild } from './plan-rebuild.ts'
import { type ReplayedFacts, replayNights } from './replay-nights.ts'

export interface RebuildOptions {
  readonly home: string
  /** Compares, and publishes nothing. */
  readonly dryRun?: boolean | undefined
  /** Publishes although deliveries are missing. */
  readonly partial?: boolean | undefined
  /** Takes in, too, what is in no generation that is served since an earlier one was served again. */
  readonly withRolledBack?: boolean | undefined
  readonly now: Date
  readonly threads?: number
  readonly memoryLimit?: string
  readonly progress?: (message: string, share: number) => void
}

/** What a rebuild made of the archive, beside what is served. */
export interface RebuildReport {
  readonly decision: 'rebuilt' | 'incomplete' | 'dry_run'
  /** The generation that was served before, and that it was compared with. */
  readonly before: string | null
  /** The generation that is served afterwards. */
  readonly generation: string | null
  /** Whether all registers hold the same rows as before. */
  readonly isEqual: boolean
  readonly registers: readonly RebuiltRegister[]
  readonly figures: RunReport['figures']
  /** Deliveries that were taken in again. */
  readonly deliveries: number
  readonly missing: readonly MissingDelivery[]
  readonly rolledBack: readonly ArrivedFile[]
}

export interface RebuiltRegister {
  readonly register: string
  readonly before: number
  readonly after: number
  readonly isEqual: boolean
}

/**
 * Makes a generation from the archive alone: every delivery is taken in again in the order of arrival, by the contracts of today, and
 * compared with what is served. It is published when no delivery is missing, or when the operator says so.
 *
 * @throws {@link Refusal} `NO_ARCHIVE`, `SECRET_CHANGED`, `ANOTHER_RUN`, `DISK_FULL`, ...
 */
export async function runRebuild(options: RebuildOptions): Promise<RebuildReport> {
  const { home } = options
  try {
    const jurisdiction = loadJurisdiction(requireJurisdiction(home, undefined))
    const giveBack = await takeWriterLock(home)
    try {
      return await rebuild(options, jurisdiction)
    } finally {
      giveBack()
    }
  } catch (error) {
    throw asDiskRefusal(error, home)
  }
}

async function rebuild(options: RebuildOptions, jurisdiction: Jurisdiction): Promise<RebuildReport> {
  const { home, withRolledBack = false } = options
  generationStore.mend(home)
  finishKilledNight(home)
  const before = generationStore.current(home)
  const plan = await planRebuild({ home, jurisdiction, current: before, withRolledBack })
  if (plan.nights.length === 0) throw emptyArchive(home)
  const folder = join(home, 'work', 'rebuild')
  rmSync(join(home, 'work'), { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    const basis = { folder, jurisdiction, secret: pseudonymSecret(home), numberAfter: latestArrival(home) }
    const facts = await replayNights(plan.nights, { ...options, ...basis })
    const missing = [...plan.missing, ...facts.refused]
    const decision = decisionOf(options, missing)
    if (decision === 'rebuilt') {
      await publish(home, before, facts)
      rememberMissing(options, facts.manifest, missing)
    }
    return {
      ...compared(before, facts.manifest),
      ...servedAfter(decision, before, facts),
      missing,
      rolledBack: plan.rolledBack,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function emptyArchive(home: string): Refusal {
  const advice = 'The archive of this home has no delivery that can be ingested again. Restore the home from a backup.'
  return new Refusal('NO_ARCHIVE', advice, { file: join(home, 'archive') })
}

function decisionOf(
  { dryRun = false, partial = false }: RebuildOptions,
  missing: readonly MissingDelivery[],
): RebuildReport['decision'] {
  if (dryRun) return 'dry_run'
  return missing.length === 0 || partial ? 'rebuilt' : 'incomplete'
}

/** As a night does: what remains to be done after the switch lies in the folder of the generation first. */
async function publish(home: string, before: GenerationManifest | undefined, facts: ReplayedFacts): Promise<void> {
  const { manifest, folder, quarantine } = facts
  if (before !== undefined) recordArrivals(home, arrivalsKnownTo(before, recordedArrivals(home)))
  await prepareQuarantine(folder, quarantine)
  generationStore.publish(home, folder, manifest)
  finishNight(home)
}

/** What a rebuild published without is not taken for what a rollback left out. */
function rememberMissing(
  { home, now }: RebuildOptions,
  manifest: GenerationManifest,
  missing: readonly MissingDelivery[],
): void {
  const hashes = new Set(missing.map(({ sha256 }) => sha256))
  const leftOut = leftOutDeliveries(home, manifest).filter((one) => isUndecided(one) && hashes.has(one.sha256))
  if (leftOut.length === 0) return
  const at = now.toISOString()
  dismissDeliveries(
    home,
    leftOut.map(({ sha256, generation }) => ({ sha256, generation, at, by: 'rebuild' as const })),
  )
}

function servedAfter(
  decision: RebuildReport['decision'],
  before: GenerationManifest | undefined,
  { manifest }: ReplayedFacts,
): Pick<RebuildReport, 'decision' | 'before' | 'generation'> {
  const served = before?.id ?? null
  return { decision, before: served, generation: decision === 'rebuilt' ? manifest.id : served }
}

function compared(
  before: GenerationManifest | undefined,
  after: GenerationManifest,
): Pick<RebuildReport, 'isEqual' | 'registers' | 'figures' | 'deliveries'> {
  const [old, now] = [before?.registers ?? {}, after.registers]
  const registers = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().map((register) => ({
    register,
    before: old[register]?.rows ?? 0,
    after: now[register]?.rows ?? 0,
    isEqual: old[register]?.rows === now[register]?.rows && old[register]?.hash === now[register]?.hash,
  }))
  return {
    isEqual: registers.every(({ isEqual }) => isEqual),
    registers,
    figures: changedFigures(before, after),
    deliveries: after.deliveries.filter(({ file }) => !isRetried(file)).length,
  }
}
