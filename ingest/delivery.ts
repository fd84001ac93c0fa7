import type { RegisterName } from '#jurisdictions'

/** How every row of a file ended. `read` is the sum of the other five. */
export interface Account {
  readonly read: number
  readonly accepted: number
  readonly duplicate: number
  readonly superseded: number
  readonly withdrawn: number
  readonly quarantined: number
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
  readonly synthetic: boolean
  readonly account: Account
  /** Rows per reason code: why rows were set aside, or kept with a code that is in no table. */
  readonly reasons: Readonly<Record<string, number>>
  readonly notes: readonly string[]
}
