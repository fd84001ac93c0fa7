import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { printable, Refusal } from '#foundation'
import {
  copyAndHash,
  type Delivery,
  type DeliveryReport,
  dropCheckedRows,
  type IngestContext,
  ingestExtract,
  type LocalCopy,
  quarantineFiles,
  revalidateQuarantined,
} from '#ingest'
import type { Jurisdiction, RegisterName } from '#jurisdictions'
import { type GenerationBuilder, registerTable } from '#warehouse'
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

/** Takes the deliveries of one run in, one after another, and collects what became of them. */
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
    const sizes = deliveries.map(({ path }) => statSync(path, { throwIfNoEntry: false })?.size ?? 0)
    const all = Math.max(
      1,
      sizes.reduce((sum, size) => sum + size, 0),
    )
    let done = 0
    for (const [index, delivery] of deliveries.entries()) {
      const place = `${index + 1} of ${deliveries.length}`
      this.dependencies.progress?.(`file ${place}: ${printable(basename(delivery.path))}`, done / all)
      await this.#ingestOne(delivery, index)
      done += sizes[index] ?? 0
    }
  }

  async #ingestOne(delivery: Delivery, index: number): Promise<void> {
    const { folder, workspace, watch, quarantine } = this.dependencies
    try {
      const copy = join(folder, `extract-${index}`)
      const intake = await watch.time('copy', () => copyAndHash(delivery.path, copy, delivery.within))
      this.originals.push({ delivery, intake })
      const before = workspace.deliveries.find(({ sha256 }) => sha256 === intake.sha256)
      if (before !== undefined) {
        this.reports.push(await sameAgain(this.dependencies, before, delivery))
        return
      }
      const sentAt = delivery.manifest?.sent_at ?? null
      const context = this.#context(delivery.contract.register, sentAt)
      const report = await watch.time('take_in', () => ingestExtract(context, delivery, intake))
      await watch.time('append', () => workspace.append(report))
      await dropCheckedRows(workspace.connection)
      if (report.account.quarantined > 0) quarantine.stage(report)
      this.reports.push(report)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.refusals.push(error.place.file === undefined ? inFile(error, delivery.path) : error)
      this.refused.add(delivery.contract.register)
    }
  }

  /** Rows that earlier runs set aside may be sound today: a code was added, or the row that they refer to has come. */
  async retryQuarantined(waiting: ReadonlySet<RegisterName>): Promise<void> {
    const { home, jurisdiction, workspace, quarantine } = this.dependencies
    const judged = this.reports.filter(({ notes }) => !notes.includes('COVERAGE_CORRECTED'))
    const taken = new Set(judged.map(({ sha256 }) => sha256))
    for (const file of quarantineFiles(join(home, 'quarantine'), jurisdiction)) {
      const original = workspace.deliveries.find(({ sha256 }) => sha256 === file.sha256)
      if (original === undefined || taken.has(file.sha256) || waiting.has(file.register)) continue
      const later = workspace.deliveries.filter(({ register, id }) => register === file.register && id > original.id)
      const context = this.#context(file.register, null)
      const existing = { ...context.existing, later: later.map(({ id }) => id), peers: [] }
      const report = await revalidateQuarantined({ ...context, existing }, file, original)
      if (report === undefined) continue
      await workspace.append(report)
      await dropCheckedRows(workspace.connection)
      quarantine.stage(file)
      this.reports.push(report)
    }
  }

  #context(register: RegisterName, sentAt: string | null): IngestContext {
    const { workspace, jurisdiction, quarantine, today, tellValues, tellRows } = this.dependencies
    const others = workspace.deliveries.filter((other) => other.register === register)
    const later = others.filter((other) => isLater(other.sentAt, sentAt)).map(({ id }) => id)
    const peers = others.filter(
      (other) =>
        other.generation === workspace.number && !isLater(other.sentAt, sentAt) && !isLater(sentAt, other.sentAt),
    )
    return {
      connection: workspace.connection,
      jurisdiction,
      existing: { rows: registerTable, later, peers: peers.map(({ id, file }) => ({ id, file })) },
      quarantine: quarantine.folder,
      today,
      tellValues,
      tellRows,
    }
  }
}

function isLater(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && Date.parse(one) > Date.parse(other)
}

function inFile({ code, message, place }: Refusal, file: string): Refusal {
  return new Refusal(code, message, { ...place, file })
}
