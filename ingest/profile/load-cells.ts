import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, Refusal, selectRow, selectRows } from '#foundation'
import { columnWords } from '#jurisdictions'
import { isUnnamed } from '../table/header.ts'
import { fileNo } from '../table/row-numbers.ts'
import type { OpenedFile } from './open-any.ts'

/** Of the lines of a table so many may have another number of cells than its header. */
const maxBroken = 0.05

/** The names of the columns of a file that have a name. */
export function namesOf({ extract }: OpenedFile): readonly string[] {
  return extract.header.columns.filter((name) => !isUnnamed(name))
}

/**
 * Puts the rows of a file into a table of text cells with the place of the file, which is made where it is missing.
 *
 * @returns which cells mean "nothing", of those that are known
 * @throws {@link Refusal} `EMPTY_FILE` without a row, `NOT_CSV` where many lines are not rows
 */
export async function loadCells(
  connection: DuckDBConnection,
  opened: OpenedFile,
  { table, place }: { readonly table: string; readonly place: number },
): Promise<readonly string[]> {
  const { extract, file } = opened
  const names = namesOf(opened)
  const cells = names.map((name) => `nullif(trim(${quoteIdentifier(name)}), '') as ${quoteIdentifier(name)}`)
  await connection.run(`create or replace temp table read_cells as select ${cells.join(', ')} from ${extract.rows}`)
  await requireRows(connection, opened)
  const missing = await missingIn(connection, names)
  const empty = `(${columnWords().missing.map(quoteLiteral).join(', ')})`
  const filled = names.map((name) => {
    const cell = quoteIdentifier(name)
    return `case when ${cell} not in ${empty} then ${cell} end as ${cell}`
  })
  const isFilled = `coalesce(${names.map(quoteIdentifier).join(', ')}) is not null`
  const rows = `select ${place} as ${fileNo}, ${filled.join(', ')} from read_cells where ${isFilled}`
  const isThere = await selectRows(
    connection,
    `select 1 as one from duckdb_tables() where table_name = ${quoteLiteral(table)}`,
  )
  await connection.run(
    isThere.length > 0 ? `insert into ${table} by name ${rows}` : `create temp table ${table} as ${rows}`,
  )
  await connection.run('drop table read_cells')
  if (extract.cellErrors) throw new Refusal('NOT_CSV', 'Some cells contain an error instead of a value.', { file })
  return missing
}

async function requireRows(connection: DuckDBConnection, { extract, file }: OpenedFile): Promise<void> {
  const { rows } = await selectRow<{ rows: number }>(connection, 'select count(*) as rows from read_cells')
  const { broken } = await selectRow<{ broken: number }>(
    connection,
    `select count(*) as broken from ${extract.malformed}`,
  )
  if (rows === 0 && broken === 0)
    throw new Refusal('EMPTY_FILE', 'The file has a header and no rows. Send a file with rows.', { file })
  if (broken <= maxBroken * (rows + broken)) return
  const advice = `The file is not a table: ${broken} of ${rows + broken} lines have another number of cells than the first row.`
  throw new Refusal('NOT_CSV', advice, { file })
}

async function missingIn(connection: DuckDBConnection, names: readonly string[]): Promise<readonly string[]> {
  const { missing } = columnWords()
  const known = `(${missing.map(quoteLiteral).join(', ')})`
  const found = names.map((name) => `select distinct ${quoteIdentifier(name)} as cell from read_cells`)
  const rows = await selectRows<{ cell: string }>(
    connection,
    `select distinct cell from (${found.join(' union all ')}) where cell in ${known}`,
  )
  const cells = new Set(rows.map(({ cell }) => cell))
  return missing.filter((cell) => cells.has(cell))
}
