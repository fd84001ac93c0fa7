import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, Refusal, selectRows } from '#foundation'
import {
  isCensus,
  isCounted,
  type Jurisdiction,
  type Register,
  type RegisterName,
  recordsColumn,
  registerNamed,
} from '#jurisdictions'
import { calendarOf, calendarSlots } from './calendar.ts'

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

/** The relation of the rows of a register that are no longer true. */
export function historyTable(register: RegisterName): string {
  return `facts.${quoteIdentifier(`${register}_history`)}`
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

/** Rows that are stored stand for one person each or for many: a contract cannot change that afterwards. @throws {@link Refusal} `UPGRADE_IMPOSSIBLE` */
export async function requireSameUnit(connection: DuckDBConnection, register: Register): Promise<void> {
  const stored = await tablesOfFacts(connection)
  if (!stored.has(isView(register) ? register.name : rowsBehind(register.name))) return
  const advice = `The contract of ${register.name} began or ceased to have "count" or "as_of", and its stored rows are of the other kind. Build the facts again from the archive with "taraza rebuild"; nothing was changed.`
  throw new Refusal('UPGRADE_IMPOSSIBLE', advice)
}

/** Defines {@link recordsOf} a register where it is a view. */
export async function defineRecords(
  connection: DuckDBConnection,
  register: Register,
  jurisdiction: Jurisdiction,
): Promise<void> {
  if (isView(register)) await connection.run(viewOfRecords(register, jurisdiction))
}

/**
 * Each row as often as it counts, every time with a key of its own: as if the sender had written one row for each record. So
 * whatever protects people protects those in tables of counts. People of a census are there on the last day of its period alone.
 */
function viewOfRecords(register: Register, jurisdiction: Jurisdiction): string {
  const copies = isCounted(register) ? `unnest(range(${recordsColumn}))` : '0'
  const key = isCounted(register) ? `md5(row_key::varchar || ' ' || copy)::uuid` : 'row_key'
  const own = ['row_key', ...(isCounted(register) ? register.own_keys : [])].map((name) => `${key} as ${name}`)
  const stored = registerTable(register).replace('facts.', 'facts.main.')
  return `create or replace view ${recordsOf(register.name)} as
    select * exclude (copy) replace (${[...own, ...daysOfCensus(register, jurisdiction)].join(', ')}), ${recordNumber} as rowid
    from (select *, row_key as stored_row_key, rowid as stored_rowid, ${copies} as copy from ${stored}${lastCensus(register, jurisdiction)})`
}

/** As unique as the number of a row in a table. */
const recordNumber = '(stored_rowid << 20) | copy'

/** Of several censuses in one period the last one counts. */
function lastCensus(register: Register, jurisdiction: Jurisdiction): string {
  if (!isCensus(register) || register.stock === undefined) return ''
  const { from } = register.stock
  const { shift } = calendarSlots(calendarOf(jurisdiction))
  return ` qualify ${from} = max(${from}) over (partition by date_trunc('${periodOf(jurisdiction)}', ${from}${shift}))`
}

const periodOf = ({ profile }: Jurisdiction) => (profile.finest_period === 'year' ? 'year' : 'quarter')
const monthsOf = { year: 12, quarter: 3 }

/** Stocks are counted on the last day of a quarter, and by year on that of the year. Whoever is there came at some time; nothing else is known. */
function daysOfCensus(register: Register, jurisdiction: Jurisdiction): readonly string[] {
  if (!isCensus(register) || register.stock === undefined) return []
  const { from, to } = register.stock
  const period = periodOf(jurisdiction)
  const { shift, until } = calendarSlots(calendarOf(jurisdiction))
  const next = `(date_trunc('${period}', ${from}${shift})${until} + interval ${monthsOf[period]} months)::date`
  const others = Object.entries(register.columns).filter(
    ([name, { type }]) => type === 'date' && name !== from && name !== to,
  )
  return [`${next} - 1 as ${from}`, `${next} as ${to}`, ...others.map(([name]) => `null::date as ${name}`)]
}
