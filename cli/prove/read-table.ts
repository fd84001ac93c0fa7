import { CsvError, parse } from 'csv-parse/sync'
import { type Fault, fault, readUtf8, requireNoFaults, unknownName } from '#foundation'
import { totalsInvalid } from './total.ts'

/** A row of the file by its header, with its line. */
export interface TotalsRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

const needed = ['measure', 'value']
const maxRows = 20_000
const separators = [',', ';', '\t']

/**
 * Reads the rows of a file of totals.
 *
 * @param columns - the columns that it may have
 * @throws {@link Refusal} `TOTALS_INVALID` with every fault of the header, or of how the file is written
 */
export function readTable(path: string, separator: string, columns: readonly string[]): readonly TotalsRow[] {
  const text = readUtf8(path, totalsInvalid)
  const lines = text.split(/\r?\n/)
  const line = lines.findIndex((one) => one.trim() !== '' && !one.startsWith('#')) + 1
  const place = { code: totalsInvalid, file: path }
  requireNoFaults(separatorFaults({ ...place, line }, lines[line - 1] ?? '', separator))
  const { header, rows } = tableIn(text, separator, path)
  requireNoFaults(headerFaults({ ...place, line }, header, columns))
  if (rows.length === 0) requireNoFaults([fault(place, 'there is a header, and not one row below it')])
  if (rows.length > maxRows)
    requireNoFaults([fault(place, `${rows.length} rows: compare at most ${maxRows} at once, and split the file`)])
  return rows
}

interface Read {
  readonly header: readonly string[]
  readonly rows: readonly TotalsRow[]
}

interface Numbered {
  readonly record: Record<string, string>
  readonly info: { readonly lines: number }
}

function tableIn(text: string, delimiter: string, path: string): Read {
  let header: readonly string[] = []
  const columns = (names: string[]) => {
    header = names
    return names
  }
  try {
    const options = { delimiter, columns, comment: '#', comment_no_infix: true, trim: true, skip_empty_lines: true }
    const rows = parse<Numbered>(text, { ...options, info: true })
    return { header, rows: rows.map(({ record, info }) => ({ line: info.lines, cells: record })) }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    requireNoFaults([fault({ code: totalsInvalid, file: path, line: Number(error['lines']) }, adviceOn(error.code))])
    throw error
  }
}

function adviceOn(code: string): string {
  return code.startsWith('CSV_RECORD_INCONSISTENT')
    ? 'this line has more or fewer cells than the header: a cell that contains the separator needs quotation marks'
    : 'a quotation mark is not closed, or is inside a cell that has none around it'
}

interface HeaderPlace {
  readonly code: string
  readonly file: string
  readonly line: number
}

/** A header without the separator, and with another one. */
function separatorFaults(place: HeaderPlace, header: string, separator: string): readonly Fault[] {
  const other = separators.find((one) => !header.includes(separator) && header.includes(one))
  if (other === undefined) return []
  const named = other === '\t' ? 'tab' : `"${other}"`
  return [fault(place, `the header has ${named} between its columns: say so with --separator`)]
}

function headerFaults(place: HeaderPlace, header: readonly string[], columns: readonly string[]): readonly Fault[] {
  const strange = header.filter((name) => !columns.includes(name))
  const repeated = header.filter((name, index) => header.indexOf(name) !== index)
  const unknown = strange.map((name) => unknownName(name, columns, { ...place, where: 'the header', what: 'column' }))
  const meant = new Set(unknown.map(({ nearest }) => nearest))
  const absent = needed.filter((name) => !header.includes(name) && !meant.has(name))
  return [
    ...unknown,
    ...repeated.map((name) => fault(place, `the column "${name}" is there twice: leave one`)),
    ...absent.map((name) => fault(place, `the column "${name}" is missing`)),
  ]
}
