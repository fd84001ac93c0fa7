import { type Answer, type Calendar, type CellValue, type ColumnVector, cellReader, periodLabel } from '#warehouse'

/**
 * Writes an answer as CSV (RFC 4180): comma, CRLF, a header, an empty field for NULL. What has to stand beside the figures
 * stands in each row, as codes, for a file loses everything else: the release, the notes, the units of the measures in their order,
 * and the days that are covered (ISO 8601). Where extracts do not cover all of the question, an answer without rows has one line of
 * empty fields to say so. Where years do not begin on 1 January, columns at the end name years and quarters as people do.
 */
export function encodeCsv({ columns, rows, edition, notes, meanings, period }: Answer, calendar: Calendar): string {
  const fields = columns.map(fieldReader)
  const units = meanings.flatMap(({ role, unit }) => (role === 'figure' && unit !== null ? [unit] : []))
  const about = [edition.id, notes.join(' '), units.join(' '), period === null ? null : `${period.from}/${period.to}`]
  const labels = labelColumns({ columns, meanings }, calendar)
  const end = csvLine(about)
  const head = [...columns.map(({ name }) => name), edition.kind, 'notes', 'unit', 'period']
  const lines = [csvLine([...head, ...labels.map(({ name }) => name)])]
  for (let row = 0; row < rows; row++) {
    const named = labels.map(({ read }) => read(row))
    lines.push([...fields.map((read) => read(row)), named.length === 0 ? end : csvLine([...about, ...named])].join(','))
  }
  const isPartlyKnown = notes.includes('trimmed') || notes.includes('coverage_unknown')
  if (rows === 0 && isPartlyKnown)
    lines.push(csvLine([...columns.map(() => null), ...about, ...labels.map(() => null)]))
  return lines.join('')
}

/** What people read for the years and quarters of an answer, where that is not their code. */
function labelColumns({ columns, meanings }: Pick<Answer, 'columns' | 'meanings'>, calendar: Calendar) {
  if (calendar.yearStarts === 1) return []
  return columns.flatMap((column, at) => {
    const { role, name } = meanings[at] ?? {}
    if (role !== 'time' || name === 'month') return []
    const read = cellReader(column)
    return [{ name: `${name}_label`, read: (row: number) => periodLabel(String(read(row)), calendar) }]
  })
}

/** One line with its end. Texts that a spreadsheet would run as a formula get an apostrophe in front. */
export function csvLine(cells: readonly CellValue[]): string {
  return `${cells.map(field).join(',')}\r\n`
}

/** A function that writes the fields of one column. Codes occur in many rows, and are written once each. */
function fieldReader(column: ColumnVector): (row: number) => string {
  const { type, dictionary = [] } = column
  const isCode = type === 'code'
  const read = cellReader(isCode ? { ...column, dictionary: dictionary.map(field) } : column)
  return isCode ? (row) => String(read(row) ?? '') : (row) => field(read(row))
}

/** A day of every year as XML Schema writes it: programs read it, and to a spreadsheet it is a number. */
const dayOfYear = /^--\d\d-\d\d$/

function field(cell: CellValue): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) && !dayOfYear.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
