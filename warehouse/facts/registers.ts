import type { DuckDBConnection } from '@duckdb/node-api'
import { enumType, quoteIdentifier, Refusal, selectRow, selectRows } from '#foundation'
import {
  type CanonicalType,
  canonicalColumns,
  codeList,
  isCensus,
  isCounted,
  type Jurisdiction,
  listOf,
  type Register,
  type RegisterName,
  recordsColumn,
  registerNamed,
} from '#jurisdictions'

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

/** Rows that are stored stand for one person each or for many: a contract cannot change that afterwards. */
async function requireSameUnit(connection: DuckDBConnection, register: Register): Promise<void> {
  const stored = await tablesOfFacts(connection)
  if (!stored.has(isView(register) ? register.name : rowsBehind(register.name))) return
  const advice = `The contract of ${register.name} began or ceased to have "count" or "as_of", and its stored rows are of the other kind. Build the facts again from the archive with "taraza rebuild"; nothing was changed.`
  throw new Refusal('UPGRADE_IMPOSSIBLE', advice)
}

/** The relation of what is counted of a register: its rows, or what they stand for. */
export function recordsOf(register: RegisterName): string {
  return `facts.${quoteIdentifier(register)}`
}

/** Whether what is counted of a register is not stored as it is counted. */
function isView(register: Register): boolean {
  return isCounted(register) || isCensus(register)
}

/** The table of the accepted rows of a register. Where they stand for several people each, or for a census, {@link recordsOf} is a view of it. */
export function registerTable(register: Register): string {
  return recordsOf(isView(register) ? rowsBehind(register.name) : register.name)
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
  if (isView(canonical)) await connection.run(viewOfRecords(canonical, jurisdiction))
}

const rowsBehind = (register: RegisterName) => `${register}_rows`

async function tablesOfFacts(connection: DuckDBConnection): Promise<ReadonlySet<string>> {
  const sql = `select table_name as name from duckdb_tables() where database_name = 'facts' and schema_name = 'main'`
  return new Set((await selectRows<{ name: string }>(connection, sql)).map(({ name }) => name))
}

/** {@link registerTable} of a register by its name, as attached facts have it, whatever its contract says today. */
export async function storedTablesOf(connection: DuckDBConnection): Promise<(register: RegisterName) => string> {
  const tables = await tablesOfFacts(connection)
  return (register) => recordsOf(tables.has(rowsBehind(register)) ? rowsBehind(register) : register)
}

/** {@link registerTable} of a register by its name. */
export function registerTablesOf(jurisdiction: Pick<Jurisdiction, 'registers'>): (register: RegisterName) => string {
  return (register) => registerTable(registerNamed(register, jurisdiction))
}

/**
 * Each row as often as it counts, every time with a key of its own: as if the sender had written one row for each record. So
 * whatever protects people protects those in tables of counts. People of a census are there on the last day of its period alone.
 */
function viewOfRecords(register: Register, { profile }: Jurisdiction): string {
  const copies = isCounted(register) ? `unnest(range(${recordsColumn}))` : '0'
  const key = isCounted(register) ? `md5(row_key::varchar || ' ' || copy)::uuid` : 'row_key'
  const own = ['row_key', ...(isCounted(register) ? register.own_keys : [])].map((name) => `${key} as ${name}`)
  const stored = registerTable(register).replace('facts.', 'facts.main.')
  return `create or replace view ${recordsOf(register.name)} as
    select * exclude (copy) replace (${[...own, ...daysOfCensus(register, profile.finest_period)].join(', ')}), ${recordNumber} as rowid
    from (select *, row_key as stored_row_key, rowid as stored_rowid, ${copies} as copy from ${stored})`
}

/** As unique as the number of a row in a table. */
const recordNumber = '(stored_rowid << 20) | copy'

/** Stocks are counted on the last day of a quarter, and by year on that of the year. */
function daysOfCensus(register: Register, finest: string): readonly string[] {
  if (!isCensus(register) || register.stock === undefined) return []
  const { from, to } = register.stock
  const [period, months] = finest === 'year' ? ['year', 12] : ['quarter', 3]
  const next = `(date_trunc('${period}', ${from}) + interval ${months} months)::date`
  return [`${next} - 1 as ${from}`, `${next} as ${to}`]
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

/** The relation of the rows of a register that are no longer true. */
export function historyTable(register: RegisterName): string {
  return `facts.${quoteIdentifier(`${register}_history`)}`
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
