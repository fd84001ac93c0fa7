import type { DuckDBConnection } from '@duckdb/node-api'
import type { Contract, Jurisdiction } from '#jurisdictions'
import type { Header } from '../read/match-columns.ts'

/** Rows of text with everything that says how to read them. */
export interface RowSource {
  readonly connection: DuckDBConnection
  readonly jurisdiction: Jurisdiction
  readonly contract: Contract
  readonly header: Header
  /** The relation of the rows. */
  readonly rows: string
  /** The name under which messages speak of the file. */
  readonly file: string
  /** See {@link Extract.typed}. */
  readonly typed: boolean
  /** The rows come back from quarantine: keys are pseudonyms and `content` is among the columns. */
  readonly rekeyed: boolean
  /** The day of the run where the register lives, as an ISO date. */
  readonly today: string
}
