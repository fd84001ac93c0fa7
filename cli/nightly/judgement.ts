import { mkdirSync, rmSync } from 'node:fs'
import type { KeptSecret, Refusal } from '#foundation'
import { type Delivery, definePseudonyms, type FoundDeliveries } from '#ingest'
import { dayIn, type Jurisdiction, type LimitPassed, type RegisterName } from '#jurisdictions'
import { checkRegisters, type Decision, type GenerationManifest, Workspace } from '#warehouse'
import { heldRegisters } from './held-registers.ts'
import { QuarantineMoves } from './quarantine-moves.ts'
import type { Stopwatch } from './stopwatch.ts'
import { Taking, type TakingTools } from './taking.ts'

export interface JudgementOptions extends Pick<TakingTools, 'progress' | 'tellValues' | 'tellRows'> {
  /** The home whose facts and quarantine the deliveries are judged against. It is read only; where there is none, nothing is held. */
  readonly home: string
  /** A private folder, which is emptied first. Whoever asks removes it. */
  readonly folder: string
  readonly jurisdiction: Jurisdiction
  /** The secret of the pseudonyms. */
  readonly secret: KeptSecret
  readonly watch: Stopwatch
  readonly now: Date
  /** Limits that may be passed this time, by code or as `CODE:register`. */
  readonly accept?: readonly string[] | undefined
  readonly threads?: number
  readonly memoryLimit?: string
}

/** How a run ends. */
export type RunVerdict = Exclude<Decision, 'dry_run'>

export interface JudgedRun {
  readonly verdict: RunVerdict
  readonly taking: Taking
  /** The new generation, where there is one to publish. */
  readonly built: { readonly manifest: GenerationManifest; readonly folder: string } | undefined
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
    return heldRegisters(this.#refused, this.#options.jurisdiction)
  }

  async of(found: FoundDeliveries): Promise<JudgedRun> {
    this.skipped.push(...found.skipped)
    this.#note(found)
    let waiting = found.deliveries
    while (true) {
      const judged = await this.#pass(waiting)
      if (judged !== undefined) return judged
      waiting = this.#notHeld(waiting)
    }
  }

  #note({ refusals, refused }: Pick<FoundDeliveries, 'refusals' | 'refused'>): void {
    this.refusals.push(...refusals)
    for (const register of refused) this.#refused.add(register)
  }

  /** A register without a refused file goes on; what belongs together waits together. */
  #notHeld(deliveries: readonly Delivery[]): readonly Delivery[] {
    const held = this.waiting
    return deliveries.filter(({ contract }) => !held.has(contract.register))
  }

  /** Takes deliveries in; `undefined` when some of them have to wait, so that the others are taken in anew. */
  async #pass(deliveries: readonly Delivery[]): Promise<JudgedRun | undefined> {
    const { home, folder, jurisdiction, secret, watch, now } = this.#options
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const basis = { ...this.#options, pseudonyms: secret.fingerprint }
    const workspace = await watch.time('open', () => Workspace.open(basis))
    try {
      await definePseudonyms(workspace.connection, secret)
      const quarantine = new QuarantineMoves(home, folder)
      const today = dayIn(jurisdiction.profile.time_zone, now)
      return await this.#judge(deliveries, new Taking({ ...basis, workspace, quarantine, today }))
    } finally {
      workspace.close()
    }
  }

  async #judge(deliveries: readonly Delivery[], taking: Taking): Promise<JudgedRun | undefined> {
    const { watch, now, progress } = this.#options
    const judged = (verdict: RunVerdict, built?: JudgedRun['built']): JudgedRun => ({ verdict, taking, built })
    await taking.all(deliveries)
    this.#note(taking)
    const free = this.#notHeld(deliveries)
    const isRefused = this.refusals.length > 0
    if (isRefused && free.length === 0) return judged('refused')
    if (free.length < deliveries.length) return undefined
    await watch.time('retry', () => taking.again(this.waiting))
    await this.#checkLimits(taking)
    const outcomes = taking.reports.flatMap(({ checks }) => checks.map(({ outcome }) => outcome))
    if (outcomes.includes('block')) return judged('blocked')
    if (!changesAnything(taking)) return judged(isRefused ? 'refused' : 'nothing_new')
    progress?.('counting and checking', 1)
    const built = await watch.time('build', () => taking.tools.workspace.finish(now))
    return judged(isRefused ? 'published_in_part' : outcomes.length > 0 ? 'published_with_note' : 'published', built)
  }

  /** Adds to the deliveries which limits their registers pass. Blocks that the operator lets pass become notes. */
  async #checkLimits(taking: Taking): Promise<void> {
    const accepted = new Set(this.#options.accept)
    const { workspace, jurisdiction } = taking.tools
    const found = await this.#options.watch.time('check', () => checkRegisters(workspace, jurisdiction))
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
