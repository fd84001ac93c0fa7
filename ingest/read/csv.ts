import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { quoteIdentifier, quoteLiteral, Refusal } from '#foundation'
import type { Contract } from '#jurisdictions'
import type { Extract, PlainFile } from '../table/extract.ts'
import { columnNames } from '../table/header.ts'
import { decode } from './decode.ts'
import { looksLikeHeader, matchColumns } from './match-columns.ts'
import { requireOneDelimiter } from './mixed-delimiters.ts'
import { tidyText } from './tidy-text.ts'

/** Where lines that are not rows are kept during one scan (personal data: it lives in memory only). */
const rejects = 'csv_rejects'
/** Lines among which the header is sought, and lines that it may have. */
const [maxLines, maxHeaderLines] = [1000, 50]
const headBytes = 512 * 1024
/** A longer line is no row. */
const maxLineBytes = 4 * 2 ** 20
/** Small enough for all threads to have something of a small file. */
const smallBuffer = 8 * 2 ** 20
/** A thread reads a quarter of a buffer at once: of a large file so many rows that the engine need not copy them into groups. */
const [largeFile, largeBuffer] = [256 * 2 ** 20, 64 * 2 ** 20]

/**
 * Opens CSV: the encoding and the delimiter are the ones of the contract that fit the header, which may stand below
 * titles.
 *
 * @throws {@link Refusal} `WRONG_ENCODING`, `NOT_CSV`, `MIXED_DELIMITERS`, or what is wrong with the header
 */
export async function openCsv(plain: PlainFile): Promise<Extract> {
  const { encoding, path: decoded } = await decode(plain.path, plain.file, plain.contract.format.encoding)
  const path = await tidyText(decoded, plain.file)
  const notes = encoding === 'windows-1251' ? ['LETTERS_LOST'] : []
  return { ...(await openDecodedCsv({ ...plain, path })), notes }
}

/** Opens CSV that is UTF-8 already. */
export async function openDecodedCsv({ connection, path, file, contract }: PlainFile): Promise<Extract> {
  const first = head(path).split(/\r\n|\n|\r/, maxLines)
  const { columns, delimiter, line, above } = findHeader(first, file, contract)
  const header = matchColumns(columns, file, contract)
  requireOneDelimiter(first, { columns, delimiter, above }, split, { file, contract })
  const { subtotals, line_breaks: lineBreaks } = contract.format
  await connection.run(`drop table if exists ${rejects}; drop table if exists csv_scans`)
  const cells = columns.map((name) => `${quoteIdentifier(name)}: 'VARCHAR'`).join(', ')
  const options = [
    `skip = ${line + 1}`,
    'header = false',
    `delim = ${quoteLiteral(delimiter)}`,
    `quote = '"', escape = '"'`,
    `nullstr = [${contract.format.missing_values.map(quoteLiteral).join(', ')}]`,
    `columns = {${cells}}`,
    `store_rejects = true, rejects_table = '${rejects}', rejects_scan = 'csv_scans', rejects_limit = 0`,
  ]
  return {
    header,
    lines: `(select ${delimiter === ',' ? `replace(line, ',', chr(31))` : 'line'} as line from ${lineScan(path)})`,
    rows: csvScan(path, options),
    malformed: `(select line - ${line + 1} as "row", any_value(ltrim(csv_line, chr(10) || chr(13))) as line from ${rejects} group by ${rejects}.line)`,
    blanks: `(select n - ${above} as "row" from (select row_number() over () as n, line from ${lineScan(path)}) where line is null and n > ${above})`,
    besides: `(select line from ${lineScan(path)} limit ${line})`,
    text: { path, delimiter, above, cells: columns.length, subtotals, lineBreaks },
    cellErrors: false,
    typed: false,
    notes: [],
  }
}

/** A relation with one column `line`: the file line by line, without looking at cells. */
export function lineScan(path: string): string {
  const noDelimiter = quoteLiteral('\u0001')
  return csvScan(path, [
    'header = false',
    `delim = ${noDelimiter}`,
    `quote = '', escape = ''`,
    `columns = {line: 'VARCHAR'}`,
  ])
}

function csvScan(path: string, options: readonly string[]): string {
  const buffer = statSync(path).size < largeFile ? smallBuffer : largeBuffer
  const sizes = [`max_line_size = ${maxLineBytes}`, `buffer_size = ${buffer}`]
  return `read_csv(${[quoteLiteral(path), 'auto_detect = false', ...sizes, ...options].join(', ')})`
}

interface FoundHeader {
  readonly columns: readonly string[]
  readonly delimiter: string
  /** Lines above the header. */
  readonly line: number
  /** Lines above the first row: a header with line breaks has several. */
  readonly above: number
}

function findHeader(lines: readonly string[], file: string, contract: Contract): FoundHeader {
  const { delimiter: delimiters, title_rows: titles } = contract.format
  const filled = lines.flatMap((text, line) => (text.trim() === '' ? [] : [line])).slice(0, titles + 1)
  const candidates = filled.flatMap((line) => {
    const { text, above } = wholeHeader(lines, line)
    return delimiters.map((delimiter) => ({ columns: split(text, delimiter), delimiter, line, above }))
  })
  const found = candidates.find(({ columns }) => looksLikeHeader(columns, contract))
  if (found !== undefined) return found
  const [first] = candidates.toSorted((a, b) => a.line - b.line || b.columns.length - a.columns.length)
  if (first === undefined || first.columns.length === 0) throw notCsv(file)
  return first
}

/** A header whose cells hold line breaks, put together. */
function wholeHeader(lines: readonly string[], line: number): { text: string; above: number } {
  let [text, above] = [lines[line] ?? '', line + 1]
  while (text.split('"').length % 2 === 0 && above < Math.min(lines.length, line + maxHeaderLines))
    text = `${text}\n${lines[above++] ?? ''}`
  return { text, above }
}

function head(path: string): string {
  const bytes = Buffer.alloc(headBytes)
  const handle = openSync(path, 'r')
  const length = readSync(handle, bytes, 0, headBytes, 0)
  closeSync(handle)
  return bytes.toString('utf8', 0, length)
}

function split(line: string, delimiter: string): string[] {
  try {
    const [cells = []] = parse(line, { delimiter, trim: true, relax_column_count: true }) as string[][]
    return columnNames(cells)
  } catch {
    return []
  }
}

function notCsv(file: string): Refusal {
  return new Refusal('NOT_CSV', 'The file is not CSV text. Export the extract as CSV.', { file })
}
