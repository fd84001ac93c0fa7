import type { TableProfile, WideShape } from '#ingest'
import type { Register } from '#jurisdictions'

/** What a contract says of one column, as text in YAML, and what somebody has to decide. */
export interface PlannedColumn {
  /** The name in the register, or of an input. */
  readonly name: string
  /** The column of the file. */
  readonly source: string | undefined
  /** Keys and values in the order in which they are written. */
  readonly keys: readonly (readonly [key: string, yaml: string])[]
  readonly todo?: string
}

/** A column that is not read into the register, and why. */
export interface IgnoredColumn {
  readonly name: string
  readonly why: string
}

/** A row of a list that the country defines itself. */
export interface OwnCode {
  readonly code: string
  readonly label: string
  readonly parent: string | undefined
}

/** A row from a code of the sender to a canonical one, which is empty where somebody has to decide. */
export interface CrosswalkCode {
  readonly source: string
  readonly code: string
}

/** Everything that is written about one register. */
export interface RegisterPlan {
  readonly register: Register
  readonly profile: TableProfile
  readonly columns: readonly PlannedColumn[]
  readonly inputs: readonly PlannedColumn[]
  readonly ignored: readonly IgnoredColumn[]
  readonly key: 'content' | readonly string[]
  readonly dateColumn: string
  readonly coverage: { readonly from: string; readonly to: string } | undefined
  readonly finestPeriod: 'month' | 'quarter' | 'year'
  /** The column of the file that says how many people or cases a row counts. */
  readonly count: string | undefined
  /** The day of a census, where rows say who was there on it. */
  readonly asOf: PlannedColumn | undefined
  /** Columns that become rows. */
  readonly wide: WideShape | undefined
  /** What the sender has to answer. */
  readonly questions: readonly string[]
}

/** The tables of codes that contracts need. */
export interface CodeTables {
  readonly lists: ReadonlyMap<string, readonly OwnCode[]>
  readonly crosswalks: ReadonlyMap<string, readonly CrosswalkCode[]>
}

/** A country as it will be written. */
export interface CountryPlan extends CodeTables {
  readonly code: string
  readonly registers: readonly RegisterPlan[]
}
