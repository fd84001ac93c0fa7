import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, selectRow, selectRows } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { fileNo } from '../table/row-numbers.ts'
import { notationOf } from './column-type.ts'
import { loadCells, namesOf } from './load-cells.ts'
import { type OpenedFile, openAny } from './open-any.ts'
import type { TableProfile } from './profile.ts'
import { profileColumns } from './profile-columns.ts'

/**
 * Looks at files of which no contract is known. Files with the same columns are one table.
 *
 * @param folder - a private folder for copies
 * @throws {@link Refusal} what is wrong with a file as a whole, see `openAny`
 */
export async function profileFiles(
  connection: DuckDBConnection,
  files: readonly string[],
  folder: string,
): Promise<readonly TableProfile[]> {
  const { personal } = loadJurisdiction('kg')
  const tables = new Map<
    string,
    { readonly table: string; readonly opened: OpenedFile[]; readonly missing: Set<string> }
  >()
  for (const [index, file] of files.entries()) {
    const target = join(folder, String(index))
    mkdirSync(target)
    const opened = await openAny(connection, file, target, personal)
    const shape = namesOf(opened).toSorted().join('\n')
    const group = tables.get(shape) ?? { table: `profiled_${tables.size}`, opened: [], missing: new Set() }
    tables.set(shape, group)
    group.opened.push(opened)
    for (const cell of await loadCells(connection, opened, { table: group.table, place: index }))
      group.missing.add(cell)
  }
  const profiles: TableProfile[] = []
  for (const { table, opened, missing } of tables.values())
    profiles.push(await profileTable(connection, table, opened, [...missing]))
  return profiles
}

async function profileTable(
  connection: DuckDBConnection,
  table: string,
  opened: readonly OpenedFile[],
  missing: readonly string[],
): Promise<TableProfile> {
  const [first] = opened
  const names = first === undefined ? [] : namesOf(first)
  const { columns, facts } = await profileColumns(connection, table, names)
  const distinct = <T>(values: readonly (T | undefined)[]) => [...new Set(values)].filter((one) => one !== undefined)
  return {
    table,
    files: opened.map(({ file }) => file),
    kinds: distinct(opened.map(({ kind }) => kind)),
    encodings: distinct(opened.map(({ encoding }) => encoding)),
    delimiters: distinct(opened.map(({ delimiter }) => delimiter)),
    ...notationOf(facts),
    titles: Math.max(0, ...opened.map(({ titles }) => titles)),
    missing,
    rows: facts[0]?.rows ?? 0,
    columns,
  }
}

/** Of the rows of each file the share that differs from all others in some columns; 0 where one of these is empty. */
export async function distinctShare(
  connection: DuckDBConnection,
  { table }: Pick<TableProfile, 'table'>,
  columns: readonly string[],
): Promise<number> {
  const names = columns.map(quoteIdentifier)
  const { share } = await selectRow<{ share: number }>(
    connection,
    `select if(count(*) filter (${names.map((name) => `${name} is null`).join(' or ')}) > 0, 0,
       count(distinct row(${[fileNo, ...names].join(', ')})) / count(*)) as share from ${table}`,
  )
  return share
}

/** For each cell of one column the cell of another that is most often beside it. */
export async function besideOf(
  connection: DuckDBConnection,
  { table }: Pick<TableProfile, 'table'>,
  column: string,
  other: string,
): Promise<ReadonlyMap<string, string>> {
  const [one, two] = [quoteIdentifier(column), quoteIdentifier(other)]
  const rows = await selectRows<{ one: string; two: string }>(
    connection,
    `select ${one} as one, mode(${two}) as two from ${table} where ${one} is not null and ${two} is not null group by ${one}`,
  )
  return new Map(rows.map((row) => [row.one, row.two]))
}
