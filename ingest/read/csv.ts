import { statSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral } from '#foundation'
import type { Contract } from '#jurisdictions'
import type { Extract, PlainFile } from '../table/extract.ts'
import { fileNo } from '../table/row-numbers.ts'
import { type CsvText, csvText, decodedText } from './csv-text.ts'

/** Where lines that are not rows are kept during one scan (personal data: it lives in memory only). */
const [rejects, scans] = ['csv_rejects', 'csv_scans']
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
  const text = await csvText(plain)
  await forgetBroken(plain.connection)
  return csvExtract(text, plain.contract)
}

/** Opens CSV that is UTF-8 already. */
export async function openDecodedCsv(plain: PlainFile): Promise<Extract> {
  const text = decodedText(plain)
  await forgetBroken(plain.connection)
  return csvExtract(text, plain.contract)
}

/** Broken lines of the last scan are no longer known. */
export async function forgetBroken(connection: DuckDBConnection): Promise<void> {
  await connection.run(`drop table if exists ${rejects}; drop table if exists ${scans}`)
}

/** A text whose header was found, as relations. */
export function csvExtract(text: CsvText, contract: Contract): Extract {
  const { path, header, delimiter, line, rows, above, notes } = text
  const { subtotals, line_breaks: lineBreaks } = contract.format
  return {
    header,
    lines: `(select ${asLine(delimiter)} as line from ${lineScan(path)})`,
    rows: csvScan([path], rowOptions(text, contract)),
    malformed: `(select line - ${line + rows} as "row", any_value(ltrim(csv_line, chr(10) || chr(13))) as line from ${rejects} group by ${rejects}.line)`,
    blanks: `(select n - ${above} as "row" from (select row_number() over () as n, line from ${lineScan(path)}) where line is null and n > ${above})`,
    besides: `(select line from ${lineScan(path)} limit ${line})`,
    text: { path, delimiter, above, cells: header.columns.length, subtotals, lineBreaks },
    cellErrors: false,
    typed: false,
    notes,
  }
}

/** Several texts that are written alike as one: each line and each row says in {@link fileNo} which of them it is from. */
export interface CsvTexts {
  /** A relation with `line`. */
  readonly lines: string
  /** A relation of the text columns, in the order of the texts. */
  readonly rows: string
  /** A relation of the texts that had broken lines, once `rows` were read. */
  readonly broken: string
}

/** @param texts - at least one; all have the header, delimiter and title lines of the first */
export function csvTexts(texts: readonly CsvText[], contract: Contract): CsvTexts {
  const paths = texts.map(({ path }) => path)
  const [text] = texts as readonly [CsvText]
  const places = paths.map((path, index) => `(${quoteLiteral(path)}, ${index})`).join(', ')
  const inOrder = `select file_index::integer as ${fileNo}`
  return {
    lines: `(${inOrder}, ${asLine(text.delimiter)} as line from ${lineScan(...paths)})`,
    rows: `(${inOrder}, * from ${csvScan(paths, rowOptions(text, contract))})`,
    broken: `(select distinct place as ${fileNo} from ${rejects} join ${scans} using (scan_id, file_id)
              join (values ${places}) as texts(path, place) on path = file_path)`,
  }
}

/** Commas become marks that stand in no cell. */
function asLine(delimiter: string): string {
  return delimiter === ',' ? `replace(line, ',', chr(31))` : 'line'
}

function rowOptions({ header, delimiter, line, rows }: CsvText, { format }: Contract): readonly string[] {
  return [
    `skip = ${line + rows}`,
    'header = false',
    `delim = ${quoteLiteral(delimiter)}`,
    `quote = '"', escape = '"'`,
    `nullstr = [${format.missing_values.map(quoteLiteral).join(', ')}]`,
    `columns = {${header.columns.map((name) => `${quoteIdentifier(name)}: 'VARCHAR'`).join(', ')}}`,
    `store_rejects = true, rejects_table = '${rejects}', rejects_scan = '${scans}', rejects_limit = 0`,
  ]
}

/** A relation with one column `line`: files line by line, without looking at cells. */
export function lineScan(...paths: readonly string[]): string {
  const noDelimiter = quoteLiteral('\u0001')
  return csvScan(paths, [
    'header = false',
    `delim = ${noDelimiter}`,
    `quote = '', escape = ''`,
    `columns = {line: 'VARCHAR'}`,
  ])
}

function csvScan(paths: readonly string[], options: readonly string[]): string {
  const size = Math.max(...paths.map((path) => statSync(path).size))
  const sizes = [`max_line_size = ${maxLineBytes}`, `buffer_size = ${size < largeFile ? smallBuffer : largeBuffer}`]
  const files = `[${paths.map(quoteLiteral).join(', ')}]`
  return `read_csv(${[files, 'auto_detect = false', ...sizes, ...options].join(', ')})`
}
