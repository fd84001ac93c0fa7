import type { DuckDBConnection } from '@duckdb/node-api'
import { canonicalColumns, type Jurisdiction, type Register } from '#jurisdictions'
import { historyTable, registerTable } from './register-tables.ts'
import { cell, emptyRegister, holdsAny, outdatedRows, type RegisterState, stateAfter, stateOf } from './registers.ts'

/** The place of its file beside a row of several deliveries. */
const fileNo = '"file no"'
const endsStored = 'staging.ended where ended_row is null'

/**
 * Moves rows that several deliveries end to the history and adds those that the last of them leaves, as `appendAccepted` would one
 * delivery after another: a row that a later one of them ends goes to the history at once.
 *
 * @param firstDelivery - the number of the first of them; the others follow
 * @returns the state of the register afterwards, and whether outdated rows went to the history
 */
export async function appendTogether(
  connection: DuckDBConnection,
  canonical: Register,
  firstDelivery: number,
  { before, jurisdiction }: { readonly before: RegisterState; readonly jurisdiction: Jurisdiction },
): Promise<{ readonly state: RegisterState; readonly keepsOutdated: boolean }> {
  const table = registerTable(canonical)
  const history = historyTable(canonical.name)
  const numberOf = (file: string) => `${firstDelivery} + ${file}`
  const stored = `select held.*, ended.ended_as, ${numberOf(fileNo)} as ended_by
    from ${table} as held join (from ${endsStored}) as ended using (row_key)`
  const lost = (await holdsAny(connection, endsStored)) ? await stateOf(connection, `(${stored})`) : emptyRegister
  const remaining = `staging.accepted where row_no not in (select ended_row from staging.ended where ended_row is not null)`
  const added = await stateOf(connection, remaining)
  if (lost.rows > 0) {
    await connection.run(`insert into ${history} by name ${stored}`)
    await connection.run(`delete from ${table} where row_key in (select row_key from ${endsStored})`)
  }
  const cells = canonicalColumns(canonical, jurisdiction).map(([name]) => cell(canonical, name))
  const columns = ['row_key', 'content', `${numberOf(fileNo)} as delivery`, ...cells].join(', ')
  const { isOutdated } = await endedOnTheWay(connection, { history, columns, numberOf })
  await connection.run(`insert into ${table} by name select ${columns} from ${remaining} order by row_no`)
  return { state: stateAfter(before, lost, added), keepsOutdated: isOutdated }
}

interface Way {
  readonly history: string
  readonly columns: string
  readonly numberOf: (file: string) => string
}

/** Rows that were true for none or only some of the deliveries, in the order in which they ended. */
async function endedOnTheWay(
  connection: DuckDBConnection,
  { history, columns, numberOf }: Way,
): Promise<{ readonly isOutdated: boolean }> {
  const isOutdated = await holdsAny(connection, `(${outdatedRows})`)
  const ended = `select accepted.*, ended.ended_as, ended.${fileNo} as "ending file"
    from staging.accepted as accepted join staging.ended as ended on ended.ended_row = accepted.row_no`
  const rows = isOutdated
    ? `${ended} union all by name select *, ${fileNo} as "ending file" from (${outdatedRows})`
    : ended
  await connection.run(
    `insert into ${history} by name
     select ended_as, ${numberOf('"ending file"')} as ended_by, ${columns} from (${rows}) order by "ending file", row_no`,
  )
  return { isOutdated }
}
