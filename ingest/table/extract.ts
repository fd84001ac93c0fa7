import type { DuckDBConnection } from '@duckdb/node-api'
import type { Contract } from '#jurisdictions'
import type { Header } from './header.ts'
import type { TextFile } from './quoted-lines.ts'

/** An extract in a form that the engine reads, whatever kind of file it came in. Nothing of it is sniffed. */
export interface Extract {
  readonly header: Header
  /** A relation with one text column `line`: everything in the file, titles and broken lines included. */
  readonly lines: string
  /** A relation of text columns under the names of the file, in its order. Lines that are not rows are left out. */
  readonly rows: string
  /** A relation of what `rows` left out, once it was read: lines that are not rows, with `row` (from 1) and `line`. */
  readonly malformed: string
  /** A relation with `row` of the blank lines among the rows, in kinds of files that have lines. */
  readonly blanks: string
  /** A relation of text that belongs to no row: titles above the header, other sheets of a workbook. */
  readonly besides: string
  /** The text that lines are counted in; undefined where a row is no line. */
  readonly text: TextFile | undefined
  /** Some cells hold {@link cellErrorMark} instead of a value. */
  readonly cellErrors: boolean
  /** The cells come from typed ones: dates are ISO 8601, numbers are written as the contract says, booleans are true and false. */
  readonly typed: boolean
  /** What a reader should know of the way it was written. */
  readonly notes: readonly string[]
}

/** No text at all, as a relation. */
export const noLines = `(select 0 as "row", '' as line where false)`

/** A plain file and the contract it has to meet. */
export interface PlainFile {
  readonly connection: DuckDBConnection
  readonly path: string
  /** The name under which messages speak of it. */
  readonly file: string
  readonly contract: Contract
}
