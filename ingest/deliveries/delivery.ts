import type { LimitBreach, RegisterName } from '#jurisdictions'

/** How every row of a file ended. `read` is the sum of the other five. */
export interface RowOutcomeCounts {
  readonly read: number
  readonly accepted: number
  readonly duplicate: number
  readonly superseded: number
  readonly withdrawn: number
  readonly quarantined: number
}

/**
 * Rows of earlier deliveries that a delivery ends: `superseded` by a row with their key, `replaced` because they are no longer
 * among the rows of the period that it replaces, or `withdrawn` by name.
 */
export interface Ended {
  readonly superseded: number
  readonly replaced: number
  readonly withdrawn: number
}

/** The days that a delivery covers, both ends included, as ISO dates. */
export interface Coverage {
  readonly from: string
  readonly to: string
}

/** What became of one file. */
export interface DeliveryReport {
  readonly register: RegisterName
  readonly file: string
  readonly sha256: string
  readonly coverage: Coverage | null
  readonly sentAt: string | null
  readonly synthetic: boolean
  readonly account: RowOutcomeCounts
  readonly ended: Ended
  /** Rows per reason code: why rows were set aside, or kept with a code that is in no table. */
  readonly reasons: Readonly<Record<string, number>>
  /** The first rows of each reason, by their numbers in the file. */
  readonly rows: Readonly<Record<string, readonly number[]>>
  /** Under which name each column that the reasons name stands in the file. */
  readonly columns: Readonly<Record<string, string>>
  /** Lines that are no rows, per kind: the header again, sums of the sender. They are not part of `read`. */
  readonly layout: Readonly<Record<string, number>>
  readonly checks: readonly LimitBreach[]
  readonly notes: readonly string[]
}
