import type { DuckDBConnection } from '@duckdb/node-api'
import { enumeration, quoteIdentifier, quoteLiteral, Refusal, selectRow } from '#foundation'
import {
  type Contract,
  codeList,
  type HouseType,
  houseColumns,
  type Jurisdiction,
  listOf,
  unknownCode,
} from '#jurisdictions'
import { type Lookup, lookupFor } from '../map/mapped-column.ts'
import { csvScan } from '../read/csv-scan.ts'
import type { Header } from '../read/header.ts'
import { checkExpression } from './check-expression.ts'
import { typedColumn } from './typed-column.ts'

/** Where the rows of the file at hand stand: one table, replaced with each file. */
export const checkedTable = 'staging.checked'

export interface Source {
  readonly path: string
  readonly file: string
  readonly header: Header
  readonly contract: Contract
  readonly jurisdiction: Jurisdiction
}

/**
 * Reads the whole file once into {@link checkedTable}: the house columns of the register in their types and codes, then
 * `content` (a fingerprint of the row), `faults` (`CODE:column` words, NULL for a sound row) and `unmapped`. The row
 * number of a row is its `rowid`: the engine keeps the order of the file.
 *
 * @throws {@link Refusal} `UNKNOWN_CODE` when a column whose codes must all be known holds another one
 */
export async function checkRows(connection: DuckDBConnection, source: Source): Promise<void> {
  const lookups = lookupsOf(source)
  for (const lookup of lookups) await makeLookup(connection, lookup)
  await connection.run(`create or replace table ${checkedTable} as ${checkedRows(source, lookups)}`)
  await requireKnownCodes(connection, source, lookups)
}

function lookupsOf({ contract, jurisdiction }: Source): readonly Lookup[] {
  return houseColumns(contract.register).flatMap(([name, type]) => {
    const column = contract.columns[name]
    const list = listOf(type)
    if (column === undefined || list === undefined) return []
    return lookupFor(name, column, { list, jurisdiction, typed: 'dated' }) ?? []
  })
}

async function makeLookup(connection: DuckDBConnection, { table, rows }: Lookup): Promise<void> {
  const tuples = rows.map((row) => `(${[row.source, row.regime, row.serving, row.code].map(quoteLiteral).join(', ')})`)
  await connection.run(
    `create or replace temp table ${table} (source varchar, regime varchar, serving varchar, code varchar)`,
  )
  if (tuples.length > 0) await connection.run(`insert into ${table} values ${tuples.join(', ')}`)
}

function checkedRows(source: Source, lookups: readonly Lookup[]): string {
  const columns = houseColumns(source.contract.register)
  const found = lookups.map((lookup) => `left join ${lookup.table} on ${lookup.match}`)
  return `
    with typed as (${typedRows(source)}),
    dated as (select ${withRegime(source)} from typed)
    select ${columns.map(([name, type]) => houseColumn(name, type, source, lookups)).join(', ')},
           content,
           ${words(['dated.faults', ...lookups.map(unknownWord), ...checkWords(source)])} as faults,
           ${words(lookups.filter(({ unknown }) => unknown === 'unmapped').map((lookup) => missingWord(lookup, 'UNMAPPED')))} as unmapped
    from dated ${found.join(' ')}`
}

function typedRows({ path, header, contract }: Source): string {
  const columns = Object.entries(contract.columns).map(([name, column]) => {
    const source = header.sourceOf.get(name) ?? name
    return { name, ...typedColumn(source, column, contract.format) }
  })
  const faults = columns.flatMap(({ name, faults }) => faults.map(({ code, when }) => word(when, `${code}:${name}`)))
  return `select ${columns.map(({ name, value }) => `${value} as ${quoteIdentifier(name)}`).join(', ')},
                 ${fingerprintOf(header, contract)} as content,
                 ${words(faults)} as faults
          from ${csvScan(path, header.columns, contract)}`
}

/** Keys go into the fingerprint as pseudonyms: otherwise it could be recomputed from the sender's file. */
function fingerprintOf({ columns, sourceOf }: Header, contract: Contract): string {
  const keys = new Set(
    Object.keys(contract.columns)
      .filter((name) => contract.columns[name]?.type === 'key')
      .map((name) => sourceOf.get(name)),
  )
  const cells = columns.map((name) => {
    const cell = quoteIdentifier(name)
    return `coalesce(${keys.has(name) ? `pseudonym(${cell})::varchar` : cell}, '')`
  })
  return `fingerprint(concat_ws(chr(31), ${cells.join(', ')}))`
}

/** All columns and the code regime in force on the day of the event, unless the sender names it. */
function withRegime({ contract, jurisdiction }: Source): string {
  if ('regime' in contract.columns) return '*'
  const date = quoteIdentifier(contract.delivery.dated)
  const regimes = jurisdiction.profile.regimes.toReversed()
  const cases = regimes.map(({ code, from }) => `when ${date} >= date ${quoteLiteral(from)} then ${quoteLiteral(code)}`)
  return `*, case ${cases.join(' ')} end as regime`
}

const storedTypes: Readonly<Record<string, string>> = {
  key: 'uuid',
  text: 'varchar',
  integer: 'integer',
  decimal: 'double',
  date: 'date',
  boolean: 'boolean',
}

function houseColumn(
  name: string,
  type: HouseType,
  { contract, jurisdiction }: Source,
  lookups: readonly Lookup[],
): string {
  const as = `as ${quoteIdentifier(name)}`
  const list = listOf(type)
  if (list !== undefined) {
    const found = lookups.find(({ column }) => column === name)
    const code =
      found === undefined ? quoteLiteral(unknownCode) : `coalesce(${found.table}.code, ${quoteLiteral(unknownCode)})`
    return `${code}::${enumeration(codeList(jurisdiction, list).codes.map((known) => known.code))} ${as}`
  }
  return `${name === 'regime' || name in contract.columns ? `dated.${quoteIdentifier(name)}` : 'null'}::${storedTypes[type]} ${as}`
}

function unknownWord(lookup: Lookup): string {
  return lookup.unknown === 'unmapped' ? 'null' : missingWord(lookup, 'UNKNOWN_CODE')
}

function missingWord({ column, table, by }: Lookup, code: string): string {
  const known = by.map((name) => `dated.${quoteIdentifier(name)} is not null`)
  return word(`${known.join(' and ')} and ${table}.code is null`, `${code}:${column}`)
}

function checkWords({ contract }: Source): readonly string[] {
  return contract.checks.map(({ code, refuse_row_when }) => word(checkExpression(refuse_row_when, contract), code))
}

function word(when: string, text: string): string {
  return `case when ${when} then ${quoteLiteral(text)} end`
}

function words(parts: readonly string[]): string {
  return parts.length === 0 ? 'null::varchar' : `nullif(concat_ws(' ', ${parts.join(', ')}), '')`
}

async function requireKnownCodes(connection: DuckDBConnection, { file, header }: Source, lookups: readonly Lookup[]) {
  for (const { column } of lookups.filter(({ unknown }) => unknown === 'refuse')) {
    const sql = `select count(*) as count, min(rowid) + 1 as first from ${checkedTable} where contains(faults, ?)`
    const { count, first } = await selectRow<{ count: number; first: number }>(connection, sql, [
      `UNKNOWN_CODE:${column}`,
    ])
    if (count === 0) continue
    const source = header.sourceOf.get(column) ?? column
    const advice = `${count} rows hold a code in column ${source} that is in no table of the jurisdiction (the first is row ${first}). Add it to the crosswalk, or correct the extract.`
    throw new Refusal('UNKNOWN_CODE', advice, { file, row: first, column: source })
  }
}
