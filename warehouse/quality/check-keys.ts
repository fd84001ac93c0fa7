import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, selectRow } from '#foundation'
import type { Contract, LimitBreach } from '#jurisdictions'
import { registerTable } from '../facts/register-tables.ts'

/**
 * Looks whether a key that came with delivery `firstNew` or a later one means something else in another register, such as a person here and a case
 * there: then one of the senders has mixed up its columns, and joining would make strangers one.
 */
export async function checkKeys(
  connection: DuckDBConnection,
  delivered: readonly Contract[],
  { register, canonical, columns }: Contract,
  firstNew: number,
): Promise<readonly LimitBreach[]> {
  let found = 0
  for (const key of keyColumns(columns)) {
    const foreign = delivered.flatMap((other) =>
      keyColumns(other.columns)
        .filter((column) => meaning(column) !== meaning(key))
        .map((column) => `select ${quoteIdentifier(column)} as key from ${registerTable(other.canonical)}`),
    )
    const fresh = `select ${quoteIdentifier(key)} from ${registerTable(canonical)} where delivery >= ${firstNew}`
    const sql = `select count(distinct key) as count from (${foreign.join(' union all ')}) where key in (${fresh})`
    if (foreign.length > 0) found += (await selectRow<{ count: number }>(connection, sql)).count
  }
  if (found === 0) return []
  return [
    {
      code: 'KEY_OF_TWO_MEANINGS',
      outcome: 'block',
      register,
      unit: 'count',
      found,
      least: null,
      greatest: 0,
      subject: null,
    },
  ]
}

function keyColumns(columns: Contract['columns']): readonly string[] {
  return Object.entries(columns)
    .filter(([, { type }]) => type === 'key')
    .map(([name]) => name)
}

/** An officer's post and a post are one thing. */
function meaning(column: string): string {
  return column === 'officer_post' ? 'post_key' : column
}
