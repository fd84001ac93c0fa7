import type { DuckDBConnection } from '@duckdb/node-api'
import { enumType, quoteIdentifier, selectRow, selectRows } from '#foundation'
import {
  type CanonicalType,
  canonicalColumns,
  codeList,
  type Jurisdiction,
  listOf,
  type Register,
  type RegisterName,
} from '#jurisdictions'
import { defineRecords, historyTable, registerTable, requireSameUnit } from './register-tables.ts'

const storedTypes: Readonly<Record<string, string>> = {
  key: 'uuid',
  text: 'varchar',
  integer: 'integer',
  decimal: 'double',
  date: 'date',
  boolean: 'boolean',
}

/** Rows of a register with a hash over them that does not depend on their order. */
export interface RegisterState {
  readonly rows: number
  /** The sum of the fingerprints of all rows modulo 2^128, as a decimal number. */
  readonly hash: string
}

/**
 * Makes the table of a register, or brings its columns up to lists that have grown since the last generation.
 *
 * @throws {@link Refusal} `UPGRADE_IMPOSSIBLE` where stored rows are of another kind than those of the contract
 */
export async function prepareRegister(
  connection: DuckDBConnection,
  canonical: Register,
  jurisdiction: Jurisdiction,
): Promise<void> {
  const register = canonical.name
  await requireSameUnit(connection, canonical)
  const columns = canonicalColumns(canonical, jurisdiction).map(([name, type]) => ({
    name,
    type: storedType(type, jurisdiction),
  }))
  const definitions = columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`).join(', ')
  const marks = 'row_key uuid not null, content uhugeint not null, delivery integer not null'
  await connection.run(`create table if not exists ${registerTable(canonical)} (${marks}, ${definitions})`)
  await connection.run(
    `create table if not exists ${historyTable(register)} (ended_by integer not null, ended_as varchar not null, ${marks}, ${definitions})`,
  )
  const names = await typeNames(connection, new Set(columns.map(({ type }) => type).filter((type) => isEnum(type))))
  const named = columns.map((column) => ({ ...column, typeName: names.get(column.type) }))
  for (const table of [registerTable(canonical), historyTable(register)]) await widen(connection, table, named)
  await defineRecords(connection, canonical, jurisdiction)
}

/**
 * Moves rows that are no longer true to the history, with the delivery that ended them, and adds the accepted ones.
 *
 * @returns the state of the register afterwards, and whether outdated rows went to the history
 */
export async function appendAccepted(
  connection: DuckDBConnection,
  canonical: Register,
  delivery: number,
  { before, jurisdiction }: { readonly before: RegisterState; readonly jurisdiction: Jurisdiction },
): Promise<{ readonly state: RegisterState; readonly keepsOutdated: boolean }> {
  const register = canonical.name
  const table = registerTable(canonical)
  const ended = `select held.*, ended.ended_as from ${table} as held join staging.ended as ended using (row_key)`
  const lost = (await holdsAny(connection, 'staging.ended')) ? await stateOf(connection, `(${ended})`) : emptyRegister
  const added = await stateOf(connection, 'staging.accepted')
  if (lost.rows > 0) {
    await connection.run(
      `insert into ${historyTable(register)} by name select *, ${delivery} as ended_by from (${ended})`,
    )
    await connection.run(`delete from ${table} where row_key in (select row_key from staging.ended)`)
  }
  const cells = canonicalColumns(canonical, jurisdiction).map(([name]) => cell(canonical, name))
  const keepsOutdated = await keepOutdated(connection, register, delivery, cells)
  await connection.run(
    `insert into ${table} by name select row_key, content, ${delivery} as delivery, ${cells.join(', ')} from staging.accepted`,
  )
  return { state: stateAfter(before, lost, added), keepsOutdated }
}

/** The state of a register that lost some rows and got others. */
export function stateAfter(before: RegisterState, lost: RegisterState, added: RegisterState): RegisterState {
  const hash = BigInt.asUintN(128, BigInt(before.hash) - BigInt(lost.hash) + BigInt(added.hash))
  return { rows: before.rows - lost.rows + added.rows, hash: hash.toString() }
}

/**
 * Rows of the delivery that say the earlier of two things: an earlier row of the same file (`superseded`), or a row that was
 * sent before the one that is held but came after it (`late`). They go straight to the history.
 */
export const outdatedRows = `select sound.*, if(sound.row_key in (select row_key from staging.repeated), 'superseded', 'late') as ended_as
  from staging.sound as sound
  join (select row_no from staging.outcomes where outcome = 'superseded') as outdated using (row_no)
  where not withdraws`

async function keepOutdated(
  connection: DuckDBConnection,
  register: RegisterName,
  delivery: number,
  cells: readonly string[],
): Promise<boolean> {
  if (!(await holdsAny(connection, `staging.outcomes where outcome = 'superseded'`))) return false
  const inserted = await connection.run(
    `insert into ${historyTable(register)} by name
     select row_key, content, ${delivery} as delivery, ${delivery} as ended_by, ended_as, ${cells.join(', ')}
     from (${outdatedRows}) order by row_no`,
  )
  return inserted.rowsChanged > 0
}

/** Nearly always nothing ended otherwise, and then ten million rows need not be joined with it. */
export async function holdsAny(connection: DuckDBConnection, relation: string): Promise<boolean> {
  return (await selectRow<{ some: boolean }>(connection, `select exists (from ${relation}) as some`)).some
}

export const emptyRegister: RegisterState = { rows: 0, hash: '0' }

/** The state of rows with `content`, whatever their order. */
export async function stateOf(connection: DuckDBConnection, rows: string): Promise<RegisterState> {
  const half = (bits: string) => `coalesce(sum((${bits})::ubigint), 0)::varchar`
  const { count, high, low } = await selectRow<{ count: number; high: string; low: string }>(
    connection,
    `select count(*) as count, ${half('content >> 64')} as high, ${half(`content & ${2n ** 64n - 1n}::uhugeint`)} as low from ${rows}`,
  )
  return { rows: count, hash: BigInt.asUintN(128, (BigInt(high) << 64n) + BigInt(low)).toString() }
}

/** A row whose sender gives no key is a case and a person of its own. */
export function keyOrOwn(column: string): string {
  return `coalesce(${column}, row_key)`
}

/** A stored column of a row that was accepted, as SQL. */
export function cell({ own_keys }: Register, name: string): string {
  return own_keys.includes(name) ? `${keyOrOwn(name)} as ${name}` : quoteIdentifier(name)
}

function storedType(type: CanonicalType, jurisdiction: Jurisdiction): string {
  const list = listOf(type)
  return list === undefined
    ? (storedTypes[type] ?? 'varchar')
    : enumType(codeList(jurisdiction, list).codes.map(({ code }) => code))
}

interface NamedColumn {
  readonly name: string
  readonly type: string
  /** How the engine writes the type, where it is one of codes. */
  readonly typeName: string | undefined
}

async function widen(connection: DuckDBConnection, table: string, columns: readonly NamedColumn[]): Promise<void> {
  const present = await selectRows<{ column_name: string; column_type: string }>(connection, `describe ${table}`)
  for (const { name, type, typeName } of columns) {
    const current = present.find((column) => column.column_name === name)?.column_type
    if (current === undefined) await connection.run(`alter table ${table} add column ${quoteIdentifier(name)} ${type}`)
    else if (typeName !== undefined && typeName !== current)
      await connection.run(`alter table ${table} alter ${quoteIdentifier(name)} type ${type}`)
  }
}

function isEnum(type: string): boolean {
  return type.startsWith('enum')
}

/** The engine writes types in its own way: it is asked once for all types of a register, for each statement takes its time. */
async function typeNames(
  connection: DuckDBConnection,
  types: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const asked = [...types]
  if (asked.length === 0) return new Map()
  const columns = asked.map((type, at) => `typeof(null::${type}) as t${at}`)
  const names = await selectRow<Record<string, string>>(connection, `select ${columns.join(', ')}`)
  return new Map(asked.map((type, at) => [type, names[`t${at}`] ?? '']))
}
