import { quoteIdentifier, quoteLiteral, selectRow } from '#foundation'
import {
  canonicalColumns,
  canonicalType,
  columnsToRead,
  dayIn,
  earliestDay,
  foldedText,
  isAtGreenwich,
  listOf,
} from '#jurisdictions'
import { folded } from '../cells/fold.ts'
import type { RowSource } from '../cells/row-source.ts'
import { type ColumnParser, type ParseOptions, typedColumn, valueNamed } from '../cells/typed-column.ts'
import { type FaultRule, words } from '../cells/words.ts'
import { floatCodes } from '../map/float-codes.ts'
import { codeNamed, type Lookup, lookupFor } from '../map/lookup.ts'
import { missingCode } from '../map/missing-code.ts'
import { suspectAgainstContract } from '../screen/against-contract.ts'
import { canonicalColumn, hasColumn, lacking } from './canonical-columns.ts'
import { checkExpression } from './check-expression.ts'
import { keyAndContent } from './key-and-content.ts'
import { firstFilled, layout } from './layout.ts'
import { withoutErrors } from './without-errors.ts'

/** Where the rows of the file at hand stand: one table, replaced with each file. Rows are changed here. */
export const readTable = 'staging.rows_read'

/** The same rows with their number. */
export const checkedRows = 'staging.checked'

/** The rows among them that may hold what only the contract can tell: free text, and those that were set aside. */
export const suspectRows = 'layout is null and (suspect or faults is not null)'

/**
 * Reads the whole file once, in parallel, into {@link checkedRows}: the canonical columns of the register in their types and codes, then
 *
 * - `row_no`: its place among the rows of the file. The engine keeps their order when it fills a table from one scan and
 *   nothing else; a join would not;
 * - `content`: a fingerprint of what the row says, whatever the order of its columns and the kind of file;
 * - `row_key`: which row it is: a hash of the columns of its key, or its content where the contract has no key;
 * - `faults`: `CODE:column` words, NULL for a sound row;
 * - `unmapped`: words for codes that are in no crosswalk;
 * - `layout`: why a line is no row at all (`REPEATED_HEADER`, `SUBTOTAL`, `BLANK`);
 * - `withdraws`: the row takes another one back;
 * - `suspect`: it may hold what the contract has no place for.
 *
 * @returns how many there are
 */
export async function readRows(source: RowSource): Promise<number> {
  const { connection } = source
  await connection.run(`create or replace table ${readTable} as ${selection(source, lookupsOf(source))}`)
  await numberRows(connection, lacking(source))
  const { count } = await selectRow<{ count: number }>(connection, `select count(*) as count from ${readTable}`)
  return count
}

/**
 * Defines {@link checkedRows} over the table as it is now.
 *
 * @param besides - columns that hold the same in all rows, as SQL: they need not be written for each of them
 */
export async function numberRows(connection: RowSource['connection'], besides: readonly string[] = []): Promise<void> {
  const columns = ['rowid + 1 as row_no', '*', ...besides].join(', ')
  await connection.run(`create or replace view ${checkedRows} as select ${columns} from ${readTable}`)
}

/** How the codes of each code column are found. */
export function lookupsOf({ contract, jurisdiction }: RowSource): readonly Lookup[] {
  return canonicalColumns(contract.canonical, jurisdiction).flatMap(([name, type]) => {
    const column = contract.columns[name]
    const list = listOf(type)
    if (column === undefined || list === undefined) return []
    return lookupFor(name, contract, { list, jurisdiction }) ?? []
  })
}

function selection(source: RowSource, lookups: readonly Lookup[]): string {
  const { contract, jurisdiction, carried = [] } = source
  const { cells, failed } = withoutErrors(source)
  const written = writtenCells(source, lookups)
  const typed = columnsToRead(contract).map(([name, column]) => ({
    name,
    isDropped: column.invalid === 'unknown',
    ...typedColumn(name, source.header.sourceOf.get(name), column, written(name)),
  }))
  const dropped = typed.filter(({ isDropped }) => isDropped)
  const typing = typed.filter(({ isDropped }) => !isDropped).flatMap(faultRules)
  const checks = contract.checks.map(
    ({ code, refuse_row_when }): FaultRule => ({ when: checkExpression(refuse_row_when, contract), text: code }),
  )
  const unknown = lookups
    .filter((lookup) => lookup.unknown !== 'unmapped')
    .flatMap((lookup) => missingCode(lookup, 'UNKNOWN_CODE'))
  const unmapped = lookups
    .filter((lookup) => lookup.unknown === 'unmapped')
    .flatMap((lookup) => missingCode(lookup, 'UNMAPPED'))
  const canonical = canonicalColumns(contract.canonical, jurisdiction)
    .filter(([name]) => hasColumn(name, contract))
    .map(([name, type]) => canonicalColumn(name, type, source, lookups))
  return `
    with typed as (select *, ${[firstFilled(source), ...typed.map(({ expression }) => expression)].join(', ')} from ${cells}),
    readable as (${withoutUnreadable(dropped)}),
    judged as (
      select ${[...carried, ...typed.map(({ name }) => valueNamed(name)), ...regime(source)].join(', ')},
             ${layout(source)} as layout, ${withdraws(source)} as withdraws,
             ${suspectAgainstContract(source.header, contract)} as suspect,
             ${failed ?? 'null'} as failed, ${words([...typing, ...checks, ...unknownMark(source)])} as faults, ${source.header.withdrawal === undefined ? 'null::varchar' : words(onlyKey(typing, source))} as key_faults, not_recorded
      from readable
    ),
    coded as (select ${['*', ...lookups.map(({ column, code }) => `${code} as ${codeNamed(column)}`)].join(', ')} from judged)
    select ${[...carried, ...canonical].join(', ')}, ${keyAndContent(source)}, layout, withdraws, suspect,
           case when layout is not null then null
                when failed is not null then failed
                when withdraws then ${joined(['key_faults', words(onlyKey(unknown, source))])}
                else ${joined(['faults', words(unknown)])} end as faults,
           case when layout is null and failed is null and not withdraws then ${joined([words(unmapped), 'not_recorded'])} end as unmapped
    from coded`
}

interface ReadColumn extends ColumnParser {
  readonly name: string
}

function faultRules({ name, faults }: ReadColumn): readonly FaultRule[] {
  return faults.map(({ code, when }) => ({ when, text: `${code}:${name}`, column: name }))
}

/** Where the contract says so, what cannot be read is not recorded, and the row stays. */
function withoutUnreadable(columns: readonly ReadColumn[]): string {
  if (columns.length === 0) return 'select *, null::varchar as not_recorded from typed'
  const wrong = columns.map(({ name, faults }) => ({ name, when: faults.map(({ when }) => `(${when})`).join(' or ') }))
  const values = wrong.map(
    ({ name, when }) => `case when not coalesce(${when}, false) then ${valueNamed(name)} end as ${valueNamed(name)}`,
  )
  const rules = wrong.map(({ name, when }) => ({
    when: `coalesce(${when}, false)`,
    text: `NOT_RECORDED:${name}`,
    column: name,
  }))
  return `select * replace (${values.join(', ')}), ${words(rules)} as not_recorded from typed`
}

/** How the cells of each column are written. */
function writtenCells(source: RowSource, lookups: readonly Lookup[]): (name: string) => ParseOptions {
  const { contract, jurisdiction, typed, rekeyed } = source
  const atGreenwich = isAtGreenwich(jurisdiction.profile.time_zone)
  const floats = floatCodes(source, lookups)
  const { key } = contract.delivery
  const isKey = (name: string) => key !== 'content' && key.includes(name)
  const common = { notation: contract.format, typed, rekeyed, today: latestDay(source), atGreenwich }
  return (name) => ({
    ...common,
    earliest: earliestDay(contract, name),
    floatCodes: floats.has(name),
    isKey: isKey(name),
  })
}

/** A run that is repeated for an earlier day takes what has happened since. */
function latestDay({ today, jurisdiction }: RowSource): string {
  const day = dayIn(jurisdiction.profile.time_zone, new Date())
  return day > today ? day : today
}

/** The code regime in force on the day of the event, unless the sender names it. */
function regime({ contract, jurisdiction }: RowSource): string[] {
  if (Object.hasOwn(contract.columns, 'regime') || canonicalType(contract.canonical, 'regime') === undefined) return []
  const regimes = jurisdiction.profile.regimes.toReversed()
  const date = valueNamed(contract.delivery.date_column)
  const cases = regimes.map(({ code, from }) => `when ${date} >= date ${quoteLiteral(from)} then ${quoteLiteral(code)}`)
  return [`case ${cases.join(' ')} end as ${valueNamed('regime')}`]
}

function withdraws({ header, contract }: RowSource): string {
  const values = contract.delivery.withdrawal?.values ?? []
  return header.withdrawal === undefined ? 'false' : `coalesce(${isOneOf(header.withdrawal, values)}, false)`
}

/** What stands in the column of withdrawals and is declared neither as one nor as none. */
function unknownMark({ header, contract }: RowSource): readonly FaultRule[] {
  const { values, others } = contract.delivery.withdrawal ?? { values: [], others: [] }
  if (header.withdrawal === undefined) return []
  return [
    { when: `not ${isOneOf(header.withdrawal, [...values, ...others])}`, text: `UNKNOWN_CODE:${header.withdrawal}` },
  ]
}

function isOneOf(column: string, values: readonly string[]): string {
  return `(${folded(quoteIdentifier(column))} in (${values.map(foldedText).map(quoteLiteral).join(', ')}))`
}

/** A row that takes another one back needs nothing but its key. */
function onlyKey(all: readonly FaultRule[], { contract }: RowSource): readonly FaultRule[] {
  const { key } = contract.delivery
  return key === 'content' ? all : all.filter(({ column }) => column !== undefined && key.includes(column))
}

function joined(parts: readonly string[]): string {
  return `nullif(concat_ws(' ', ${parts.join(', ')}), '')`
}
