import { basename } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, Refusal, selectRow } from '#foundation'
import type { Contract } from '#jurisdictions'
import type { Extract } from '../read/extract.ts'
import type { Header } from '../read/match-columns.ts'
import { placeOf } from '../read/place-of-column.ts'
import { maxLineBytes, tooLong } from '../read/too-long.ts'
import { announcesPerson, anyKind, fullDate, type Kind, kinds } from './kinds.ts'

/** Blanks at the edge of a cell, whatever the delimiter; a tab is one unless it is the delimiter. JSON writes a tab as \t. */
const blank = String.raw` \x{a0}\x{2007}\x{2009}\x{202f}\x{200b}`
const padding = String.raw`[${blank}]"?(?:[;,\t|\x1f]|$)|(?:^|[;,\t|\x1f])"?[${blank}]|\t"?(?:[;,|\x1f]|$)|(?:^|[;,|\x1f])"?\t|:"(?:[${blank}]|\\[tnr])|(?:[${blank}]|\\[tnr])"[,}]`

export interface Screened {
  /** Some cell begins or ends with a blank. */
  readonly padded: boolean
  /** Lines of the file, and how many of them are blank. */
  readonly lines: number
  readonly blank: number
}

/**
 * Looks at everything in a file before any of it is kept: column names, every cell of every column, ignored ones too,
 * titles, broken lines, sheets that are not read.
 *
 * @throws {@link Refusal} `PERSONAL_DATA`, naming columns, kinds and counts, never a value; `FIELD_TOO_LONG`
 */
export async function screen(
  connection: DuckDBConnection,
  extract: Extract,
  file: string,
  contract: Contract,
): Promise<Screened> {
  const { header } = extract
  const telling = header.columns.flatMap((name, index) => announces(name, index, header, contract))
  if (telling.length > 0) throw personalData(file, telling)
  const { suspects, longest, ...screened } = await firstLook(connection, extract.lines)
  if (longest > maxLineBytes) throw tooLong(file)
  if (suspects === 0) return screened
  const found = [...(await findingsInCells(connection, extract)), ...(await findingsBesides(connection, extract))]
  if (found.length > 0) throw personalData(file, found)
  return screened
}

interface FirstLook extends Screened {
  readonly suspects: number
  /** The bytes of the longest line. */
  readonly longest: number
}

/** Both patterns are sought at once, which costs as much as one; which of them was found is asked only of lines with a finding. */
async function firstLook(connection: DuckDBConnection, lines: string): Promise<FirstLook> {
  const either = quoteLiteral(`${anyKind}|${padding}`)
  const found = (pattern: string) =>
    `case when regexp_matches(line, ${either}) then regexp_matches(line, ${quoteLiteral(pattern)}) end`
  return await selectRow<FirstLook>(
    connection,
    `select count(*) filter (${found(anyKind)}) as suspects, max(strlen(line)) as longest,
            coalesce(bool_or(${found(padding)}), false) as padded, count(*) as lines, count(*) filter (line is null) as blank
     from ${lines}`,
  )
}

/**
 * Refuses a file for what only its contract can tell: a full date where none is declared, text longer than allowed.
 *
 * @param rows - the relation of its rows, or of those among them that are suspect
 */
export async function screenAgainstContract(
  connection: DuckDBConnection,
  rows: string,
  file: string,
  { header, contract }: { readonly header: Header; readonly contract: Contract },
): Promise<void> {
  const longest = longestOf(header, contract)
  const dated = new Set(dateColumns(header, contract))
  const counts = header.columns.flatMap((column) => [
    { column, code: 'FREE_TEXT', when: `length(${quoteIdentifier(column)}) > ${longest.get(column) ?? longestOther}` },
    ...(dated.has(column)
      ? []
      : [{ column, code: 'FULL_DATE', when: matches(column, fullDate), advice: dateAdvice(column, header, contract) }]),
  ])
  const found = await countEach(connection, rows, counts)
  if (found.length > 0) throw personalData(file, found)
}

/** A year is a number: a date stands there as one of birth. Other columns have no place for any. */
function dateAdvice(source: string, { sourceOf }: Header, contract: Contract): string {
  const isNumber = Object.entries(contract.columns).some(
    ([name, { type }]) => (type === 'year' || type === 'integer') && sourceOf.get(name) === source,
  )
  return isNumber ? 'give the year only' : 'take the date out'
}

/** The condition under which a row may hold a full date or a text where the contract has none: the cheap first look. */
export function suspectAgainstContract(header: Header, contract: Contract): string {
  const longest = longestOf(header, contract)
  const open = header.columns.filter((column) => longest.has(column))
  if (open.length === 0) return 'false'
  const suspects = open.flatMap((column) => [
    `length(${quoteIdentifier(column)}) > ${longest.get(column)}`,
    `case when ${couldHoldDate(quoteIdentifier(column))} then ${matches(column, fullDate)} end`,
  ])
  return `coalesce(${suspects.join(' or ')}, false)`
}

/** A full date has two marks between its numbers, most keys have one hyphen: looking for marks costs a third of the pattern. */
function couldHoldDate(cell: string): string {
  const marks = [`contains(${cell}, '.')`, `contains(${cell}, '/')`, `${cell} like '%-%-%'`]
  return `strlen(${cell}) >= ${shortestDate} and (${marks.join(' or ')})`
}

/** Whether a name of a file says who is in it. */
export function namesSomebody(path: string): boolean {
  const name = basename(path).replaceAll('_', ' ')
  return (
    name.length > longestName ||
    kinds.some(({ pattern, only }) => only === undefined && inJavaScript(pattern).test(name))
  )
}

const longestOther = 200
/** Characters of a name that patterns search: no file system has a longer one, and no column of a contract. */
export const longestName = 300

/** The characters of the shortest full date, such as 1.1.2020: shorter cells are not searched. */
const shortestDate = 8

/** How long a cell may be in columns that hold free text, keys, or nothing that is kept. */
function longestOf({ columns, sourceOf }: Header, contract: Contract): ReadonlyMap<string, number> {
  const declared = Object.entries(contract.columns).flatMap(([name, column]) => {
    const source = sourceOf.get(name) ?? name
    if (column.type === 'text') return [[source, column.max_length] as const]
    return column.type === 'key' ? [[source, longestOther] as const] : []
  })
  const ignored = contract.ignored.filter((name) => columns.includes(name)).map((name) => [name, longestOther] as const)
  return new Map([...ignored, ...declared])
}

function dateColumns({ sourceOf }: Header, contract: Contract): readonly string[] {
  const dates = Object.entries(contract.columns).filter(([, { type }]) => type === 'date')
  return dates.map(([name]) => sourceOf.get(name) ?? name)
}

function announces(name: string, index: number, { columns }: Header, contract: Contract): string[] {
  if (announcesPerson(name)) return [`column ${name}: its name announces personal data`]
  const value = kindIn(name)
  return value === undefined ? [] : [`${placeOf(columns, index, contract)}: ${value.code} stands in its name`]
}

/** Whether a text says who somebody is, such as a name of a column that is the cell of a file without a header. */
export function tellsOfSomebody(text: string): boolean {
  return kindIn(text) !== undefined
}

function kindIn(text: string): Kind | undefined {
  return kinds.find(({ pattern }) => inJavaScript(pattern).test(text))
}

async function findingsInCells(connection: DuckDBConnection, { header, rows }: Extract): Promise<readonly string[]> {
  const line = `concat_ws(chr(31), ${header.columns.map(quoteIdentifier).join(', ')})`
  const suspects = `(select * from ${rows} where regexp_matches(${line}, ${quoteLiteral(anyKind)}))`
  const counts = header.columns.flatMap((column) =>
    kinds.map((kind) => ({ column, code: kind.code, when: matchesKind(quoteIdentifier(column), kind) })),
  )
  return await countEach(connection, suspects, counts)
}

async function findingsBesides(connection: DuckDBConnection, extract: Extract): Promise<readonly string[]> {
  const text = `(select line from ${extract.malformed} union all select line from ${extract.besides})`
  const counts = kinds.map((kind) => ({ column: undefined, code: kind.code, when: matchesKind('line', kind) }))
  return await countEach(connection, text, counts)
}

interface Count {
  readonly column: string | undefined
  readonly code: string
  readonly when: string
  /** What to do, where the code does not say it. */
  readonly advice?: string
}

async function countEach(connection: DuckDBConnection, relation: string, counts: readonly Count[]): Promise<string[]> {
  const sums = counts.map(({ when }, index) => `count(*) filter (${when}) as n${index}`)
  const row = await selectRow<Record<string, number>>(connection, `select ${sums.join(', ')} from ${relation}`)
  return counts.flatMap(({ column, code, advice }, index) => {
    const count = row[`n${index}`] ?? 0
    if (count === 0) return []
    const things = (one: string) => `${count} ${one}${count === 1 ? '' : 's'}`
    return [
      column === undefined
        ? `${things('line')} outside of rows: ${code}`
        : `column ${column}: ${code} in ${things('row')}${advice === undefined ? '' : ` (${advice})`}`,
    ]
  })
}

function matchesKind(text: string, { pattern, only }: Kind): string {
  const found = `regexp_extract(${text}, ${quoteLiteral(pattern)})`
  const matching = `regexp_matches(${text}, ${quoteLiteral(pattern)})`
  return only === undefined ? matching : `${matching} and ${only.replaceAll('$found', found)}`
}

function matches(column: string, pattern: string): string {
  return `regexp_matches(${quoteIdentifier(column)}, ${quoteLiteral(pattern)})`
}

/** The patterns are RE2; these few differences are all that JavaScript needs. */
export function inJavaScript(pattern: string): RegExp {
  const insensitive = pattern.includes('(?i')
  const plain = pattern.replaceAll(/\(\?i\)/g, '').replaceAll('(?i:', '(?:')
  return new RegExp(plain.replaceAll(/\\x\{([0-9a-f]+)\}/g, '\\u{$1}'), insensitive ? 'iu' : 'u')
}

function personalData(file: string, findings: readonly string[]): Refusal {
  const advice =
    'The file carries personal data and was refused whole. Take it out at the source and send the extract again.'
  return new Refusal('PERSONAL_DATA', `${advice} Found: ${findings.join('; ')}.`, { file })
}
