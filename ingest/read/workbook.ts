import { writeFileSync } from 'node:fs'
import { Refusal } from '#foundation'
import type { Contract } from '#jurisdictions'
import { lineScan, openDecodedCsv } from './csv.ts'
import type { Extract, PlainFile } from './extract.ts'
import { looksLikeHeader } from './match-columns.ts'
import { commaColumns } from './number-cells.ts'
import { requireModestZip } from './unpack.ts'

type Row = readonly unknown[]

/**
 * Opens a workbook: the sheets that the contract names, or the first, one below the other under one header. Other
 * sheets are not read. Cells with a date format become ISO dates.
 *
 * @throws {@link Refusal} `NOT_A_WORKBOOK`, `MISSING_SHEET`, `SHEETS_DIFFER`, or what is wrong with the columns
 */
export async function openWorkbook(plain: PlainFile): Promise<Extract> {
  const { path, file, contract } = plain
  await requireModestZip(path, file)
  const sheets = await readSheets(path, file)
  const parts = chosen(sheets, file, contract).map((rows) => belowTitles(rows, contract))
  const [header = []] = parts[0] ?? []
  if (parts.some(([other = []]) => other.join('\n') !== header.join('\n'))) {
    throw new Refusal('SHEETS_DIFFER', 'The sheets have different columns. Give them the same header.', { file })
  }
  const rows = [header, ...parts.flatMap(([, ...body]) => body)]
  const text = `${path}.csv`
  const { empty } = contract.format
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
  const dialect = { ...contract, format: { ...contract.format, delimiter: [';'], title_rows: 0 } }
  return {
    ...(await openDecodedCsv({ ...plain, path: text, contract: dialect })),
    lines: lineScan(everything),
    besides: lineScan(everything),
    typed: true,
    notes: sheets.length > parts.length ? ['SHEETS_NOT_READ'] : [],
  }
}

/** Names and cells of all sheets: what is not read is screened all the same, for the workbook goes to the archive. */
function textOf(sheets: Awaited<ReturnType<typeof readSheets>>): string {
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
    const advice = 'The file is not a sound workbook (.xlsx). Save it again as an Excel workbook.'
    throw new Refusal('NOT_A_WORKBOOK', advice, { file }, { cause: error })
  }
}

function chosen(
  sheets: readonly { sheet: string; data: readonly Row[] }[],
  file: string,
  { format }: Contract,
): readonly (readonly Row[])[] {
  if (format.sheets.length === 0) return sheets.slice(0, 1).map(({ data }) => data)
  return format.sheets.map((name) => {
    const found = sheets.find(({ sheet }) => sheet === name)
    if (found !== undefined) return found.data
    throw new Refusal('MISSING_SHEET', `The workbook has no sheet "${name}".`, { file, allowed: format.sheets })
  })
}

/** Titles are merged cells above the header. */
function belowTitles(rows: readonly Row[], contract: Contract): readonly Row[] {
  const start = rows.findIndex(
    (row, index) => index <= contract.format.title_rows && looksLikeHeader(row.map(cellText), contract),
  )
  const [header = [], ...body] = rows.slice(Math.max(start, 0))
  const width = header.findLastIndex((cell) => cell !== null) + 1
  return [header.slice(0, width), ...body.filter((row) => row.some((cell) => cell !== null))]
}

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
