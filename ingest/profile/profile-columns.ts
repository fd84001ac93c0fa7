import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, selectRow, selectRows } from '#foundation'
import { writtenDate } from '../cells/read-date.ts'
import { type ColumnFacts, columnFacts } from './column-facts.ts'
import { profiledType, readingOf, repeats } from './column-type.ts'
import { classOfValues, personalColumns } from './personal-columns.ts'
import type { ColumnProfile, ProfiledValue } from './profile.ts'

/** What is known of the columns of a table of text cells. */
export async function profileColumns(
  connection: DuckDBConnection,
  table: string,
  names: readonly string[],
): Promise<{ readonly columns: readonly ColumnProfile[]; readonly facts: readonly ColumnFacts[] }> {
  const personal = await personalColumns(connection, table, names)
  const facts = new Map<string, ColumnFacts>()
  for (const name of names) facts.set(name, await columnFacts(connection, table, name))
  const columns: ColumnProfile[] = []
  for (const [name, known] of facts)
    columns.push(await profileColumn(connection, table, name, known, personal.get(name)))
  return { columns, facts: [...facts.values()] }
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
