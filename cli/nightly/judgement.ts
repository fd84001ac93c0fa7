import { mkdirSync, rmSync } from 'node:fs'
import type { HomeSecret, Refusal } from '#foundation'
import { type Delivery, definePseudonyms, type FoundDeliveries } from '#ingest'
import { dayIn, type Jurisdiction, type LimitBreach, type RegisterName } from '#jurisdictions'
import { checkRegisters, type Decision, GenerationBuilder, type GenerationManifest } from '#warehouse'
import { latestArrival } from './arrivals.ts'
import { type IngestDependencies, IngestSession } from './ingest-session.ts'
import { QuarantineTransaction } from './quarantine-transaction.ts'
import type { Stopwatch } from './stopwatch.ts'
import { waitingRegisters } from './waiting-registers.ts'

export interface JudgementOptions extends Pick<IngestDependencies, 'progress' | 'tellValues' | 'tellRows'> {
  /** The home whose facts and quarantine the deliveries are judged against. It is read only; where there is none, nothing is held. */
  readonly home: string
  /** A private folder, which is emptied first. Whoever asks removes it. */
  readonly folder: string
  readonly jurisdiction: Jurisdiction
  /** The secret of the pseudonyms. */
  readonly secret: HomeSecret
  readonly watch: Stopwatch
  readonly now: Date
  /** Limits that may be passed this time, by code or as `CODE:register`. */
  readonly accept?: readonly string[] | undefined
  readonly threads?: number
  readonly memoryLimit?: string
}

/** How a run ends. */
export type RunVerdict = Exclude<Decision, 'dry_run'>

/** A generation that can be published, and the folder it lies in. */
export interface BuiltGeneration {
  readonly manifest: GenerationManifest
  readonly folder: string
}

export interface JudgedRun {
  readonly verdict: RunVerdict
  readonly session: IngestSession
  /** The new generation, where there is one to publish. */
  readonly built: BuiltGeneration | undefined
}

/**
 * Takes deliveries in, judges quarantined rows again, checks limits and builds a generation. The nightly run publishes what
 * comes out of it; a trial tells it. What was found so far can be read when it ends by an error.
 */
export class Judgement {
  readonly skipped: string[] = []
  readonly refusals: Refusal[] = []
  readonly #refused = new Set<RegisterName>()
  readonly #options: JudgementOptions

  constructor(options: JudgementOptions) {
    this.#options = options
  }

  /** Registers of which nothing is taken. */
  get waiting(): ReadonlySet<RegisterName> {
    return waitingRegisters(this.#refused, this.#options.jurisdiction)
  }

  async of(found: FoundDeliveries): Promise<JudgedRun> {
    this.skipped.push(...found.skipped)
    this.#note(found)
    let waiting = found.deliveries
    while (true) {
      const judged = await this.#pass(waiting)
      if (judged !== undefined) return judged
      waiting = this.#withoutWaiting(waiting)
    }
  }

  #note({ refusals, refused }: Pick<FoundDeliveries, 'refusals' | 'refused'>): void {
    this.refusals.push(...refusals)
    for (const register of refused) this.#refused.add(register)
  }

  /** A register without a refused file goes on; what belongs together waits together. */
  #withoutWaiting(deliveries: readonly Delivery[]): readonly Delivery[] {
    const waiting = this.waiting
    return deliveries.filter(({ contract }) => !waiting.has(contract.register))
  }

  /** Takes deliveries in; `undefined` when some of them have to wait, so that the others are taken in anew. */
  async #pass(deliveries: readonly Delivery[]): Promise<JudgedRun | undefined> {
    const { folder, jurisdiction, secret, watch, now } = this.#options
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { home } = this.#options
    const basis = { ...this.#options, pseudonyms: secret.fingerprint, numberAfter: latestArrival(home) }
    const workspace = await watch.time('open', () => GenerationBuilder.open(basis))
    try {
      await definePseudonyms(workspace.connection, secret)
      const quarantine = new QuarantineTransaction(folder)
      const today = dayIn(jurisdiction.profile.time_zone, now)
      return await this.#judge(deliveries, new IngestSession({ ...basis, workspace, quarantine, today }))
    } finally {
      workspace.close()
    }
  }

  async #judge(deliveries: readonly Delivery[], session: IngestSession): Promise<JudgedRun | undefined> {
    const { watch, now, progress } = this.#options
    const judged = (verdict: RunVerdict, built?: JudgedRun['built']): JudgedRun => ({ verdict, session, built })
    await session.ingestAll(deliveries)
    this.#note(session)
    const free = this.#withoutWaiting(deliveries)
    const isRefused = this.refusals.length > 0
    if (isRefused && free.length === 0) return judged('refused')
    if (free.length < deliveries.length) return undefined
    await watch.time('retry', () => session.retryQuarantined(this.waiting))
    await this.#checkLimits(session)
    const outcomes = session.reports.flatMap(({ checks }) => checks.map(({ outcome }) => outcome))
    if (outcomes.includes('block')) return judged('blocked')
    if (!changesAnything(session)) return judged(isRefused ? 'refused' : 'nothing_new')
    progress?.('counting and checking', 1)
    const built = await watch.time('build', () => session.dependencies.workspace.build(now))
    return judged(isRefused ? 'published_in_part' : outcomes.length > 0 ? 'published_with_note' : 'published', built)
  }

  /** Adds to the deliveries which limits their registers pass. Blocks that the operator lets pass become notes. */
  async #checkLimits(session: IngestSession): Promise<void> {
    const accepted = new Set(this.#options.accept)
    const { workspace, jurisdiction } = session.dependencies
    const found = await this.#options.watch.time('check', () => checkRegisters(workspace, jurisdiction))
    session.reports = session.reports.map((report, index) => {
      const isLast = session.reports.findLastIndex(({ register }) => register === report.register) === index
      const ofRegister = isLast ? found.filter(({ register }) => register === report.register) : []
      const checks = [...report.checks, ...ofRegister].map((limit): LimitBreach => {
        const isAccepted = accepted.has(limit.code) || accepted.has(`${limit.code}:${limit.register}`)
        return isAccepted ? { ...limit, outcome: 'note' } : limit
      })
      return { ...report, checks }
    })
  }
}

/** Rows that were set aside have to be remembered too: they may be let in later. */
function changesAnything({ dependencies: { workspace }, reports }: IngestSession): boolean {
  const known = new Set(workspace.previous?.deliveries.map(({ sha256 }) => sha256))
  const hasNewQuarantined = reports.some(({ account, sha256 }) => account.quarantined > 0 && !known.has(sha256))
  return (
    hasNewQuarantined ||
    workspace.changesFacts ||
    workspace.changesCoverage ||
    workspace.countsOtherwise ||
    workspace.recordsSecret
  )
}
