import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import type { FoundDeliveries } from '#ingest'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import {
  type Decision,
  type GenerationManifest,
  generationStore,
  type HomeNote,
  type LatePeriod,
  prepareHome,
  pseudonymSecret,
  type RunReport,
  requireJurisdiction,
  requireSameYears,
} from '#warehouse'
import { asDiskRefusal } from '../disk-refusal.ts'
import { archiveOriginals, removeOldOriginals } from './archive.ts'
import { arrivalsOf } from './arrivals.ts'
import { type BegunRun, beginRun, reportKilledRuns } from './begin-run.ts'
import { changedFigures, changedRegisters } from './changes.ts'
import { staysInIncoming } from './clear-incoming.ts'
import { clockNotes } from './clock-notes.ts'
import { type CommonPart, failureReport } from './failure-report.ts'
import type { IngestSession } from './ingest-session.ts'
import { type BuiltGeneration, type JudgedRun, Judgement } from './judgement.ts'
import { lateDeliveries } from './late-deliveries.ts'
import { leftOutReport } from './left-out.ts'
import type { NightlyOptions } from './nightly-options.ts'
import { refusalReport } from './refusal-report.ts'
import { requireIncoming } from './require-incoming.ts'
import { requireLimits } from './require-limits.ts'
import { removeOldGenerations, retain } from './retention.ts'
import { shutHome } from './shut-home.ts'
import { Stopwatch } from './stopwatch.ts'
import { finishKilledNight, finishNight, prepareFinish } from './unfinished-night.ts'
import { nothingWaits, waitingDeliveries } from './waiting-deliveries.ts'
import { takeWriterLock } from './writer-lock.ts'

/**
 * The nightly job once: take in what waits, judge quarantined rows again, account for every row, build a new generation,
 * check it, publish it. Registers with a refused file, and those that are counted with them, wait; the others go on. What is
 * published is a whole generation; whatever was refused is told in the report, for all files at once.
 *
 * A run that began leaves a report, however it ends; one that was killed gets it from the next run.
 *
 * @throws {@link Refusal} when the run cannot begin or go on: `UNKNOWN_LIMIT`, `ANOTHER_RUN`, `SECRET_CHANGED`, `STATE_BROKEN`, `UNREADABLE_FOLDER`, `DISK_FULL`, ...
 */
export async function runNightly(options: NightlyOptions): Promise<RunReport> {
  const { home, now, dryRun = false } = options
  try {
    const code = requireJurisdiction(home, options.jurisdiction)
    const jurisdiction = loadJurisdiction(code)
    requireSameYears(home, jurisdiction)
    requireLimits(options.accept ?? [], jurisdiction)
    requireIncoming(home, options.incoming)
    const giveBack = await takeWriterLock(home)
    try {
      return await new NightlyRun(options, code, jurisdiction, beginRun(home, now, dryRun)).run()
    } finally {
      giveBack()
    }
  } catch (error) {
    throw asDiskRefusal(error, home)
  }
}

class NightlyRun {
  readonly #options: NightlyOptions
  readonly #code: string
  readonly #jurisdiction: Jurisdiction
  readonly #begun: BegunRun
  readonly #notes = new Set<HomeNote>()
  #missing: RunReport['missing'] = []
  #waitingPaths: readonly string[] = []
  readonly #incoming: string
  readonly #folder: string
  readonly #watch = new Stopwatch()
  #judgement: Judgement | undefined

  constructor(options: NightlyOptions, code: string, jurisdiction: Jurisdiction, begun: BegunRun) {
    this.#options = options
    this.#code = code
    this.#jurisdiction = jurisdiction
    this.#begun = begun
    this.#incoming = options.incoming ?? join(options.home, 'incoming')
    this.#folder = join(options.home, 'work', begun.name.run)
  }

  async run(): Promise<RunReport> {
    const { home } = this.#options
    try {
      this.#judgement = this.#open()
      rmSync(join(home, 'work'), { recursive: true, force: true })
      this.#retain()
      return await this.#settle(await this.#judgement.of(this.#waiting()), this.#judgement)
    } catch (error) {
      // What the run wrote may be what fills the disk, which has to take the report.
      rmSync(this.#folder, { recursive: true, force: true })
      this.#reportEnd(error)
      throw error
    } finally {
      rmSync(this.#folder, { recursive: true, force: true })
    }
  }

  /** Makes the home ready: what earlier runs left is finished, and nobody else can read it. */
  #open(): Judgement {
    const { home, now } = this.#options
    generationStore.mend(home)
    for (const note of clockNotes(home, now)) this.#notes.add(note)
    const secret = pseudonymSecret(home)
    for (const note of shutHome(home)) this.#notes.add(note)
    prepareHome(home, this.#code)
    finishKilledNight(home)
    reportKilledRuns(home, this.#begun.name, this.#jurisdiction)
    const given = { folder: this.#folder, jurisdiction: this.#jurisdiction, secret, watch: this.#watch }
    return new Judgement({ ...this.#options, ...given })
  }

  /** Before anything is published: figures go on, whatever of the access or of the audit log is damaged. */
  #retain(): void {
    const { home, retention, dryRun, now } = this.#options
    if (retention === undefined || dryRun || !this.#clockIsSound) return
    if (!retain(home, retention, now)) this.#notes.add('RETENTION_FAILED')
  }

  /** What waits in the incoming folder. */
  #waiting(): FoundDeliveries {
    const place = { ...this.#options, incoming: this.#incoming, jurisdiction: this.#jurisdiction }
    const { found, missing } = this.#options.retryOnly ? nothingWaits : waitingDeliveries(place)
    this.#missing = missing
    this.#waitingPaths = found.deliveries.map(({ path }) => path)
    return found
  }

  async #settle({ verdict, session, built }: JudgedRun, judgement: Judgement): Promise<RunReport> {
    const { home, dryRun, archiveDays, now } = this.#options
    const report = (decision: Decision, after?: GenerationManifest) => this.#report(decision, session, judgement, after)
    if (dryRun) return built === undefined ? report(verdict) : report('dry_run', built.manifest)
    if (built === undefined && verdict !== 'nothing_new') return this.#keep(report(verdict))
    await this.#watch.time('publish', () => this.#publish(report(verdict, built?.manifest), session, built))
    finishNight(home)
    if (staysInIncoming(session.originals)) this.#notes.add('INCOMING_STAYS')
    const hasArchiveEnd = archiveDays !== undefined && this.#clockIsSound
    const originalsRemoved = hasArchiveEnd ? removeOldOriginals(home, archiveDays, now) : 0
    return this.#keep({ ...report(verdict, built?.manifest), originalsRemoved })
  }

  /** What remains is written down first, so that a later run can finish this one. */
  async #publish(report: RunReport, session: IngestSession, built: BuiltGeneration | undefined): Promise<void> {
    const { home } = this.#options
    const { originals, dependencies } = session
    const { quarantine, workspace } = dependencies
    await archiveOriginals(home, originals)
    const folder = built?.folder ?? (workspace.previous && generationStore.folder(home, workspace.previous.id))
    const arrivals = built === undefined ? undefined : arrivalsOf(session)
    const unfinished = { report, quarantine, incoming: this.#incoming, originals, arrivals }
    if (folder !== undefined) await prepareFinish(folder, unfinished)
    if (built === undefined) return
    generationStore.publish(home, built.folder, built.manifest)
    removeOldGenerations(home)
  }

  #report(decision: Decision, session: IngestSession, { waiting }: Judgement, built?: GenerationManifest): RunReport {
    const { previous: before, recordsSecret } = session.dependencies.workspace
    const after = built ?? before
    const publishes = built !== undefined && decision !== 'dry_run'
    const served = publishes ? built : before
    const late = this.#late(served)
    const leftOut = leftOutReport(this.#options.home, served, this.#waitingPaths)
    if (leftOut.brokenFile !== null) this.#notes.add('STATE_BROKEN')
    return {
      ...this.#common,
      notes: publishes && recordsSecret ? [...this.#notes, 'SECRET_RECORDED'] : [...this.#notes],
      synthetic: after?.synthetic ?? session.reports.some(({ synthetic }) => synthetic),
      decision,
      generation: served?.id ?? null,
      deliveries: session.reports,
      waiting: [...waiting].sort(),
      late,
      ...leftOut,
      registers: changedRegisters(before, after),
      figures: changedFigures(before, after),
      quality: after?.quality ?? [],
      originalsRemoved: 0,
    }
  }

  /** Which deliveries are late. Where the clock may be wrong, nobody knows. */
  #late(generation: GenerationManifest | undefined): LatePeriod[] {
    const { expected, now } = this.#options
    if (expected === undefined || !this.#clockIsSound) return []
    const late = lateDeliveries(expected, generation, this.#jurisdiction, now)
    if (late === undefined) this.#notes.add('STEWARDS_UNREADABLE')
    return late ?? []
  }

  get #clockIsSound(): boolean {
    return !this.#notes.has('CLOCK_FAR_AHEAD')
  }

  #keep(report: RunReport): RunReport {
    this.#begun.report(report)
    return report
  }

  /** A run that began leaves a report, if the home can still take one. One that published has left it already. */
  #reportEnd(error: unknown): void {
    const { home, dryRun } = this.#options
    if (dryRun || this.#begun.isReported()) return
    const refusal = asDiskRefusal(error, home)
    const advice = 'The run ended by an error of the program. Nothing was changed; the log says where.'
    const failure = refusal instanceof Refusal ? refusal : new Refusal('RUN_FAILED', advice)
    try {
      this.#begun.report(failureReport(this.#common, home, failure, this.#jurisdiction))
    } catch {
      // The disk takes no report: the mark of the run remains, and the next run reports that it did not end.
    }
  }

  /** What every report of this run says. */
  get #common(): CommonPart {
    const { skipped = [], refusals = [] } = this.#judgement ?? {}
    return {
      ...this.#begun.name,
      jurisdiction: this.#jurisdiction.profile.code,
      notes: [...this.#notes],
      refusals: refusals.map((refusal) => refusalReport(refusal, this.#jurisdiction)),
      skipped,
      missing: this.#missing,
      accepted: [...(this.#options.accept ?? [])],
      durations: this.#watch.durations,
    }
  }
}
