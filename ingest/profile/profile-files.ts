import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, selectRow, selectRows } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { writtenDate } from '../cells/read-date.ts'
import { fileNo } from '../table/row-numbers.ts'
import { type ColumnFacts, columnFacts } from './column-facts.ts'
import { notationOf, profiledType, readingOf, repeats } from './column-type.ts'
import { loadCells, namesOf } from './load-cells.ts'
import { type OpenedFile, openAny } from './open-any.ts'
import { classOfValues, personalColumns } from './personal-columns.ts'
import type { ColumnProfile, ProfiledValue, TableProfile } from './profile.ts'

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
  const personal = await personalColumns(connection, table, names)
  const facts = new Map<string, ColumnFacts>()
  for (const name of names) facts.set(name, await columnFacts(connection, table, name))
  const columns: ColumnProfile[] = []
  for (const [name, known] of facts)
    columns.push(await profileColumn(connection, table, name, known, personal.get(name)))
  const distinct = <T>(values: readonly (T | undefined)[]) => [...new Set(values)].filter((one) => one !== undefined)
  return {
    table,
    files: opened.map(({ file }) => file),
    kinds: distinct(opened.map(({ kind }) => kind)),
    encodings: distinct(opened.map(({ encoding }) => encoding)),
    delimiters: distinct(opened.map(({ delimiter }) => delimiter)),
    ...notationOf([...facts.values()]),
    titles: Math.max(0, ...opened.map(({ titles }) => titles)),
    missing,
    rows: [...facts.values()][0]?.rows ?? 0,
    columns,
  }
}

async function profileColumn(
  connection: DuckDBConnection,
  table: string,
  name: string,
  facts: ColumnFacts,
  personal: string | undefined,
): Promise<ColumnProfile> {
  const type = profiledType(facts)
  const reading = type === 'date' ? readingOf(facts) : undefined
  const isYear = type === 'integer' && facts.years === facts.filled
  const values = repeats(facts) && personal === undefined ? await valuesOf(connection, table, name) : undefined
  const isText = type === 'code' || type === 'integer'
  const personalClass = values === undefined || !isText ? undefined : classOfValues(name, values)
  return {
    ...{ name, type, filled: facts.filled, empty: facts.rows - facts.filled, distinct: facts.distinct },
    longest: facts.longest,
    formats: reading?.formats ?? [],
    isAmbiguous: reading?.isAmbiguous ?? false,
    ...(await boundsOf(connection, table, name, { formats: reading?.formats ?? [], isNumber: type === 'integer' })),
    isYear,
    values: personalClass === undefined ? values : undefined,
    personal: personal ?? personalClass,
  }
}

async function valuesOf(connection: DuckDBConnection, table: string, name: string): Promise<readonly ProfiledValue[]> {
  const cell = quoteIdentifier(name)
  return await selectRows<ProfiledValue>(
    connection,
    `select ${cell} as value, count(*) as "rows" from ${table} where ${cell} is not null group by all order by value`,
  )
}

async function boundsOf(
  connection: DuckDBConnection,
  table: string,
  name: string,
  { formats, isNumber }: { readonly formats: readonly string[]; readonly isNumber: boolean },
): Promise<Pick<ColumnProfile, 'span' | 'smallest' | 'largest'>> {
  const cell = quoteIdentifier(name)
  const nothing = { span: undefined, smallest: undefined, largest: undefined }
  if (formats.length > 0) {
    const day = writtenDate(cell, formats)
    const { from, to } = await selectRow<{ from: string; to: string }>(
      connection,
      `select min(${day})::varchar as "from", max(${day})::varchar as "to" from ${table}`,
    )
    return { ...nothing, span: { from, to } }
  }
  if (!isNumber) return nothing
  const number = `try_cast(${cell} as integer)`
  const { smallest, largest } = await selectRow<{ smallest: number; largest: number }>(
    connection,
    `select min(${number}) as smallest, max(${number}) as largest from ${table}`,
  )
  return { ...nothing, smallest, largest }
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
