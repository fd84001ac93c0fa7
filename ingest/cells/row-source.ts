import type { DuckDBConnection } from '@duckdb/node-api'
import type { Contract, Jurisdiction } from '#jurisdictions'
import type { Header } from '../table/header.ts'
import type { WideRows } from '../table/wide-rows.ts'

/** Rows of text with everything that says how to read them. */
export interface RowSource {
  readonly connection: DuckDBConnection
  readonly jurisdiction: Jurisdiction
  readonly contract: Contract
  readonly header: Header
  /** The relation of the rows, in the order of the file. */
  readonly rows: string
  /** The table that the rows were made of, where each of its rows became several. */
  readonly wide?: WideRows | undefined
  /** A relation with `row`, from 1, of lines of the file that are no rows. */
  readonly leftOut: string
  /** The name under which messages speak of the file. */
  readonly file: string
  /** See {@link Extract.typed}. */
  readonly typed: boolean
  /** See {@link Extract.cellErrors}. */
  readonly cellErrors: boolean
  /** The rows come back from quarantine: keys are pseudonyms and `content` is among the columns. */
  readonly rekeyed: boolean
  /** Columns of `rows` beside those of the header, which stay beside what is read from the others. */
  readonly carried?: readonly string[]
  /** The day of the run where the register lives, as an ISO date. */
  readonly today: string
}
