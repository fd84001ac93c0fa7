import { join } from 'node:path'
import { Refusal, requireReadableParquet } from '#foundation'
import {
  type Arrival,
  type Delivery,
  type DeliveryReport,
  dropCheckedRows,
  type IngestContext,
  ingestExtract,
  ingestTogether,
  isOpen,
  isSentLater,
  type LocalCopy,
  quarantineFiles,
  revalidateQuarantined,
  runsOf,
} from '#ingest'
import type { Jurisdiction, RegisterName } from '#jurisdictions'
import { type GenerationBuilder, type RecordedDelivery, registerTablesOf } from '#warehouse'
import { Arriving, partedByRegister } from './arriving.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { QuarantineTransaction } from './quarantine-transaction.ts'
import { sameAgain } from './same-again.ts'
import type { Stopwatch } from './stopwatch.ts'

/** What the deliveries of one run are taken in with. */
export interface IngestDependencies {
  readonly home: string
  /** Private folder of the run. */
  readonly folder: string
  readonly jurisdiction: Jurisdiction
  readonly workspace: GenerationBuilder
  readonly quarantine: QuarantineTransaction
  readonly watch: Stopwatch
  /** A day, as YYYY-MM-DD. */
  readonly today: string
  /** What is happening, and which share of the bytes is done. */
  readonly progress?: ((message: string, share: number) => void) | undefined
  readonly tellValues?: IngestContext['tellValues']
  readonly tellRows?: IngestContext['tellRows']
}

interface TakenIn {
  readonly delivery: Delivery
  readonly intake: LocalCopy
}

/** Takes the deliveries of one run in, one register after another, and collects what became of them. */
export class IngestSession {
  readonly dependencies: IngestDependencies
  readonly originals: TakenIn[] = []
  reports: DeliveryReport[] = []
  readonly refusals: Refusal[] = []
  /** The registers of the files that were refused. */
  readonly refused = new Set<RegisterName>()

  constructor(dependencies: IngestDependencies) {
    this.dependencies = dependencies
  }

  async ingestAll(deliveries: readonly Delivery[]): Promise<void> {
    const arriving = new Arriving(deliveries, this.dependencies)
    for (const ofRegister of partedByRegister(deliveries)) {
      let arrived: TakenIn[] = []
      for (const delivery of ofRegister) {
        const intake = await arriving.copy(delivery)
        if (!(intake instanceof Refusal)) arrived.push({ delivery, intake })
        else {
          await this.#ingestTogether(arrived)
          arrived = []
          this.#refuse(intake, delivery)
        }
      }
      await this.#ingestTogether(arrived)
    }
  }

  /** Takes files of one register in, as many of them at once as can be. */
  async #ingestTogether(files: readonly TakenIn[]): Promise<void> {
    const { workspace, watch, today, tellValues } = this.dependencies
    this.originals.push(...files)
    const known = new Set(workspace.deliveries.map(({ sha256 }) => sha256))
    const arrivals = files.map(({ delivery, intake }): Arrival => {
      const isKnown = known.has(intake.sha256)
      known.add(intake.sha256)
      const { later } = this.#comparedWith(delivery.contract.register, sentAtOf(delivery))
      return { delivery, intake, isAlone: tellValues !== undefined || isKnown || later.length > 0 }
    })
    for (const run of await watch.time('take_in', () => runsOf(arrivals, today))) await this.#ingestRun(run)
  }

  async #ingestRun(run: readonly Arrival[]): Promise<void> {
    const { workspace, watch, quarantine, jurisdiction, today } = this.dependencies
    if (run.length < 2 || !run.every(isOpen)) {
      for (const { delivery, intake } of run) await this.#ingestOne(delivery, intake)
      return
    }
    const context = {
      ...{ connection: workspace.connection, jurisdiction, today, quarantine: quarantine.folder },
      rows: registerTablesOf(jurisdiction),
      peersOf: (delivery: Delivery) => this.#comparedWith(delivery.contract.register, sentAtOf(delivery)).peers,
    }
    const taken = await watch.time('take_in', () => ingestTogether(context, run))
    if ('runs' in taken) {
      for (const part of taken.runs) await this.#ingestRun(part)
      return
    }
    await watch.time('append', () => workspace.appendTogether(taken.reports))
    await this.#note(taken.reports)
  }

  async #ingestOne(delivery: Delivery, intake: LocalCopy): Promise<void> {
    const { workspace, watch } = this.dependencies
    try {
      const before = workspace.deliveries.find(({ sha256 }) => sha256 === intake.sha256)
      if (before !== undefined) {
        this.reports.push(await sameAgain(this.dependencies, before, delivery))
        return
      }
      const context = this.#context(delivery.contract.register, sentAtOf(delivery))
      const report = await watch.time('take_in', () => ingestExtract(context, delivery, intake))
      await watch.time('append', () => workspace.append(report))
      await this.#note([report])
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.#refuse(oneAtATime(error, delivery, this.originals), delivery)
    }
  }

  /** What became of files whose rows are in the workspace. */
  async #note(reports: readonly DeliveryReport[]): Promise<void> {
    const { workspace, quarantine } = this.dependencies
    await dropCheckedRows(workspace.connection)
    for (const report of reports) if (report.account.quarantined > 0) quarantine.stage(report)
    this.reports.push(...reports)
  }

  #refuse(error: Refusal, delivery: Delivery): void {
    this.refusals.push(error.place.file === undefined ? inFile(error, delivery.path) : error)
    this.refused.add(delivery.contract.register)
  }

  /** Rows that earlier runs set aside may be sound today: a code was added, or the row that they refer to has come. */
  async retryQuarantined(waiting: ReadonlySet<RegisterName>): Promise<void> {
    const { home, jurisdiction, workspace, quarantine } = this.dependencies
    const judged = this.reports.filter(({ notes }) => !notes.includes('COVERAGE_CORRECTED'))
    const taken = new Set(judged.map(({ sha256 }) => sha256))
    for (const file of quarantineFiles(join(home, 'quarantine'), jurisdiction)) {
      const original = workspace.deliveries.find(({ sha256 }) => sha256 === file.sha256)
      if (original === undefined || taken.has(file.sha256) || waiting.has(file.register)) continue
      await requireReadableParquet(workspace.connection, file.path)
      const context = this.#context(file.register, null)
      const existing = { ...context.existing, later: this.#laterThan(original), peers: [] }
      const report = await revalidateQuarantined({ ...context, existing }, file, original)
      if (report === undefined) continue
      await workspace.append(report)
      await dropCheckedRows(workspace.connection)
      quarantine.stage(file)
      this.reports.push(report)
    }
  }

  /** The deliveries of its register that were sent after a recorded one, or came after it and do not say that they are older. */
  #laterThan({ register, id, sentAt }: RecordedDelivery): readonly RecordedDelivery[] {
    return this.dependencies.workspace.deliveries.filter(
      (other) =>
        other.register === register &&
        (isSentLater(other.sentAt, sentAt) || (other.id > id && !isSentLater(sentAt, other.sentAt))),
    )
  }

  #context(register: RegisterName, sentAt: string | null): IngestContext {
    const { workspace, jurisdiction, quarantine, today, tellValues, tellRows } = this.dependencies
    return {
      connection: workspace.connection,
      jurisdiction,
      existing: { rows: registerTablesOf(jurisdiction), ...this.#comparedWith(register, sentAt) },
      quarantine: quarantine.folder,
      today,
      tellValues,
      tellRows,
    }
  }

  /** The deliveries that were sent after one of that moment, and those of this run that nothing says to be older or newer. */
  #comparedWith(register: RegisterName, sentAt: string | null): Pick<IngestContext['existing'], 'later' | 'peers'> {
    const { workspace } = this.dependencies
    const others = workspace.deliveries.filter((other) => other.register === register)
    const later = others.filter((other) => isSentLater(other.sentAt, sentAt))
    const peers = others.filter(
      (other) =>
        other.generation === workspace.arrivesIn &&
        !isSentLater(other.sentAt, sentAt) &&
        !isSentLater(sentAt, other.sentAt),
    )
    return { later, peers: peers.map(({ id, file }) => ({ id, file })) }
  }
}

function sentAtOf({ manifest }: Delivery): string | null {
  return manifest?.sent_at ?? null
}

function inFile({ code, message, place }: Refusal, file: string): Refusal {
  return new Refusal(code, message, { ...place, file })
}
