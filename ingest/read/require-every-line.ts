import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteLiteral, Refusal, selectRow } from '#foundation'
import { type QuotedLines, quotedLines, type TextFile } from '../table/quoted-lines.ts'

/** What was found in a text, counted in two ways: by its lines, and by its cells. */
export interface Counted {
  /** Lines of the file. */
  readonly lines: number
  /** Rows that were read. */
  readonly rows: number
  /** A relation with `row` of the lines that are no rows, blank ones included. */
  readonly leftOut: string
  /** A relation with `row` and `line` of those that are broken. */
  readonly broken: string
}

/**
 * Every line of a text is the header or above it, a row, part of a row, broken or blank: else something swallowed it.
 *
 * @returns notes: `NO_LAST_LINE_END` when the last line has no end, which is common in honest files
 * @throws {@link Refusal} `OPEN_QUOTE`, `LINE_BREAK_IN_CELL`, `LINES_LOST`, `CUT_OFF`; with the line where it begins
 */
export async function requireEveryLine(
  connection: DuckDBConnection,
  text: TextFile,
  counted: Counted,
  file: string,
): Promise<readonly string[]> {
  const { lines, rows, leftOut, broken } = counted
  const { count } = await selectRow<{ count: number }>(connection, `select count(*) as count from ${leftOut}`)
  const missing = lines - text.above - rows - count
  const isLastBroken = await holds(connection, broken, `"row" >= ${lines - text.above}`)
  if (missing !== 0 || text.lineBreaks || isLastBroken) await requireClosedCells(text, missing, file)
  if (endsWithLineEnd(text.path)) return []
  if (isLastBroken && (await isCut(connection, text, broken))) throw cutOff(file, lines)
  return ['NO_LAST_LINE_END']
}

const noCells: QuotedLines = { continued: 0, first: undefined }

async function requireClosedCells(text: TextFile, missing: number, file: string): Promise<void> {
  const { continued, first } = text.delimiter === undefined ? noCells : await quotedLines(text)
  if (first !== undefined && !first.closes) {
    const advice = `A cell in quotation marks begins in line ${first.line} and does not end. Close it or take the stray mark out; if the transfer was cut off, send the file again.`
    throw new Refusal('OPEN_QUOTE', advice, { file, line: first.line })
  }
  if (first !== undefined && !text.lineBreaks) {
    const advice = `A cell in quotation marks begins in line ${first.line} and continues in the next line. Take out the line break, or the stray mark; where line breaks are right, the contract says "line_breaks: true".`
    throw new Refusal('LINE_BREAK_IN_CELL', advice, { file, line: first.line })
  }
  if (missing === continued) return
  const advice = `Of the lines of this file ${Math.abs(missing - continued)} are in no account. Check its quotation marks and line ends, and export it again.`
  throw new Refusal('LINES_LOST', advice, { file })
}

/** Whether the last line is a row that misses cells. Sums of the sender have fewer cells by right. */
async function isCut(connection: DuckDBConnection, text: TextFile, broken: string): Promise<boolean> {
  const { delimiter = '', cells, subtotals } = text
  const short = `length(line) - length(replace(line, ${quoteLiteral(delimiter)}, '')) < ${cells - 1}`
  const sums = subtotals.map((word) => `not starts_with(trim(line, ' ;,"'), ${quoteLiteral(word)})`)
  const last = `(from ${broken} order by "row" desc limit 1)`
  return await holds(connection, last, [...(delimiter === '' ? ['true'] : [short]), ...sums].join(' and '))
}

async function holds(connection: DuckDBConnection, relation: string, condition: string): Promise<boolean> {
  const sql = `select exists (from ${relation} where ${condition}) as some`
  return (await selectRow<{ some: boolean }>(connection, sql)).some
}

function cutOff(file: string, line: number): Refusal {
  const advice = `The file ends in the middle of line ${line}: its transfer or its export was cut off. Send it again.`
  return new Refusal('CUT_OFF', advice, { file, line })
}

/** Whether the last line of a text has an end. */
export function endsWithLineEnd(path: string): boolean {
  const handle = openSync(path, 'r')
  try {
    const last = Buffer.alloc(1)
    readSync(handle, last, 0, 1, Math.max(0, fstatSync(handle).size - 1))
    return last[0] === 10 || last[0] === 13
  } finally {
    closeSync(handle)
  }
}
