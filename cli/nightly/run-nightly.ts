import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type HomeSecret, makePrivate, Refusal } from '#foundation'
import { type FoundDeliveries, findDeliveries } from '#ingest'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import {
  type Decision,
  type GenerationManifest,
  generationStore,
  type HomeNote,
  homeJurisdiction,
  isSampleHome,
  keepRunReport,
  listRuns,
  prepareHome,
  pseudonymSecret,
  type RunReport,
  removeGeneration,
  requireJurisdiction,
} from '#warehouse'
import { archiveOriginals, removeOldOriginals } from './archive.ts'
import { arrivalsOf } from './arrivals.ts'
import { changedFigures, changedRegisters } from './changes.ts'
import { asDiskRefusal } from './disk-refusal.ts'
import { forSamplesOnly } from './for-samples-only.ts'
import type { IngestSession } from './ingest-session.ts'
import { type BuiltGeneration, type JudgedRun, Judgement, type RunVerdict } from './judgement.ts'
import { refusalReport } from './refusal-report.ts'
import { requireLimits } from './require-limits.ts'
import { type Retention, retain } from './retention.ts'
import { Stopwatch } from './stopwatch.ts'
import { finishKilledNight, finishNight, prepareFinish } from './unfinished-night.ts'
import { takeWriterLock } from './writer-lock.ts'

export interface NightlyOptions {
  readonly home: string
  /** Needed for a new home only. */
  readonly jurisdiction?: string | undefined
  readonly incoming?: string | undefined
  readonly dryRun?: boolean | undefined
  /** Limits that may be passed this time, by code or as `CODE:register`. */
  readonly accept?: readonly string[] | undefined
  /** Only judges quarantined rows again; what waits in the incoming folder goes on waiting. */
  readonly retryOnly?: boolean | undefined
  readonly now: Date
  /** How long originals are kept in the archive; without it, for ever. */
  readonly archiveDays?: number | undefined
  /** How long logs and reports are kept; without it, for ever. */
  readonly retention?: Retention | undefined
  readonly threads?: number
  readonly memoryLimit?: string
  /** Told what is happening, and which share of the deliveries is taken in, from 0 to 1. */
  readonly progress?: (message: string, share: number) => void
}

const maxGenerations = 10

/**
 * The nightly job once: take in what waits, judge quarantined rows again, account for every row, build a new generation,
 * check it, publish it. Registers with a refused file, and those that are counted with them, wait; the others go on. What is
 * published is a whole generation; whatever was refused is told in the report, for all files at once.
 *
 * @throws {@link Refusal} when the run cannot begin or go on: `UNKNOWN_LIMIT`, `ANOTHER_RUN`, `SECRET_CHANGED`, `STATE_BROKEN`, `UNREADABLE_FOLDER`, `DISK_FULL`, ...
 */
export async function runNightly(options: NightlyOptions): Promise<RunReport> {
  try {
    const code = requireJurisdiction(options.home, options.jurisdiction)
    const jurisdiction = loadJurisdiction(code)
    requireLimits(options.accept ?? [], jurisdiction)
    requireIncoming(options)
    const giveBack = await takeWriterLock(options.home)
    try {
      generationStore.mend(options.home)
      const secret = pseudonymSecret(options.home)
      const notes = shutHome(options.home)
      prepareHome(options.home, code)
      finishKilledNight(options.home)
      const report = await new NightlyRun(options, jurisdiction, secret, notes).run()
      if (options.retention !== undefined && !options.dryRun) retain(options.home, options.retention, options.now)
      return report
    } finally {
      giveBack()
    }
  } catch (error) {
    throw asDiskRefusal(error, options.home)
  }
}

/** No home is made where the folder is mistyped from which it would be filled. @throws {@link Refusal} `UNREADABLE_FOLDER` */
function requireIncoming({ home, incoming }: NightlyOptions): void {
  if (incoming === undefined || existsSync(incoming) || homeJurisdiction(home) !== undefined) return
  const advice = 'This folder of incoming extracts does not exist. Make it, or name another one. Nothing was changed.'
  throw new Refusal('UNREADABLE_FOLDER', advice, { file: incoming })
}

/** Whoever made the files of a home: nobody else may read them. Of a new home there is nothing to tell. */
function shutHome(home: string): HomeNote[] {
  const { found, left } = makePrivate(home)
  if (generationStore.current(home) === undefined) return []
  if (left.length > 0) return ['FILES_STAY_OPEN']
  return found > 0 ? ['FILES_MADE_PRIVATE'] : []
}

class NightlyRun {
  readonly #options: NightlyOptions
  readonly #jurisdiction: Jurisdiction
  readonly #notes: HomeNote[]
  readonly #incoming: string
  readonly #run: string
  readonly #folder: string
  readonly #watch = new Stopwatch()
  readonly #judgement: Judgement

  constructor(options: NightlyOptions, jurisdiction: Jurisdiction, secret: HomeSecret, notes: HomeNote[]) {
    this.#options = options
    this.#jurisdiction = jurisdiction
    this.#notes = notes
    this.#incoming = options.incoming ?? join(options.home, 'incoming')
    this.#run = options.now.toISOString().replaceAll(':', '-')
    this.#folder = join(options.home, 'work', this.#run)
    this.#judgement = new Judgement({ ...options, folder: this.#folder, jurisdiction, secret, watch: this.#watch })
  }

  async run(): Promise<RunReport> {
    try {
      rmSync(join(this.#options.home, 'work'), { recursive: true, force: true })
      return await this.#settle(await this.#judgement.of(this.#waiting()))
    } catch (error) {
      this.#reportEnd(error)
      throw error
    } finally {
      rmSync(this.#folder, { recursive: true, force: true })
    }
  }

  /** What waits in the incoming folder. */
  #waiting(): FoundDeliveries {
    const { retryOnly, home } = this.#options
    if (retryOnly) return { deliveries: [], refusals: [], refused: new Set(), skipped: [] }
    const found = findDeliveries(this.#incoming, this.#jurisdiction)
    return isSampleHome(home) ? forSamplesOnly(found) : found
  }

  async #settle({ verdict, session, built }: JudgedRun): Promise<RunReport> {
    const { home, dryRun, archiveDays, now } = this.#options
    if (dryRun && built !== undefined) return this.#report('dry_run', session, built.manifest)
    if (dryRun || (built === undefined && verdict !== 'nothing_new')) return this.#keep(this.#report(verdict, session))
    await this.#watch.time('publish', () => this.#publish(verdict, session, built))
    finishNight(home)
    const originalsRemoved = archiveDays === undefined ? 0 : removeOldOriginals(home, archiveDays, now)
    return this.#keep({ ...this.#report(verdict, session, built?.manifest), originalsRemoved })
  }

  /** What remains is written down first, so that a later run can finish this one. */
  async #publish(verdict: RunVerdict, session: IngestSession, built: BuiltGeneration | undefined): Promise<void> {
    const { home } = this.#options
    const { originals, dependencies } = session
    const { quarantine, workspace } = dependencies
    await archiveOriginals(home, originals)
    const folder = built?.folder ?? (workspace.previous && generationStore.folder(home, workspace.previous.id))
    const report = this.#report(verdict, session, built?.manifest)
    const arrivals = built === undefined ? undefined : arrivalsOf(session)
    const unfinished = { report, quarantine, incoming: this.#incoming, originals, arrivals }
    if (folder !== undefined) await prepareFinish(folder, unfinished)
    if (built === undefined) return
    generationStore.publish(home, built.folder, built.manifest)
    this.#prune()
  }

  #prune(): void {
    const { home } = this.#options
    const current = generationStore.current(home)?.id
    const old = generationStore.list(home).slice(0, -maxGenerations)
    for (const { id } of old.filter((generation) => generation.id !== current)) removeGeneration(home, id)
  }

  #report(decision: Decision, session: IngestSession, built?: GenerationManifest): RunReport {
    const { previous: before, recordsSecret } = session.dependencies.workspace
    const after = built ?? before
    const publishes = built !== undefined && decision !== 'dry_run'
    return {
      ...this.#common,
      notes: publishes && recordsSecret ? [...this.#notes, 'SECRET_RECORDED'] : this.#notes,
      synthetic: after?.synthetic ?? session.reports.some(({ synthetic }) => synthetic),
      decision,
      generation: (publishes ? built : before)?.id ?? null,
      deliveries: session.reports,
      waiting: [...this.#judgement.waiting].sort(),
      registers: changedRegisters(before, after),
      figures: changedFigures(before, after),
      quality: after?.quality ?? [],
      originalsRemoved: 0,
    }
  }

  #keep(report: RunReport): RunReport {
    keepRunReport(this.#options.home, report)
    return report
  }

  /** A run that began leaves a report, however it ends, if the home can still take one. One that published has left it already. */
  #reportEnd(error: unknown): void {
    const { home, dryRun } = this.#options
    if (dryRun || listRuns(home).includes(this.#run)) return
    const before = generationStore.current(home)
    const refusal = asDiskRefusal(error, home)
    const advice = 'The run ended by an error of the program. Nothing was changed; the log says where.'
    const failure = refusal instanceof Refusal ? refusal : new Refusal('RUN_FAILED', advice)
    try {
      keepRunReport(home, {
        ...this.#common,
        synthetic: before?.synthetic ?? false,
        decision: 'refused',
        generation: before?.id ?? null,
        deliveries: [],
        refusals: [...this.#common.refusals, refusalReport(failure)],
        waiting: [],
        registers: changedRegisters(before, before),
        figures: [],
        quality: before?.quality ?? [],
        originalsRemoved: 0,
      })
    } catch {
      // A full disk takes no report either.
    }
  }

  /** What every report of this run says. */
  get #common(): Pick<RunReport, 'run' | 'jurisdiction' | 'notes' | 'refusals' | 'skipped' | 'accepted' | 'durations'> {
    const { skipped, refusals } = this.#judgement
    return {
      run: this.#run,
      jurisdiction: this.#jurisdiction.profile.code,
      notes: this.#notes,
      refusals: refusals.map(refusalReport),
      skipped,
      accepted: [...(this.#options.accept ?? [])],
      durations: this.#watch.durations,
    }
  }
}
