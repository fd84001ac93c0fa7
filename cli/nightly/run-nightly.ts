import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type KeptSecret, makePrivate, Refusal } from '#foundation'
import { type Delivery, definePseudonyms, findDeliveries } from '#ingest'
import { dayIn, type Jurisdiction, loadJurisdiction, type RegisterName } from '#jurisdictions'
import {
  checkRegisters,
  currentGeneration,
  type Decision,
  type GenerationManifest,
  type HomeNote,
  isSampleHome,
  keepRunReport,
  type LimitPassed,
  listGenerations,
  mendPointer,
  prepareHome,
  pseudonymSecret,
  publishGeneration,
  type RunReport,
  removeGeneration,
  requireJurisdiction,
  Workspace,
} from '#warehouse'
import { clearIncoming, keepOriginal, removeOldOriginals } from './archive.ts'
import { changedFigures, changedRegisters } from './changes.ts'
import { asDiskRefusal } from './disk-refusal.ts'
import { heldRegisters } from './held-registers.ts'
import { QuarantineMoves } from './quarantine-moves.ts'
import { Stopwatch } from './stopwatch.ts'
import { Taking } from './taking.ts'
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
  readonly threads?: number
  readonly memoryLimit?: string
  /** Told what is happening, and which share of the deliveries is taken in, from 0 to 1. */
  readonly progress?: (message: string, share: number) => void
}

const keptGenerations = 10

/**
 * The nightly job once: take in what waits, judge quarantined rows again, account for every row, build a new generation,
 * check it, publish it. Registers with a refused file, and those that are counted with them, wait; the others go on. What is
 * published is a whole generation; whatever was refused is told in the report, for all files at once.
 *
 * @throws {@link Refusal} when the run cannot begin or go on: `ANOTHER_RUN`, `SECRET_CHANGED`, `STATE_BROKEN`, `UNREADABLE_FOLDER`, `DISK_FULL`, ...
 */
export async function runNightly(options: NightlyOptions): Promise<RunReport> {
  try {
    const code = requireJurisdiction(options.home, options.jurisdiction)
    const jurisdiction = loadJurisdiction(code)
    const giveBack = await takeWriterLock(options.home)
    try {
      mendPointer(options.home)
      const secret = pseudonymSecret(options.home)
      const notes = shutHome(options.home)
      prepareHome(options.home, code)
      return await new NightlyRun(options, jurisdiction, secret, notes).run()
    } finally {
      giveBack()
    }
  } catch (error) {
    throw asDiskRefusal(error, options.home)
  }
}

/** Whoever made the files of a home: nobody else may read them. Of a new home there is nothing to tell. */
function shutHome(home: string): HomeNote[] {
  const { found, left } = makePrivate(home)
  if (currentGeneration(home) === undefined) return []
  if (left.length > 0) return ['FILES_STAY_OPEN']
  return found > 0 ? ['FILES_MADE_PRIVATE'] : []
}

class NightlyRun {
  readonly #options: NightlyOptions
  readonly #jurisdiction: Jurisdiction
  readonly #secret: KeptSecret
  readonly #notes: HomeNote[]
  readonly #incoming: string
  readonly #run: string
  readonly #folder: string
  readonly #skipped: string[] = []
  readonly #refusals: Refusal[] = []
  readonly #refused = new Set<RegisterName>()
  readonly #watch = new Stopwatch()

  constructor(options: NightlyOptions, jurisdiction: Jurisdiction, secret: KeptSecret, notes: HomeNote[]) {
    this.#options = options
    this.#jurisdiction = jurisdiction
    this.#secret = secret
    this.#notes = notes
    this.#incoming = options.incoming ?? join(options.home, 'incoming')
    this.#run = options.now.toISOString().replaceAll(':', '-')
    this.#folder = join(options.home, 'work', this.#run)
  }

  async run(): Promise<RunReport> {
    try {
      return await this.#begun()
    } catch (error) {
      this.#reportEnd(error)
      throw error
    }
  }

  /** A run that began leaves a report, however it ends, if the home can still take one. */
  #reportEnd(error: unknown): void {
    const { home, dryRun, accept = [] } = this.#options
    if (dryRun) return
    const before = currentGeneration(home)
    const refusal = asDiskRefusal(error, home)
    const advice = 'The run ended by an error of the program. Nothing was changed; the log says where.'
    const told = refusal instanceof Refusal ? refusal : new Refusal('RUN_FAILED', advice)
    try {
      keepRunReport(home, {
        run: this.#run,
        jurisdiction: this.#jurisdiction.profile.code,
        synthetic: before?.synthetic ?? false,
        decision: 'refused',
        generation: before?.id ?? null,
        deliveries: [],
        notes: this.#notes,
        refusals: [...this.#refusals, told].map(refusalReport),
        waiting: [],
        skipped: this.#skipped,
        accepted: [...accept],
        registers: changedRegisters(before, before),
        figures: [],
        quality: before?.quality ?? [],
        originalsRemoved: 0,
        durations: this.#watch.durations,
      })
    } catch {
      // A full disk takes no report either.
    }
  }

  async #begun(): Promise<RunReport> {
    const { retryOnly } = this.#options
    const found = retryOnly
      ? { deliveries: [], refusals: [], refused: new Set<RegisterName>(), skipped: [] }
      : this.#waiting()
    this.#skipped.push(...found.skipped)
    this.#refusals.push(...found.refusals)
    for (const register of found.refused) this.#refused.add(register)
    let waiting = found.deliveries
    while (true) {
      const report = await this.#pass(waiting)
      if (report !== undefined) return report
      waiting = this.#notHeld(waiting)
    }
  }

  /** A register without a refused file goes on; what belongs together waits together. */
  #notHeld(deliveries: readonly Delivery[]): readonly Delivery[] {
    const held = this.#held()
    return deliveries.filter(({ contract }) => !held.has(contract.register))
  }

  #held(): ReadonlySet<RegisterName> {
    return heldRegisters(this.#refused, this.#jurisdiction)
  }

  /** Takes deliveries in and publishes them; `undefined` when some of them have to wait, so that the others are taken in anew. */
  async #pass(deliveries: readonly Delivery[]): Promise<RunReport | undefined> {
    const { home, now } = this.#options
    rmSync(join(home, 'work'), { recursive: true, force: true })
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const pseudonyms = this.#secret.fingerprint
    const basis = { ...this.#options, folder: this.#folder, jurisdiction: this.#jurisdiction, pseudonyms }
    const workspace = await this.#watch.time('open', () => Workspace.open(basis))
    try {
      await definePseudonyms(workspace.connection, this.#secret)
      const quarantine = new QuarantineMoves(home, this.#folder)
      const today = dayIn(this.#jurisdiction.profile.time_zone, now)
      const taking = new Taking({ ...basis, workspace, quarantine, watch: this.#watch, today })
      return await this.#takeInAndPublish(deliveries, taking)
    } finally {
      workspace.close()
      rmSync(this.#folder, { recursive: true, force: true })
    }
  }

  /** What waits in the incoming folder. A home with the published secrets of samples takes nothing else. */
  #waiting(): ReturnType<typeof findDeliveries> {
    const found = findDeliveries(this.#incoming, this.#jurisdiction)
    if (!isSampleHome(this.#options.home)) return found
    const isSynthetic = ({ manifest }: Delivery) => manifest?.synthetic === true
    const real = found.deliveries.filter((delivery) => !isSynthetic(delivery))
    return {
      ...found,
      refused: new Set([...found.refused, ...real.map(({ contract }) => contract.register)]),
      deliveries: found.deliveries.filter(isSynthetic),
      refusals: [...found.refusals, ...real.map(({ path }) => forSamplesOnly(path))],
    }
  }

  async #takeInAndPublish(deliveries: readonly Delivery[], taking: Taking): Promise<RunReport | undefined> {
    const { home, dryRun, now, progress } = this.#options
    const { workspace } = taking.tools
    await taking.all(deliveries)
    this.#refusals.push(...taking.refusals)
    for (const register of taking.refused) this.#refused.add(register)
    const free = this.#notHeld(deliveries)
    const isRefused = this.#refusals.length > 0
    if (isRefused && free.length === 0) return this.#report('refused', taking)
    if (free.length < deliveries.length) return undefined
    await this.#watch.time('retry', () => taking.again(this.#held()))
    await this.#checkLimits(taking)
    const outcomes = taking.reports.flatMap(({ checks }) => checks.map(({ outcome }) => outcome))
    if (outcomes.includes('block')) return this.#report('blocked', taking)
    if (!changesAnything(taking))
      return isRefused ? this.#report('refused', taking) : this.#clearAway('nothing_new', taking)
    progress?.('counting and checking', 1)
    const built = await this.#watch.time('build', () => workspace.finish(now))
    if (dryRun) return this.#report('dry_run', taking, built.manifest)
    await this.#watch.time('publish', () => {
      for (const { delivery, intake } of taking.taken) keepOriginal(home, delivery.path, intake)
      publishGeneration(home, built.folder, built.manifest)
    })
    if (workspace.recordsSecret) this.#notes.push('SECRET_RECORDED')
    this.#prune()
    const whole = outcomes.length > 0 ? 'published_with_note' : 'published'
    return this.#clearAway(isRefused ? 'published_in_part' : whole, taking, built.manifest)
  }

  /** Adds to the deliveries which limits their registers pass. Blocks that the operator lets pass become notes. */
  async #checkLimits(taking: Taking): Promise<void> {
    const accepted = new Set(this.#options.accept)
    const { workspace, jurisdiction } = taking.tools
    const found = await this.#watch.time('check', () => checkRegisters(workspace, jurisdiction))
    taking.reports = taking.reports.map((report, index) => {
      const isLast = taking.reports.findLastIndex(({ register }) => register === report.register) === index
      const ofRegister = isLast ? found.filter(({ register }) => register === report.register) : []
      const checks = [...report.checks, ...ofRegister].map((limit): LimitPassed => {
        const isAccepted = accepted.has(limit.code) || accepted.has(`${limit.code}:${limit.register}`)
        return isAccepted ? { ...limit, outcome: 'note' } : limit
      })
      return { ...report, checks }
    })
  }

  #clearAway(decision: Decision, taking: Taking, built?: GenerationManifest): RunReport {
    const { home, dryRun, archiveDays, now } = this.#options
    if (dryRun) return this.#report(decision, taking, built)
    taking.tools.quarantine.carryOut()
    for (const { delivery, intake } of taking.taken) {
      keepOriginal(home, delivery.path, intake)
      clearIncoming(this.#incoming, delivery.path, intake)
    }
    const originalsRemoved = archiveDays === undefined ? 0 : removeOldOriginals(home, archiveDays, now)
    return this.#report(decision, taking, built, originalsRemoved)
  }

  #prune(): void {
    const { home } = this.#options
    const current = currentGeneration(home)?.id
    const old = listGenerations(home).slice(0, -keptGenerations)
    for (const { id } of old.filter((generation) => generation.id !== current)) removeGeneration(home, id)
  }

  #report(decision: Decision, taking: Taking, built?: GenerationManifest, originalsRemoved = 0): RunReport {
    const { home, accept = [] } = this.#options
    const before = taking.tools.workspace.previous
    const after = built ?? before
    const report: RunReport = {
      run: this.#run,
      jurisdiction: this.#jurisdiction.profile.code,
      synthetic: after?.synthetic ?? taking.reports.some(({ synthetic }) => synthetic),
      decision,
      generation: currentGeneration(home)?.id ?? null,
      deliveries: taking.reports,
      notes: this.#notes,
      refusals: this.#refusals.map(refusalReport),
      waiting: [...this.#held()].sort(),
      skipped: this.#skipped,
      accepted: [...accept],
      registers: changedRegisters(before, after),
      figures: changedFigures(before, after),
      quality: after?.quality ?? [],
      originalsRemoved,
      durations: this.#watch.durations,
    }
    if (decision !== 'dry_run') keepRunReport(home, report)
    return report
  }
}

function forSamplesOnly(file: string): Refusal {
  const advice =
    'This home was begun with the sample: its secrets are published, so it takes synthetic data only. Name an empty folder as TARAZA_HOME and run "taraza nightly --jurisdiction CODE". To use this one, delete everything in it first.'
  return new Refusal('SAMPLE_HOME', advice, { file })
}

/** Rows that were set aside have to be remembered too: they may be let in later. */
function changesAnything({ tools: { workspace }, reports }: Taking): boolean {
  const known = new Set(workspace.previous?.deliveries.map(({ sha256 }) => sha256))
  const setAside = reports.some(({ account, sha256 }) => account.quarantined > 0 && !known.has(sha256))
  return (
    setAside ||
    workspace.changesFacts ||
    workspace.changesCoverage ||
    workspace.countsOtherwise ||
    workspace.recordsSecret
  )
}

function refusalReport({ code, message, place }: Refusal): RunReport['refusals'][number] {
  return { code, message, file: place.file ?? null, row: place.row ?? null, column: place.column ?? null }
}
