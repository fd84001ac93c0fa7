import { type Cell, cellReader, type TypedColumn } from '#warehouse'

/**
 * Writes columns as CSV (RFC 4180): comma, CRLF, a header, an empty field for NULL. Texts that a spreadsheet would run as
 * a formula get an apostrophe in front.
 */
export function encodeCsv(columns: readonly TypedColumn[]): string {
  const readers = columns.map(cellReader)
  const lines = [columns.map(({ name }) => field(name)).join(',')]
  for (let row = 0; row < (columns[0]?.length ?? 0); row++)
    lines.push(readers.map((read) => field(read(row))).join(','))
  return `${lines.join('\r\n')}\r\n`
}

function field(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
