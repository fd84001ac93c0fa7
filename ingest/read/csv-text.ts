import { parse } from 'csv-parse/sync'
import { Refusal } from '#foundation'
import type { Contract } from '#jurisdictions'
import type { PlainFile } from '../table/extract.ts'
import { columnNames, type Header, joinedCells } from '../table/header.ts'
import { decode } from './decode.ts'
import { firstBytes } from './first-bytes.ts'
import { looksLikeHeader, matchColumns } from './match-columns.ts'
import { requireOneDelimiter } from './mixed-delimiters.ts'
import { tidyText } from './tidy-text.ts'

/** Lines among which the header is sought, and lines that it may have. */
const [maxLines, maxHeaderLines] = [1000, 50]
const headBytes = 512 * 1024

/** A CSV text in UTF-8 whose header was found and fits its contract. */
export interface CsvText extends Pick<FoundHeader, 'delimiter' | 'line' | 'rows' | 'above'> {
  readonly path: string
  readonly header: Header
  readonly notes: readonly string[]
}

/** Reads the header of a file, and no row. @throws {@link Refusal} see `openCsv` */
export async function csvText(plain: Omit<PlainFile, 'connection'>): Promise<CsvText> {
  const { encoding, path: decoded } = await decode(plain.path, plain.file, plain.contract.format.encoding)
  const path = await tidyText(decoded, plain.file)
  const notes = encoding === 'windows-1251' ? ['LETTERS_LOST'] : []
  return { ...decodedText({ ...plain, path }), notes }
}

/** Finds the header of a text that is UTF-8 already. */
export function decodedText({ path, file, contract }: Omit<PlainFile, 'connection'>): CsvText {
  const first = firstBytes(path, headBytes)
    .toString('utf8')
    .split(/\r\n|\n|\r/, maxLines)
  const { columns, delimiter, line, rows, above } = findHeader(first, file, contract)
  const header = matchColumns(columns, file, contract)
  requireOneDelimiter(first, { columns, delimiter, above }, split, { file, contract })
  return { path, header, delimiter, line, rows, above, notes: [] }
}

interface FoundHeader {
  readonly columns: readonly string[]
  readonly delimiter: string
  /** Lines above the header. */
  readonly line: number
  /** Rows of the header: the contract says whether there are two. */
  readonly rows: number
  /** Lines above the first row: a header with line breaks has several. */
  readonly above: number
}

function findHeader(lines: readonly string[], file: string, contract: Contract): FoundHeader {
  const { delimiter: delimiters, title_rows: titles } = contract.format
  const filled = lines.flatMap((text, line) => (text.trim() === '' ? [] : [line])).slice(0, titles + 1)
  const candidates: FoundHeader[] = []
  for (const line of filled) {
    const { texts, above } = headerRows(lines, line, contract)
    for (const delimiter of delimiters) {
      const columns = columnsOf(texts, delimiter, contract)
      const candidate = { columns, delimiter, line, rows: texts.length, above }
      if (looksLikeHeader(candidate.columns, contract)) return candidate
      candidates.push(candidate)
    }
  }
  const [first] = candidates.toSorted((a, b) => a.line - b.line || b.columns.length - a.columns.length)
  if (first === undefined || first.columns.length === 0) throw notCsv(file)
  return first
}

/** The rows of a header, and the lines above the first row below it. */
function headerRows(lines: readonly string[], line: number, { format }: Contract) {
  const upper = wholeHeader(lines, line)
  if (format.header_rows === 1) return { texts: [upper.text], above: upper.above }
  const lower = wholeHeader(lines, upper.above)
  return { texts: [upper.text, lower.text], above: lower.above }
}

function columnsOf([upper = '', lower]: readonly string[], delimiter: string, { format }: Contract): string[] {
  if (lower === undefined) return split(upper, delimiter)
  return columnNames(joinedCells(cellsOf(upper, delimiter), cellsOf(lower, delimiter), format.header_joined_by))
}

/** A header whose cells hold line breaks, put together. */
function wholeHeader(lines: readonly string[], line: number): { text: string; above: number } {
  let [text, above] = [lines[line] ?? '', line + 1]
  while (text.split('"').length % 2 === 0 && above < Math.min(lines.length, line + maxHeaderLines))
    text = `${text}\n${lines[above++] ?? ''}`
  return { text, above }
}

function split(line: string, delimiter: string): string[] {
  return columnNames(cellsOf(line, delimiter))
}

function cellsOf(line: string, delimiter: string): string[] {
  try {
    const [cells = []] = parse(line, { delimiter, trim: true, relax_column_count: true }) as string[][]
    return cells
  } catch {
    return []
  }
}

function notCsv(file: string): Refusal {
  return new Refusal('NOT_CSV', 'The file is not CSV text. Export the extract as CSV.', { file })
}
