import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, Refusal, selectRow, selectRows } from '#foundation'
import { canonicalColumns, type Jurisdiction, type Register, type RegisterName } from '#jurisdictions'
import { historyTable, registerTable } from '../facts/register-tables.ts'
import { emptyRegister, type RegisterState, stateOf } from '../facts/registers.ts'

/** How a stored row is recognised today, as SQL over its stored columns. */
export interface RowIdentity {
  readonly rowKey: string
  readonly content: string
}

/** A register whose rows were carried into facts of this version. */
export interface CarriedRegister {
  readonly register: RegisterName
  /** As it is now. */
  readonly state: RegisterState
  /** Rows whose fingerprint is another one than before. */
  readonly restated: number
}

/** What rows are carried from and by. */
export interface CarriedRows {
  /** The database file of the earlier facts. */
  readonly from: string
  readonly jurisdiction: Jurisdiction
  /** Of the registers whose rows have keys. */
  readonly identities: ReadonlyMap<RegisterName, RowIdentity>
  /** Rows of each register as the earlier facts say. */
  readonly rows: ReadonlyMap<RegisterName, number>
}

/**
 * Copies the rows of all registers and their history out of earlier facts into the attached ones, whose tables are there and
 * empty. Keys stay as they are; fingerprints are computed anew.
 *
 * @throws {@link Refusal} `UPGRADE_IMPOSSIBLE` when rows cannot be carried whole
 */
export async function carryRows(
  connection: DuckDBConnection,
  { from, jurisdiction, identities, rows }: CarriedRows,
): Promise<readonly CarriedRegister[]> {
  for (const [register, count] of rows)
    if (count > 0 && !jurisdiction.contracts.has(register)) throw impossible(register, 'its contract is gone')
  await connection.run(`attach ${quoteLiteral(from)} as earlier (read_only)`)
  try {
    const carried: CarriedRegister[] = []
    for (const { canonical } of jurisdiction.contracts.values()) {
      const identity = identities.get(canonical.name)
      carried.push(await carryRegister(connection, { canonical, jurisdiction, identity }))
      requireAll(canonical.name, rows.get(canonical.name) ?? 0, carried.at(-1)?.state.rows ?? 0)
    }
    return carried
  } finally {
    await connection.run('detach earlier')
  }
}

interface Carried {
  readonly canonical: Register
  readonly jurisdiction: Jurisdiction
  readonly identity: RowIdentity | undefined
}

async function carryRegister(connection: DuckDBConnection, about: Carried): Promise<CarriedRegister> {
  const register = about.canonical.name
  const tables = [registerTable(about.canonical), historyTable(register)]
  const earlier = await columnsOfEarlier(connection, about.canonical)
  if (earlier === undefined) return { register, state: emptyRegister, restated: 0 }
  await requireCarriable(connection, register, { ...about, types: earlier })
  for (const table of tables) await copyTable(connection, table, { ...about, types: earlier })
  const state = await stateOf(connection, tables[0] ?? '')
  const restated =
    earlier.get('content') === fingerprintType ? await othersThanBefore(connection, about.canonical) : state.rows
  return { register, state, restated }
}

const fingerprintType = 'UHUGEINT'

/** How many rows have another fingerprint than before. */
async function othersThanBefore(connection: DuckDBConnection, register: Register): Promise<number> {
  const now = registerTable(register)
  const { others } = await selectRow<{ others: number }>(
    connection,
    `select count(*) as others from ${now} as now join ${inEarlier(now)} as before using (row_key) where now.content <> before.content`,
  )
  return others
}

type Types = ReadonlyMap<string, string>

/** The columns of a register in the earlier facts with their types; `undefined` where they have none. */
async function columnsOfEarlier(connection: DuckDBConnection, register: Register): Promise<Types | undefined> {
  const found = await selectRows<{ name: string; type: string }>(
    connection,
    `select column_name as name, data_type as type from duckdb_columns()
     where database_name = 'earlier' and schema_name = 'main' and 'facts.' || table_name = ${quoteLiteral(registerTable(register).replaceAll('"', ''))}`,
  )
  return found.length === 0 ? undefined : new Map(found.map(({ name, type }) => [name, type]))
}

async function copyTable(
  connection: DuckDBConnection,
  table: string,
  { canonical, jurisdiction, identity, types }: Carried & { readonly types: Types },
): Promise<void> {
  const cells = canonicalColumns(canonical, jurisdiction)
    .filter(([name]) => types.has(name))
    .map(([name]) => quoteIdentifier(name))
  const ends = table === historyTable(canonical.name) ? ['ended_by', 'ended_as'] : []
  const content = identity === undefined ? 'content' : `${identity.content} as content`
  const columns = ['row_key', content, 'delivery', ...ends, ...cells].join(', ')
  await asUpgrade(canonical.name, () =>
    connection.run(`insert into ${table} by name select ${columns} from ${inEarlier(table)} order by rowid`),
  )
}

/** Rows that would be somebody else's, or that a repeated delivery would not find again, are not carried. */
async function requireCarriable(
  connection: DuckDBConnection,
  register: RegisterName,
  { canonical, identity, types }: Carried & { readonly types: Types },
): Promise<void> {
  if (identity === undefined) {
    if (types.get('content') === fingerprintType) return
    throw impossible(register, 'its rows have no keys, and an earlier version told them apart in another way')
  }
  const { others } = await asUpgrade(register, () =>
    selectRow<{ others: number }>(
      connection,
      `select count(*) as others from ${inEarlier(registerTable(canonical))} where row_key is distinct from ${identity.rowKey}`,
    ),
  )
  if (others > 0)
    throw impossible(register, `the keys of ${others} rows are not those that the contract of today gives`)
}

/** An error of the engine may hold a cell: it is the cause, and never told. */
async function asUpgrade<T>(register: RegisterName, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const isOfRows = error instanceof Error && /^(Conversion|Binder|Constraint|Catalog) Error/.test(error.message)
    throw isOfRows ? impossible(register, 'its columns or codes are no longer those of today', error) : error
  }
}

function requireAll(register: RegisterName, before: number, after: number): void {
  if (before !== after) throw impossible(register, `its facts have ${after} rows, and ${before} were published`)
}

function impossible(register: RegisterName, why: string, cause?: unknown): Refusal {
  const advice = `The register ${register} cannot be carried over: ${why}. Build the facts again from the archive with "taraza rebuild"; nothing was changed.`
  return new Refusal('UPGRADE_IMPOSSIBLE', advice, {}, { cause })
}

function inEarlier(table: string): string {
  return table.replace(/^facts\./, 'earlier.')
}
