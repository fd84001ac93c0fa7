import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '#foundation'
import type { DeliveryReport } from '#ingest'

export type Decision = 'published' | 'nothing_new' | 'refused' | 'dry_run'

/** Why a file, or the run as a whole, was refused. */
export interface RefusalReport {
  readonly code: string
  readonly message: string
  readonly file: string | null
  readonly row: number | null
  readonly column: string | null
}

/** What a nightly run did. Exact counts: for stewards and operators only. */
export interface RunReport {
  readonly run: string
  readonly jurisdiction: string
  readonly decision: Decision
  /** The generation that is served after the run. */
  readonly generation: string | null
  readonly deliveries: readonly DeliveryReport[]
  readonly refusals: readonly RefusalReport[]
  /** Milliseconds per step. */
  readonly durations: Readonly<Record<string, number>>
}

/** Keeps the report of a run: among the refused ones when nothing was taken in. */
export function keepReport(home: string, report: RunReport): void {
  const folder = join(home, report.decision === 'refused' ? 'refused' : 'reports')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeDurably(join(folder, `${report.run}.json`), `${JSON.stringify(report, null, 2)}\n`, 0o600)
}
