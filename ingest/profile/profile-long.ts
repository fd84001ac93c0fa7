import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral } from '#foundation'
import type { TableProfile } from './profile.ts'
import { profileColumns } from './profile-columns.ts'

/** Columns that become rows: what each says, and the name of the column with their cells. */
export interface WideShape {
  readonly columns: ReadonlyMap<string, Readonly<Record<string, string>>>
  readonly value: string
}

/** The profile that a wide table has as rows, as `unpivot` of a contract makes them. */
export async function profileLong(
  connection: DuckDBConnection,
  profile: TableProfile,
  { columns: wide, value }: WideShape,
): Promise<TableProfile> {
  const others = profile.columns.map(({ name }) => name).filter((name) => !wide.has(name))
  const table = `${profile.table}_long`
  const left = [...wide.keys()].map(quoteIdentifier).join(', ')
  const parts = [...wide].map(([name, says]) => {
    const cells = Object.entries(says).map(([part, text]) => `${quoteLiteral(text)} as ${quoteIdentifier(part)}`)
    const own = [...cells, `${quoteIdentifier(name)} as ${quoteIdentifier(value)}`].join(', ')
    return `select * exclude (${left}), ${own} from ${profile.table}`
  })
  await connection.run(`create or replace temp view ${table} as ${parts.join(' union all ')}`)
  const [cells = {}] = wide.values()
  const { columns, facts } = await profileColumns(connection, table, [...others, ...Object.keys(cells), value])
  return { ...profile, table, columns, rows: facts[0]?.rows ?? 0 }
}
