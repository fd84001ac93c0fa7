import type { DuckDBConnection } from '@duckdb/node-api'

/** Where the rows of the file at hand stand as text: one table, replaced with each file. */
const rawTable = 'staging.raw'

/** The column with the place of a row among the rows of its file, from 1. No column of a sender has this name. */
export const rowNo = '"row no"'

/**
 * Reads the rows of a file once, in parallel, and gives each its number. The engine keeps the order of a file when it
 * fills a table from one scan and nothing else; a join would not. From here on the number is a column like others.
 *
 * @returns the relation of the rows with {@link rowNo}
 */
export async function loadRows(connection: DuckDBConnection, rows: string): Promise<string> {
  await connection.run(`create or replace table ${rawTable} as from ${rows}`)
  return `(select rowid + 1 as ${rowNo}, * from ${rawTable})`
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
