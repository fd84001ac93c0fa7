import type { ReadExpected } from './late-deliveries.ts'
import type { Retention } from './retention.ts'

/** What a night works on, and how. */
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
  /** When deliveries are expected: read when the run begins. Where that fails, the report has a note. */
  readonly expected?: ReadExpected | undefined
  readonly threads?: number
  readonly memoryLimit?: string
  /** Told what is happening, and which share of the deliveries is taken in, from 0 to 1. */
  readonly progress?: (message: string, share: number) => void
}
