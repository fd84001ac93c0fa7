import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, Refusal, selectRow } from '#foundation'
import type { Contract } from '#jurisdictions'
import { type Header, unnamedColumns } from './header.ts'
import { placeOf } from './place-of-column.ts'

/** The column with the place of a row among the rows of its file, from 1. No column of a sender has this name. */
export const rowNo = '"row no"'

/** The column with the place of a file, from 0, among files that are read as one. No column of a sender has this name. */
export const fileNo = '"file no"'

/** The rows of a file, in its order, with their number. This reads them by one thread: for files of which few rows are wanted. */
export function numbered(rows: string): string {
  return `(select row_number() over () as ${rowNo}, * from ${rows})`
}

/** @throws {@link Refusal} `UNNAMED_COLUMN` when a column without a name holds something */
export async function requireEmptyUnnamed(
  connection: DuckDBConnection,
  { header, rows }: { readonly header: Header; readonly rows: string },
  file: string,
  contract: Contract,
): Promise<void> {
  for (const column of unnamedColumns(header)) {
    const { count } = await selectRow<{ count: number }>(
      connection,
      `select count(${quoteIdentifier(column)}) as count from ${rows}`,
    )
    if (count === 0) continue
    const place = placeOf(header.columns, header.columns.indexOf(column), contract)
    const advice = `A column has no name, but ${count} rows have a value there: ${place}. Name it as the contract does, or take it out.`
    throw new Refusal('UNNAMED_COLUMN', advice, { file })
  }
}

/**
 * The number that a sender finds a row under: lines that were left out above it count too.
 *
 * @param place - the row's place among the rows, as SQL
 * @param leftOut - a relation with `row`, from 1, of the lines that are no rows
 */
export function numberInFile(place: string, leftOut: string): string {
  const above = `select "row" - row_number() over (order by "row") as rows_above from ${leftOut}`
  return `(${place} + (select count(*) from (${above}) where rows_above < ${place}))`
}

/** How many rows of one reason are told by number. */
export const maxRowsShown = 5

export interface CountedRows {
  readonly count: number
  /** The first of them, at most {@link maxRowsShown}. */
  readonly first: readonly number[]
}

/** How many rows of a relation a condition holds for, and the first values of their column `place`. */
export async function countedRows(
  connection: DuckDBConnection,
  { relation, place }: { readonly relation: string; readonly place: string },
  when: string,
): Promise<CountedRows> {
  const { count, first } = await selectRow<{ count: number; first: string | null }>(
    connection,
    `select count(*) as count, array_to_string(min(${place}, ${maxRowsShown}), ' ') as first from ${relation} where ${when}`,
  )
  return { count, first: (first ?? '').split(' ').filter(Boolean).map(Number) }
}

/** The first rows of several, in words, such as `rows 3, 4, 9, 12, 30 and 7 others`. */
export function rowsInWords(first: readonly number[], count: number): string {
  const others = count - first.length
  const more = others > 0 ? ` and ${others} ${others === 1 ? 'other' : 'others'}` : ''
  return `${count === 1 ? 'row' : 'rows'} ${first.join(', ')}${more}`
}
