import { randomUUID } from 'node:crypto'
import { describeRefusal, Refusal } from '#foundation'
import {
  allRuns,
  noticeOfFailure,
  noticeOfReport,
  noticeOfUnit,
  type RunNotice,
  type RunReport,
  readRunReport,
} from '#warehouse'
import type { Channels } from '../configuration.ts'
import type { Terminal } from '../output.ts'
import { channelsOf, deliver } from './deliver.ts'
import { type Message, Outbox, type OutboxState } from './outbox.ts'
import { type Patience, shortPatience } from './patience.ts'

/** Where channels were set anew, not every run of the past is sent. */
const maxRuns = 10

/** What became of sending all that waits. */
export interface Sent {
  readonly sent: number
  readonly waiting: number
  readonly failures: readonly Refusal[]
}

/** Among so many runs before one a night that failed hides no late delivery that was told. */
const maxEarlier = 10

/** Tells others what became of runs, by the channels that an installation has set. */
export class Notifier {
  readonly #settings: Channels
  readonly #terminal: Pick<Terminal, 'err'>
  readonly #outbox: Outbox
  readonly #patience: Patience

  constructor(settings: Channels, terminal: Pick<Terminal, 'err'>, patience: Patience = shortPatience) {
    this.#settings = settings
    this.#terminal = terminal
    this.#outbox = new Outbox(settings.TARAZA_HOME)
    this.#patience = patience
  }

  /** The service of systemd that added the last notice, where one did. */
  get invocation(): string | null {
    return this.#outbox.state?.invocation ?? null
  }

  /** Adds the notices of all runs that left a report since the last time, also of those that were killed. @returns how many */
  addRuns(): number {
    if (!this.hasChannels) return 0
    const { TARAZA_HOME: home } = this.#settings
    const runs = allRuns(home)
    const known = this.#outbox.state?.sequence ?? (runs[0]?.sequence ?? 0) - 1
    const fresh = runs.filter(({ sequence }) => sequence > known).slice(0, maxRuns)
    const reports = fresh.reverse().flatMap(({ sequence }) => readable(home, String(sequence)) ?? [])
    for (const report of reports) this.#addReport(report)
    return reports.length
  }

  /** Whether the settings name anybody to tell. */
  get hasChannels(): boolean {
    return channelsOf(this.#settings).length > 0
  }

  /** Adds the notice of a run that could not begin, once a day for tries that fail in the same way. */
  addFailure(code: string): void {
    const notice = noticeOfFailure(code, identity())
    const failure = `${notice.createdAt.slice(0, 10)} ${code}`
    if (this.#outbox.state?.failure === failure) this.#remember({ failure })
    else this.#add(notice, { failure })
  }

  /** Adds the notice of a service that failed. */
  addUnit(unit: string, result: string | null): void {
    this.#add(noticeOfUnit(unit, result, identity()))
  }

  /** Sends all that waits, oldest first. Where a channel fails once, its other messages wait for the next time. */
  async send(): Promise<Sent> {
    const failures: Refusal[] = []
    const failed = new Set<string>()
    let sent = 0
    for (const message of this.#outbox.messages) {
      const left = await this.#sendOne(message, failed, failures)
      this.#outbox.update(left)
      if (left.pending.length === 0) sent += 1
    }
    for (const failure of failures) this.#terminal.err(`${describeRefusal(failure)}\n`)
    return { sent, waiting: this.#outbox.size, failures }
  }

  async #sendOne(message: Message, failed: Set<string>, failures: Refusal[]): Promise<Message> {
    let left = message
    for (const channel of message.pending) {
      if (failed.has(channel)) continue
      const outcome = await deliver(channel, left, this.#settings, this.#patience)
      left = outcome.message
      failures.push(...outcome.failures)
      if (left.pending.includes(channel)) failed.add(channel)
    }
    return left
  }

  #addReport(report: RunReport): void {
    const { TARAZA_HOME: home, TARAZA_OPERATOR_PORT: port } = this.#settings
    const before = allRuns(home).filter(({ sequence }) => sequence < report.sequence)
    const earlier = before.slice(0, maxEarlier).flatMap(({ run }) => readable(home, run) ?? [])
    const notice = noticeOfReport(report, earlier, identity())
    const address = port === undefined ? null : `http://localhost:${port}/en/runs/${report.run}`
    this.#add({ ...notice, report: address }, { sequence: report.sequence, failure: null })
  }

  #add(notice: RunNotice, state: Partial<OutboxState> = {}): void {
    if (!this.hasChannels) return
    const removed = this.#outbox.add(notice, channelsOf(this.#settings))
    this.#remember(state)
    if (removed > 0)
      this.#terminal.err('Too many messages wait to be sent: the oldest was removed. Mend the channel. [OUTBOX_FULL]\n')
  }

  #remember(state: Partial<OutboxState>): void {
    const before = this.#outbox.state ?? { sequence: 0, failure: null }
    this.#outbox.state = { ...before, ...state, invocation: process.env['INVOCATION_ID'] ?? null }
  }
}

function identity() {
  return { id: randomUUID(), createdAt: new Date().toISOString() }
}

function readable(home: string, run: string): RunReport | undefined {
  try {
    return readRunReport(home, run)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
