import { readFileSync, writeFileSync } from 'node:fs'
import { Refusal } from '#foundation'
import type { Contract } from '#jurisdictions'
import type { Extract, PlainFile } from '../table/extract.ts'
import { columnNames, joinedCells } from '../table/header.ts'
import { type SheetRow, withCellErrors } from './cell-errors.ts'
import { lineScan, openDecodedCsv } from './csv.ts'
import { requireEncodedOnce } from './encoded-twice.ts'
import { looksLikeHeader } from './match-columns.ts'
import { commaColumns } from './number-cells.ts'
import { passwordProtected, requireModestZip } from './unpack.ts'

/**
 * Opens a workbook: the sheets that the contract names, or the first, one below the other under one header. Other
 * sheets are not read. Cells with a date format become ISO dates.
 *
 * @throws {@link Refusal} `NOT_A_WORKBOOK`, `MISSING_SHEET`, `SHEETS_DIFFER`, `FURTHER_SHEET`, or what is wrong with the columns
 */
export async function openWorkbook(plain: PlainFile): Promise<Extract> {
  const { path, file, contract } = plain
  requireOpenWorkbook(path, file)
  await requireModestZip(path, file).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'NOT_ZIP' ? notAWorkbook(file, error) : error
  })
  const read = await readSheets(path, file)
  const { sheets: rowsOf, found } = await withCellErrors(
    path,
    read.map(({ data }) => data),
  )
  const sheets = read.map(({ sheet }, index) => ({ sheet, data: rowsOf[index] ?? [] }))
  const parts = chosen(sheets, file, contract).map(({ sheet, data }) =>
    withSheetName(belowTitles(data, contract), sheet, contract),
  )
  const [header = []] = parts[0] ?? []
  if (parts.some(([other = []]) => other.join('\n') !== header.join('\n'))) {
    throw new Refusal('SHEETS_DIFFER', 'The sheets have different columns. Give them the same header.', { file })
  }
  if (contract.format.sheets.length === 0) requireNoFurtherRows(sheets.slice(1), file, contract)
  const rows = [header, ...parts.flatMap(([, ...body]) => body)]
  const text = `${path}.csv`
  const { missing_values: empty } = contract.format
  const commas = commaColumns(contract)
  const withComma = header.map((cell) => commas.has(cellText(cell)))
  const written = (cell: unknown, index: number) =>
    typeof cell === 'number' && withComma[index] ? String(cell).replace('.', ',') : cellText(cell)
  writeFileSync(
    text,
    rows.map((row) => `${header.map((_, index) => quoted(written(row[index], index), empty)).join(';')}\n`).join(''),
    { mode: 0o600 },
  )
  const everything = `${path}.text`
  writeFileSync(everything, textOf(sheets), { mode: 0o600 })
  requireEncodedOnce(everything, file)
  const format: Contract['format'] = { ...contract.format, delimiter: [';'], title_rows: 0, header_rows: 1 }
  return {
    ...(await openDecodedCsv({ ...plain, path: text, contract: { ...contract, format } })),
    lines: lineScan(everything),
    besides: lineScan(everything),
    text: undefined,
    cellErrors: found,
    typed: true,
    notes: sheets.length > parts.length ? ['SHEETS_NOT_READ'] : [],
  }
}

interface Sheet {
  readonly sheet: string
  readonly data: readonly SheetRow[]
}

/** Names and cells of all sheets: what is not read is screened all the same, for the workbook goes to the archive. */
function textOf(sheets: readonly Sheet[]): string {
  const lines = sheets.flatMap(({ sheet, data }) => [
    sheet,
    ...data.map((row) => row.map((cell) => cellText(cell).replaceAll(/\s+/g, ' ')).join(';')),
  ])
  return `${lines.join('\n')}\n`
}

async function readSheets(path: string, file: string) {
  const { default: readWorkbook } = await import('read-excel-file/node')
  try {
    return await readWorkbook(path)
  } catch (error) {
    throw notAWorkbook(file, error)
  }
}

function notAWorkbook(file: string, cause: unknown): Refusal {
  const advice = 'The file is not a sound workbook (.xlsx). Save it again as an Excel workbook.'
  return new Refusal('NOT_A_WORKBOOK', advice, { file }, { cause })
}

function chosen(sheets: readonly Sheet[], file: string, { format }: Contract): readonly Sheet[] {
  if (format.sheets.length === 0) return sheets.slice(0, 1)
  const named = format.sheets.map((name) => {
    const found = sheets.filter(
      ({ sheet }) => sheet === name || (name.endsWith('*') && sheet.startsWith(name.slice(0, -1))),
    )
    if (found.length > 0) return found
    throw new Refusal('MISSING_SHEET', `The workbook has no sheet "${name}".`, { file, allowed: format.sheets })
  })
  return [...new Set(named.flat())]
}

/** The name of a sheet may say what is in none of its cells, such as the year. */
function withSheetName(rows: readonly SheetRow[], sheet: string, { format }: Contract): readonly SheetRow[] {
  const { sheet_column: column } = format
  if (column === undefined) return rows
  const [header = [], ...body] = rows
  const widened = body.map((row) => (isBlank(row) ? row : [...header.map((_, index) => row[index] ?? null), sheet]))
  return [[...header, column], ...widened]
}

/** Another sheet with rows of the register would be lost. @throws {@link Refusal} `FURTHER_SHEET` */
function requireNoFurtherRows(
  others: readonly { data: readonly SheetRow[] }[],
  file: string,
  contract: Contract,
): void {
  const isExtract = (rows: readonly SheetRow[]) => {
    const [header = [], ...body] = belowTitles(rows, contract)
    return body.length > 0 && looksLikeHeader(header.map(cellText), contract)
  }
  const place = others.findIndex(({ data }) => isExtract(data))
  if (place < 0) return
  const advice = `Sheet ${place + 2} has rows of this register too, hidden or not. Put all rows on the first sheet, or name the sheets in the contract ("sheets").`
  throw new Refusal('FURTHER_SHEET', advice, { file })
}

/** Titles are merged cells above the header; empty rows count for nothing. */
function belowTitles(rows: readonly SheetRow[], { format, ...contract }: Contract): readonly SheetRow[] {
  const filled = rows.flatMap((row, index) => (isBlank(row) ? [] : [index])).slice(0, format.title_rows + 1)
  const cellsOf = (index: number) => Array.from(rows[index] ?? [], cellText)
  const headerAt = (index: number) =>
    format.header_rows === 1 ? cellsOf(index) : joinedCells(cellsOf(index), cellsOf(index + 1), format.header_joined_by)
  const isHeader = (index: number) => looksLikeHeader(columnNames(headerAt(index)), { format, ...contract })
  const start = filled.find(isHeader) ?? filled[0] ?? 0
  const header = headerAt(start)
  const body = rows.slice(start + format.header_rows)
  const width = header.findLastIndex((cell) => cell !== '') + 1
  return [columnNames(header).slice(0, width), ...body.slice(0, body.findLastIndex((row) => !isBlank(row)) + 1)]
}

function isBlank(row: SheetRow): boolean {
  return row.every((cell) => cellText(cell) === '')
}

/** What is no zip was locked with a password, for which its container has a stream of that name, or comes from before 2007. */
function requireOpenWorkbook(path: string, file: string): void {
  const bytes = readFileSync(path)
  if (!bytes.subarray(0, compound.length).equals(compound)) return
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw passwordProtected(file)
  const advice = 'The file is of an old kind of Excel or Office (.xls) under the name of a new one. Save it as .xlsx.'
  throw new Refusal('OLD_WORKBOOK', advice, { file })
}

/** How OLE compound files begin. */
const compound = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  return cell instanceof Date ? dayOrMoment(cell.toISOString()) : String(cell).trim()
}

/** A time of day beside the date is kept, to be refused by name; workbooks know no offsets. */
function dayOrMoment(moment: string): string {
  return moment.slice(0, moment.endsWith('T00:00:00.000Z') ? 10 : 19)
}

/** Quoted where needed, but not where it would hide that a cell is empty. */
function quoted(text: string, empty: readonly string[]): string {
  return empty.includes(text) || !/[;"\r\n]/.test(text) ? text : `"${text.replaceAll('"', '""')}"`
}
