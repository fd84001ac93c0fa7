import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, selectRow } from '#foundation'
import { type Contract, columnsToRead } from '#jurisdictions'
import { birthYears } from '../personal/dates.ts'
import type { Header } from '../table/header.ts'
import { countedRows, rowNo } from '../table/row-numbers.ts'
import { allowedIn } from './exempt.ts'
import { inWords, personalData, type ReportedFinding } from './report.ts'

const [day, month, year] = ['(?:0?[1-9]|[12][0-9]|3[01])', '(?:0?[1-9]|1[0-2])', '(?:19|20)[0-9][0-9]']

/** A full date where no date is declared is taken for a date of birth (RE2). */
export const fullDate = `(?:^|[^0-9.])${day}[./_ -]${month}[./_ -]${year}(?:$|[^0-9])|(?:^|[^0-9])${year}[./_ -]${month}[./_ -]${day}(?:$|[^0-9])`

const longestOther = 200
/** The characters of the shortest full date, such as 1.1.2020: shorter cells are not searched. */
const shortestDate = 8

/**
 * Refuses a file for what only its contract can tell: a full date where none is declared, text longer than allowed.
 *
 * @param rows - the relation of its rows with their numbers, or of those among them that are suspect
 * @throws {@link Refusal} `PERSONAL_DATA`
 */
export async function screenAgainstContract(
  connection: DuckDBConnection,
  rows: string,
  file: string,
  about: { readonly header: Header; readonly contract: Contract; readonly tellRows?: boolean | undefined },
): Promise<void> {
  const { header, contract } = about
  const longest = longestOf(header, contract)
  const dated = new Set(dateColumns(header, contract))
  const sought = header.columns.flatMap((column) => [
    { column, code: 'FREE_TEXT', when: isLonger(column, longest.get(column) ?? longestOther) },
    ...(dated.has(column)
      ? []
      : [{ column, code: 'FULL_DATE', when: isBirth(column, contract), advice: dateAdvice(column, header, contract) }]),
  ])
  const counts = sought.map((one) => ({ ...one, when: `${one.when}${notAllowed(one.column, contract)}` }))
  const found = await countEach(connection, rows, counts, about.tellRows)
  if (found.length > 0) throw personalData(file, found.map(inWords))
}

/** A year is a number: a date stands there as one of birth. Other columns have no place for any. */
function dateAdvice(source: string, { sourceOf }: Header, contract: Contract): string {
  const isNumber = columnsToRead(contract).some(
    ([name, { type }]) => (type === 'year' || type === 'integer') && sourceOf.get(name) === source,
  )
  return isNumber ? 'give the year only' : 'take the date out'
}

/** In a column that is not kept only a date in which somebody of the register can have been born counts. */
function isBirth(column: string, contract: Contract): string {
  if (!contract.ignored.includes(column)) return matches(column, fullDate)
  const [first, last] = birthYears(contract)
  const found = `regexp_extract(regexp_extract(${quoteIdentifier(column)}, ${quoteLiteral(fullDate)}), ${quoteLiteral(year)})`
  return `coalesce(try_cast(${found} as integer) between ${first} and ${last}, false)`
}

function notAllowed(column: string, contract: Contract): string {
  const { values, hashes } = allowedIn(column, contract)
  const cell = `lower(trim(${quoteIdentifier(column)}))`
  const among = (text: string, all: readonly string[]) =>
    all.length === 0 ? '' : ` and ${text} not in (${all.map(quoteLiteral).join(', ')})`
  return `${among(cell, values)}${among(`sha256(${cell})`, hashes)}`
}

/** The condition under which a row may hold a full date or a text where the contract has none: the cheap first look. */
export function suspectAgainstContract(header: Header, contract: Contract): string {
  const longest = longestOf(header, contract)
  const open = header.columns.flatMap((column) => {
    const limit = longest.get(column)
    return limit === undefined ? [] : [{ column, limit }]
  })
  if (open.length === 0) return 'false'
  const suspects = open.flatMap(({ column, limit }) => [
    isLonger(column, limit),
    `case when ${couldHoldDate(quoteIdentifier(column))} then ${matches(column, fullDate)} end`,
  ])
  return `coalesce(${suspects.join(' or ')}, false)`
}

/** A full date has two marks between its numbers, most keys have one hyphen: looking for marks costs a third of the pattern. */
function couldHoldDate(cell: string): string {
  const marks = [`contains(${cell}, '.')`, `contains(${cell}, '/')`, `${cell} like '%-%-%'`]
  const rare = [String.raw`${cell} like '%\_%\_%' escape '\'`, `${cell} like '% % %'`]
  return `strlen(${cell}) >= ${shortestDate} and (${[...marks, ...rare].join(' or ')})`
}

/** How long a cell may be in columns that hold free text, keys, or nothing that is kept. */
function longestOf({ columns, sourceOf }: Header, contract: Contract): ReadonlyMap<string, number> {
  const declared = columnsToRead(contract).flatMap(([name, column]) => {
    const source = sourceOf.get(name)
    if (source === undefined) return []
    if (column.type === 'text') return [[source, column.max_length] as const]
    return column.type === 'key' ? [[source, longestOther] as const] : []
  })
  const ignored = contract.ignored.filter((name) => columns.includes(name)).map((name) => [name, longestOther] as const)
  return new Map([...ignored, ...declared])
}

function dateColumns({ sourceOf }: Header, contract: Contract): readonly string[] {
  const dates = columnsToRead(contract).filter(([, { type }]) => type === 'date')
  return dates.flatMap(([name]) => sourceOf.get(name) ?? [])
}

interface Sought {
  readonly column: string
  readonly code: string
  readonly when: string
  readonly advice?: string
}

async function countEach(
  connection: DuckDBConnection,
  relation: string,
  sought: readonly Sought[],
  tellRows = false,
): Promise<readonly ReportedFinding[]> {
  const sums = sought.map(({ when }, index) => `count(*) filter (${when}) as n${index}`)
  const row = await selectRow<Record<string, number>>(connection, `select ${sums.join(', ')} from ${relation}`)
  const found = sought.map(async ({ when, ...one }, index): Promise<readonly ReportedFinding[]> => {
    const count = row[`n${index}`] ?? 0
    if (count === 0) return []
    const places = tellRows ? await countedRows(connection, { relation, place: rowNo }, when) : undefined
    return [{ ...one, count, ...(places && { first: places.first }) }]
  })
  return (await Promise.all(found)).flat()
}

function isLonger(column: string, limit: number): string {
  return `length(${quoteIdentifier(column)}) > ${limit}`
}

function matches(column: string, pattern: string): string {
  return `regexp_matches(${quoteIdentifier(column)}, ${quoteLiteral(pattern)})`
}
