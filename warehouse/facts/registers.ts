import type { DuckDBConnection } from '@duckdb/node-api'
import { enumeration, quoteIdentifier, selectRows } from '#foundation'
import { codeList, type HouseType, houseColumns, type Jurisdiction, listOf, type RegisterName } from '#jurisdictions'

const storedTypes: Readonly<Record<string, string>> = {
  key: 'uuid',
  text: 'varchar',
  integer: 'integer',
  decimal: 'double',
  date: 'date',
  boolean: 'boolean',
}

/** The relation that holds the accepted rows of a register. */
export function registerTable(register: RegisterName): string {
  return `facts.${quoteIdentifier(register)}`
}

/** Makes the table of a register, or brings its code columns up to lists that have grown since the last generation. */
export async function prepareRegister(
  connection: DuckDBConnection,
  register: RegisterName,
  jurisdiction: Jurisdiction,
): Promise<void> {
  const columns = houseColumns(register).map(([name, type]) => ({ name, type: storedType(type, jurisdiction) }))
  const definitions = columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`).join(', ')
  const marks = 'row_key uuid not null, content uuid not null, delivery integer not null'
  await connection.run(`create table if not exists ${registerTable(register)} (${marks}, ${definitions})`)
  await connection.run(
    `create table if not exists ${historyTable(register)} (replaced_by integer not null, ${marks}, ${definitions})`,
  )
  for (const table of [registerTable(register), historyTable(register)]) await widenCodes(connection, table, columns)
}

/** Moves rows that a later row replaces to the history and adds the accepted ones. */
export async function appendAccepted(
  connection: DuckDBConnection,
  register: RegisterName,
  delivery: number,
): Promise<void> {
  const table = registerTable(register)
  const names = houseColumns(register)
    .map(([name]) => quoteIdentifier(name))
    .join(', ')
  const replaced = 'row_key in (select row_key from staging.replaced)'
  await connection.run(
    `insert into ${historyTable(register)} by name select *, ${delivery} as replaced_by from ${table} where ${replaced}`,
  )
  await connection.run(`delete from ${table} where ${replaced}`)
  await connection.run(
    `insert into ${table} by name
     select row_key, content, ${delivery} as delivery, ${names}
     from (select * replace (coalesce(case_key, row_key) as case_key, coalesce(person_key, row_key) as person_key) from staging.accepted)`,
  )
}

function historyTable(register: RegisterName): string {
  return `facts.${quoteIdentifier(`${register}_history`)}`
}

function storedType(type: HouseType, jurisdiction: Jurisdiction): string {
  const list = listOf(type)
  return list === undefined
    ? (storedTypes[type] ?? 'varchar')
    : enumeration(codeList(jurisdiction, list).codes.map(({ code }) => code))
}

async function widenCodes(
  connection: DuckDBConnection,
  table: string,
  columns: readonly { name: string; type: string }[],
) {
  const present = await selectRows<{ column_name: string; column_type: string }>(connection, `describe ${table}`)
  for (const { name, type } of columns.filter((column) => column.type.startsWith('enum'))) {
    const current = present.find((column) => column.column_name === name)?.column_type.toLowerCase()
    if (current === type.toLowerCase()) continue
    await connection.run(`alter table ${table} alter ${quoteIdentifier(name)} type ${type}`)
  }
}
