import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, Refusal, selectRow } from '#foundation'
import type { Contract } from '#jurisdictions'
import { type Header, unnamedColumns } from './match-columns.ts'
import { placeOf } from './place-of-column.ts'

/** Where the rows of the file at hand stand as text: one table, replaced with each file. */
const rawTable = 'staging.raw'

/** The column with the place of a row among the rows of its file, from 1. No column of a sender has this name. */
export const rowNo = '"row no"'

/**
 * Reads the rows of a file once, in parallel, and gives each its number. The engine keeps the order of a file when it
 * fills a table from one scan and nothing else; a join would not. From here on the number is a column like others.
 *
 * @returns the relation of the rows with {@link rowNo}, and how many there are
 */
export async function loadRows(
  connection: DuckDBConnection,
  rows: string,
): Promise<{ readonly rows: string; readonly count: number }> {
  await connection.run(`create or replace table ${rawTable} as from ${rows}`)
  const { count } = await selectRow<{ count: number }>(connection, `select count(*) as count from ${rawTable}`)
  return { rows: `(select rowid + 1 as ${rowNo}, * from ${rawTable})`, count }
}

/** @throws {@link Refusal} `UNNAMED_COLUMN` when a column without a name holds something */
export async function requireEmptyUnnamed(
  connection: DuckDBConnection,
  header: Header,
  file: string,
  contract: Contract,
): Promise<void> {
  for (const column of unnamedColumns(header)) {
    const { count } = await selectRow<{ count: number }>(
      connection,
      `select count(${quoteIdentifier(column)}) as count from ${rawTable}`,
    )
    if (count === 0) continue
    const place = placeOf(header.columns, header.columns.indexOf(column), contract)
    const advice = `A column has no name, but ${count} rows hold a value there: ${place}. Name it as the contract does, or take it out.`
    throw new Refusal('UNNAMED_COLUMN', advice, { file })
  }
}

/** Gives the memory of the loaded rows back. */
export async function forgetLoadedRows(connection: DuckDBConnection): Promise<void> {
  await connection.run(`drop table if exists ${rawTable}`)
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
