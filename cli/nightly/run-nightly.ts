import { mkdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Refusal } from '#foundation'
import {
  copyIn,
  type Delivery,
  type DeliveryReport,
  definePseudonyms,
  findDeliveries,
  type Intake,
  pseudonymSecret,
  quarantineFiles,
  retry,
  type TakeIn,
  takeIn,
} from '#ingest'
import { type Jurisdiction, loadJurisdiction, type RegisterName } from '#jurisdictions'
import {
  checkRegisters,
  currentGeneration,
  type Decision,
  type GenerationManifest,
  keepRunReport,
  type LimitPassed,
  listGenerations,
  prepareHome,
  publishGeneration,
  type RunReport,
  registerTable,
  removeGeneration,
  requireJurisdiction,
  Workspace,
} from '#warehouse'
import { clearIncoming, keepOriginal } from './archive.ts'
import { changedFigures, changedRegisters } from './changes.ts'
import { asDiskRefusal } from './disk-refusal.ts'
import { QuarantineMoves } from './quarantine-moves.ts'
import { Stopwatch } from './stopwatch.ts'
import { timeLeft } from './time-left.ts'
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
  readonly threads?: number
  readonly memoryLimit?: string
  /** Told what is happening, for a terminal. */
  readonly progress?: (message: string) => void
}

const keptGenerations = 10

/**
 * The nightly job once: take in what waits, judge quarantined rows again, account for every row, build a new generation,
 * check it, publish it. It publishes a whole generation or changes nothing; whatever was refused is told in the report,
 * for all files at once.
 *
 * @throws {@link Refusal} when the run cannot begin or go on: `ANOTHER_RUN`, `UNREADABLE_FOLDER`, `DISK_FULL`, ...
 */
export async function runNightly(options: NightlyOptions): Promise<RunReport> {
  try {
    const code = requireJurisdiction(options.home, options.jurisdiction)
    const jurisdiction = loadJurisdiction(code)
    const giveBack = await takeWriterLock(options.home)
    try {
      prepareHome(options.home, code)
      return await new NightlyRun(options, jurisdiction).run()
    } finally {
      giveBack()
    }
  } catch (error) {
    throw asDiskRefusal(error, options.home)
  }
}

interface TakenIn {
  readonly delivery: Delivery
  readonly intake: Intake
}

class NightlyRun {
  readonly #options: NightlyOptions
  readonly #jurisdiction: Jurisdiction
  readonly #incoming: string
  readonly #run: string
  readonly #folder: string
  readonly #quarantine: QuarantineMoves
  readonly #watch = new Stopwatch()
  readonly #taken: TakenIn[] = []
  #reports: DeliveryReport[] = []
  readonly #refusals: Refusal[] = []

  constructor(options: NightlyOptions, jurisdiction: Jurisdiction) {
    this.#options = options
    this.#jurisdiction = jurisdiction
    this.#incoming = options.incoming ?? join(options.home, 'incoming')
    this.#run = options.now.toISOString().replaceAll(':', '-')
    this.#folder = join(options.home, 'work', this.#run)
    this.#quarantine = new QuarantineMoves(options.home, this.#folder)
  }

  async run(): Promise<RunReport> {
    const found = this.#options.retryOnly
      ? { deliveries: [], refusals: [] }
      : findDeliveries(this.#incoming, this.#jurisdiction)
    this.#refusals.push(...found.refusals)
    rmSync(join(this.#options.home, 'work'), { recursive: true, force: true })
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    try {
      return await this.#takeInAndPublish(found.deliveries)
    } finally {
      rmSync(this.#folder, { recursive: true, force: true })
    }
  }

  async #takeInAndPublish(deliveries: readonly Delivery[]): Promise<RunReport> {
    const { home } = this.#options
    const workspace = await this.#watch.time('open', () =>
      Workspace.open({ ...this.#options, folder: this.#folder, jurisdiction: this.#jurisdiction }),
    )
    try {
      await definePseudonyms(workspace.connection, pseudonymSecret(home, workspace.previous !== undefined))
      await this.#takeInAll(deliveries, workspace)
      if (this.#refusals.length > 0) return this.#report('refused', workspace.previous)
      await this.#watch.time('retry', () => this.#retryAll(workspace))
      await this.#checkLimits(workspace)
      const outcomes = this.#reports.flatMap(({ checks }) => checks.map(({ outcome }) => outcome))
      if (outcomes.includes('block')) return this.#report('blocked', workspace.previous)
      if (!this.#changesAnything(workspace)) return this.#clearAway('nothing_new', workspace.previous)
      this.#options.progress?.('counting and checking')
      const built = await this.#watch.time('build', () => workspace.finish(this.#options.now))
      if (this.#options.dryRun) return this.#report('dry_run', workspace.previous, built.manifest)
      await this.#watch.time('publish', () => {
        for (const { delivery, intake } of this.#taken) keepOriginal(home, delivery.path, intake)
        publishGeneration(home, built.folder, built.manifest)
      })
      this.#prune()
      const decision = outcomes.length > 0 ? 'published_with_note' : 'published'
      return this.#clearAway(decision, workspace.previous, built.manifest)
    } finally {
      workspace.close()
    }
  }

  async #takeInAll(deliveries: readonly Delivery[], workspace: Workspace): Promise<void> {
    const sizes = deliveries.map(({ path }) => statSync(path, { throwIfNoEntry: false })?.size ?? 0)
    const left = timeLeft(sizes.reduce((sum, size) => sum + size, 0))
    let done = 0
    for (const [index, delivery] of deliveries.entries()) {
      const place = `${index + 1} of ${deliveries.length}`
      this.#options.progress?.(`${place} (${left(done)}): ${basename(delivery.path)}`)
      await this.#takeInOne(delivery, workspace, index)
      done += sizes[index] ?? 0
    }
  }

  async #takeInOne(delivery: Delivery, workspace: Workspace, index: number): Promise<void> {
    try {
      const copy = join(this.#folder, `extract-${index}`)
      const intake = await this.#watch.time('copy', () => copyIn(delivery.path, copy))
      this.#taken.push({ delivery, intake })
      const before = workspace.deliveries.find(({ sha256 }) => sha256 === intake.sha256)
      if (before !== undefined) {
        this.#reports.push(sameAgain(before, delivery))
        return
      }
      const sentAt = delivery.manifest?.sent_at ?? null
      const context = this.#context(workspace, delivery.contract.register, sentAt)
      const report = await this.#watch.time('take_in', () => takeIn(context, delivery, intake))
      await this.#watch.time('append', () => workspace.append(report))
      if (report.account.quarantined > 0) this.#quarantine.touch(report)
      this.#reports.push(report)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.#refusals.push(error)
    }
  }

  /** Rows that earlier runs set aside may be sound today: a code was added, or the row that they refer to has come. */
  async #retryAll(workspace: Workspace): Promise<void> {
    const taken = new Set(this.#reports.map(({ sha256 }) => sha256))
    for (const file of quarantineFiles(join(this.#options.home, 'quarantine'))) {
      const original = workspace.deliveries.find(({ sha256 }) => sha256 === file.sha256)
      if (original === undefined || taken.has(file.sha256)) continue
      const later = workspace.deliveries.filter(({ register, id }) => register === file.register && id > original.id)
      const context = { ...this.#context(workspace, file.register, null) }
      const held = { ...context.held, later: later.map(({ id }) => id), peers: [] }
      const report = await retry({ ...context, held }, file, original)
      if (report === undefined) continue
      await workspace.append(report)
      this.#quarantine.touch(file)
      this.#reports.push(report)
    }
  }

  #context(workspace: Workspace, register: RegisterName, sentAt: string | null): TakeIn {
    const others = workspace.deliveries.filter((other) => other.register === register)
    const later = others.filter((other) => isLater(other.sentAt, sentAt))
    const peers = others.filter(
      (other) =>
        other.generation === workspace.number && !isLater(other.sentAt, sentAt) && !isLater(sentAt, other.sentAt),
    )
    return {
      connection: workspace.connection,
      jurisdiction: this.#jurisdiction,
      held: { rows: registerTable, later: later.map(({ id }) => id), peers: peers.map(({ id }) => id) },
      quarantine: this.#quarantine.folder,
      today: this.#options.now.toISOString().slice(0, 10),
    }
  }

  /** Adds to the deliveries which limits their registers pass. Blocks that the operator lets pass become notes. */
  async #checkLimits(workspace: Workspace): Promise<void> {
    const accepted = new Set(this.#options.accept)
    const found = await this.#watch.time('check', () => checkRegisters(workspace, this.#jurisdiction))
    this.#reports = this.#reports.map((report, index) => {
      const isLast = this.#reports.findLastIndex(({ register }) => register === report.register) === index
      const ofRegister = isLast ? found.filter(({ register }) => register === report.register) : []
      const checks = [...report.checks, ...ofRegister].map((limit): LimitPassed => {
        const isAccepted = accepted.has(limit.code) || accepted.has(`${limit.code}:${limit.register}`)
        return isAccepted ? { ...limit, outcome: 'note' } : limit
      })
      return { ...report, checks }
    })
  }

  /** Rows that were set aside have to be remembered too: they may be let in later. */
  #changesAnything(workspace: Workspace): boolean {
    const known = new Set(workspace.previous?.deliveries.map(({ sha256 }) => sha256))
    const setAside = this.#reports.some(({ account, sha256 }) => account.quarantined > 0 && !known.has(sha256))
    return setAside || workspace.changesFacts || workspace.tablesChanged
  }

  #clearAway(decision: Decision, before: GenerationManifest | undefined, built?: GenerationManifest): RunReport {
    if (!this.#options.dryRun) {
      this.#quarantine.carryOut()
      for (const { delivery, intake } of this.#taken) {
        keepOriginal(this.#options.home, delivery.path, intake)
        clearIncoming(this.#incoming, delivery.path, intake)
      }
    }
    return this.#report(decision, before, built)
  }

  #prune(): void {
    const { home } = this.#options
    const current = currentGeneration(home)?.id
    const old = listGenerations(home).slice(0, -keptGenerations)
    for (const { id } of old.filter((generation) => generation.id !== current)) removeGeneration(home, id)
  }

  #report(
    decision: Decision,
    before: GenerationManifest | undefined,
    built: GenerationManifest | undefined = before,
  ): RunReport {
    const { home, accept = [] } = this.#options
    const report: RunReport = {
      run: this.#run,
      jurisdiction: this.#jurisdiction.profile.code,
      synthetic: built?.synthetic ?? this.#reports.some(({ synthetic }) => synthetic),
      decision,
      generation: currentGeneration(home)?.id ?? null,
      deliveries: this.#reports,
      refusals: this.#refusals.map(refusalReport),
      accepted: [...accept],
      registers: changedRegisters(before, built),
      figures: changedFigures(before, built),
      quality: built?.quality ?? [],
      durations: this.#watch.durations,
    }
    if (decision !== 'dry_run') keepRunReport(home, report)
    return report
  }
}

function isLater(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && Date.parse(one) > Date.parse(other)
}

function sameAgain(before: GenerationManifest['deliveries'][number], delivery: Delivery): DeliveryReport {
  const { read } = before.account
  const none = { accepted: 0, superseded: 0, withdrawn: 0, quarantined: 0 }
  return {
    ...before,
    register: delivery.contract.register,
    file: basename(delivery.path),
    account: { ...none, read, duplicate: read },
    reasons: {},
    layout: {},
    checks: [],
    notes: ['SAME_FILE_AGAIN'],
  }
}

function refusalReport({ code, message, place }: Refusal): RunReport['refusals'][number] {
  return { code, message, file: place.file ?? null, row: place.row ?? null, column: place.column ?? null }
}
