import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteLiteral, selectRow, selectRows } from '#foundation'
import type { Gate } from '../personal/gate.ts'
import { fileNo } from '../table/row-numbers.ts'
import { unknownCell } from './known-cells.ts'

const [digit, mark] = ['[0-9OolI]', String.raw`[ ._/:,()\-]{0,3}`]
const [alone, end] = ['(?:^|[^0-9A-Za-z])', '(?:$|[^0-9A-Za-z])']
/** What stands at the edge of a cell in any format, and a tab. */
const edge = String.raw`;,\t|\x1f"`

/**
 * The pattern (RE2) of what could be personal data: lines and cells without it are not looked at again. It is cheap, wide and the same
 * for both: digits enough for a phone, words, characters beyond ASCII beside others, marks of addresses on the net.
 *
 * @param known - cells in words that need no second look
 */
export function suspectPattern({ numbers, phones }: Gate, known: readonly string[] = []): string {
  const fewest = Math.min(9, ...phones.map(({ length }) => length))
  const alike = Math.min(14, ...numbers.map(({ length }) => length))
  return [
    `${alone}${digit}(?:${mark}${digit}){${fewest - 1}}`,
    `[0-9](?:${mark}[0-9]){${alike - 1}}`,
    `(?:^|[^0-9A-Za-z_-])[A-Za-z][A-Za-z_-]{2,}(?:$|[^0-9A-Za-z_-])`,
    '(?:^|[^0-9A-Za-z_-])[A-Z][a-z]{4,}[0-9]',
    '[A-Za-z] [A-Za-z] [A-Za-z] ',
    known.length > 0 ? unknownCell(known, edge) : String.raw`[^\x00-\x7f][^${edge}]|[^${edge}][^\x00-\x7f]`,
    String.raw`@|<<|://|&#|%[0-9A-Fa-f]{2}%|\\u[0-9a-f]{4}|[A-Za-z0-9+/]{15}=`,
    String.raw`[0-9][.,][0-9]{2,}[eE]\+?13`,
    `${alone}[A-Za-z]{1,2}[ #-]{0,3}[0-9]{7}${end}`,
    `0[1-9] ?[A-Z]{2} ?[0-9]{3} ?[A-Z]{2}`,
    `${alone}[A-Za-z]{0,2}[0-9]{2,12}[A-Za-z][0-9]{6,12}${end}`,
    `${alone}[0-3][0-9][./-][01][0-9][./-][0-9]{2}${end}`,
    '[0-9][ ./_-][IVXivx]{1,4}[ ./_-][0-9]{2}',
    `${alone}[0-9]{1,2}[A-Za-z]{3,9}(?:19|20)[0-9]{2}${end}`,
    `(?:^|[^0-9A-Za-z_-])[A-Z][a-z0-9]{2,14}[oe03]va?(?:$|[^0-9A-Za-z_-])`,
  ].join('|')
}

/** Blanks at the edge of a cell, whatever the delimiter; a tab is one unless it is the delimiter. JSON writes a tab as \t. */
const blank = String.raw` \x{a0}\x{2007}\x{2009}\x{202f}\x{200b}`
const padding = String.raw`[${blank}]"?(?:[;,\t|\x1f]|$)|(?:^|[;,\t|\x1f])"?[${blank}]|\t"?(?:[;,|\x1f]|$)|(?:^|[;,|\x1f])"?\t|:"(?:[${blank}]|\\[tnr])|(?:[${blank}]|\\[tnr])"[,}]`

/** So many suspect lines come back with the first look. Most files have none but their header. */
export const maxFirst = 100

/** So many lines stand for all of them where a whole column has to be judged. */
export const sampled = 500

export interface FirstLook {
  /** Some cell begins or ends with a blank. */
  readonly padded: boolean
  /** Lines of the file, and how many of them are blank. */
  readonly lines: number
  readonly blank: number
  /** Lines that have to be looked at closely, and the first of them, one below the other. */
  readonly suspects: number
  readonly first: string | null
  /** The bytes of the longest line. */
  readonly longest: number
  /** Some lines of the file, drawn by their content; null for a file without any, or where none was wanted. */
  readonly sample: readonly string[] | null
}

/** Whether cells begin or end with a blank, and which lines are blank, of a file that was looked at before. */
export async function edgesOf(
  connection: DuckDBConnection,
  lines: string,
): Promise<Pick<FirstLook, 'padded' | 'blank'>> {
  const padded = `coalesce(bool_or(regexp_matches(line, ${quoteLiteral(padding)})), false)`
  return await selectRow(
    connection,
    `select ${padded} as padded, count(*) filter (line is null) as blank from ${lines}`,
  )
}

/**
 * Both patterns are sought at once, which costs as much as one; which of them was found is asked only of lines with a finding.
 *
 * @param isSampled - a sample is drawn by content, which costs a tenth of the look
 */
export async function firstLook(
  connection: DuckDBConnection,
  lines: string,
  suspect: string,
  isSampled = true,
): Promise<FirstLook> {
  return await selectRow<FirstLook>(connection, `select ${looks(isSampled)} from ${lookedAt(lines, suspect)}`)
}

/**
 * The same of several files at once, for each that has lines.
 *
 * @param lines - a relation of their lines with {@link fileNo}
 */
export async function firstLooks(
  connection: DuckDBConnection,
  lines: string,
  suspect: string,
  isSampled: boolean,
): Promise<readonly (FirstLook & { readonly file: number })[]> {
  const sql = `select ${fileNo} as file, ${looks(isSampled)} from ${lookedAt(lines, suspect)} group by ${fileNo}`
  return await selectRows<FirstLook & { readonly file: number }>(connection, sql)
}

function looks(isSampled: boolean): string {
  const sample = isSampled ? `min_by(line, hash(line), ${sampled}) filter (line is not null)` : 'null'
  return `count(*) filter (is_suspect) as suspects, array_to_string(min(suspect, ${maxFirst}), chr(10)) as first,
          ${sample} as sample, max(bytes) as longest, coalesce(bool_or(is_padded), false) as padded, count(*) as lines,
          count(*) filter (bytes is null) as blank`
}

function lookedAt(lines: string, suspect: string): string {
  const either = quoteLiteral(`${suspect}|${padding}`)
  const found = (pattern: string) =>
    `case when regexp_matches(line, ${either}) then regexp_matches(line, ${quoteLiteral(pattern)}) end`
  return `(select *, case when is_suspect then line end as suspect
           from (select *, strlen(line) as bytes, ${found(suspect)} as is_suspect, ${found(padding)} as is_padded from ${lines}))`
}
