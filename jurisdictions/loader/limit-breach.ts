import type { RegisterName } from './registers.ts'

/** A limit of the contract or of the jurisdiction that a delivery or a generation passes over. */
export interface LimitBreach {
  readonly code: string
  readonly outcome: 'note' | 'block'
  readonly register: RegisterName
  /** A share of rows, a ratio to earlier years, or a number. */
  readonly unit: 'share' | 'ratio' | 'count'
  readonly found: number
  /** What is allowed, both ends included; no least is none. */
  readonly least: number | null
  readonly greatest: number
  /** Of what, such as a month. */
  readonly subject: string | null
}
