import type { Contract } from '#jurisdictions'

/** What the cells of a column are; `code` has few distinct values. */
export type ProfiledType = 'empty' | 'date' | 'quarter' | 'integer' | 'decimal' | 'code' | 'key' | 'text'

/** One distinct cell of a column, and how many rows contain it. */
export interface ProfiledValue {
  readonly value: string
  readonly rows: number
}

/** What is known of one column. Only {@link values} has cells in it. */
export interface ColumnProfile {
  readonly name: string
  readonly type: ProfiledType
  readonly filled: number
  readonly empty: number
  readonly distinct: number
  /** The characters of the longest cell. */
  readonly longest: number
  /** Formats of strptime that together read all dates. */
  readonly formats: readonly string[]
  /** Another order of day and month reads the dates as well. */
  readonly isAmbiguous: boolean
  /** The first and the last day of dates, quarters and years. */
  readonly span: { readonly from: string; readonly to: string } | undefined
  /** All numbers are years from 1900 to 2100. */
  readonly isYear: boolean
  readonly smallest: number | undefined
  readonly largest: number | undefined
  /** Distinct cells, where they are few, repeat, and nothing in them looks like a person. */
  readonly values: readonly ProfiledValue[] | undefined
  /** Why the column looks like personal data, such as `SURNAME_AND_NAME`. */
  readonly personal: string | undefined
}

/** Files with the same columns, as one table. */
export interface TableProfile {
  /** The table in the engine: text cells, without those that mean nothing. */
  readonly table: string
  readonly files: readonly string[]
  readonly kinds: readonly Contract['format']['type'][number][]
  /** Of text files. */
  readonly encodings: readonly string[]
  readonly delimiters: readonly string[]
  /** How many rows may be above the header. */
  readonly titles: number
  readonly decimal: Contract['format']['decimal']
  readonly thousands: Contract['format']['thousands']
  /** Cells that mean "nothing" and were found. */
  readonly missing: readonly string[]
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
}
