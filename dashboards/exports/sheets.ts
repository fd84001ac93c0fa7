import writeWorkbook, { type Cell, type Sheet } from 'write-excel-file/node'
import type { ZipParts } from '#foundation'
import { stripTimestamps } from './ooxml.ts'
import type { Report, ReportPanel } from './report.ts'

const longestName = 31
const forbidden = /[\\/?*[\]:']/g

/** The pack as a workbook: a sheet for each figure with its values, units and notes, then definitions and sources. */
export async function sheetsOf(report: Report): Promise<ZipParts> {
  const { t, sections, definitions, title, quarter, released, link, footer } = report
  const panels = sections.flatMap((section) => section.panels)
  const names = new Map<ReportPanel, string>(panels.map((panel, at) => [panel, sheetName(at + 1, panel.title)]))
  const sheets: Sheet<never>[] = [
    pairs(t('pack_contents'), [
      [title, quarter],
      [t('release'), released],
      [t('pack_check'), link],
      ['', footer],
      ['', t('protected_note')],
      ...panels.map((panel) => [names.get(panel) ?? '', panel.about]),
    ]),
    ...panels.map((panel) => panelSheet(names.get(panel) ?? '', panel, report)),
    pairs(t('pack_definitions'), definitions),
    pairs(
      t('pack_sources'),
      panels.flatMap((panel) => panel.source.map((line) => [names.get(panel) ?? '', line])),
    ),
  ]
  return stripTimestamps(await writeWorkbook(sheets).toBuffer(), report.release.publishedAt)
}

function panelSheet(name: string, panel: ReportPanel, { t }: Report): Sheet<never> {
  const { title, about, sentences, notices, source, table } = panel
  const said = [title, about, ...sentences, ...notices, ...source]
  const asShown =
    table === undefined ? [] : [table.head.map(heading), ...table.rows.map(({ cells }) => cells.map(text))]
  const asNumbers = numbersOf(panel).map((row) => row.map(cell))
  const data: Cell[][] = [
    [heading(said[0] ?? '')],
    ...said.slice(1).map((line) => [text(line)]),
    [],
    ...asShown,
    ...(asNumbers.length === 0 ? [] : [[], [heading(t('pack_values'))], ...asNumbers]),
  ]
  return { sheet: name, data, columns: [{ width: 34 }, ...Array.from({ length: 12 }, () => ({ width: 16 }))] }
}

/** Columns with their names and units, then the values with the status of each row. */
function numbersOf({ answer, values }: ReportPanel): readonly (readonly (string | number | boolean | null)[])[] {
  if (answer !== undefined)
    return [
      answer.columns.map(({ label }) => label),
      answer.columns.map(({ unit }) => unit),
      ...(answer.rows as readonly (readonly (string | number | boolean | null)[])[]),
    ]
  return values === undefined ? [] : [values.columns, ...values.rows]
}

function pairs(name: string, rows: readonly (readonly string[])[]): Sheet<never> {
  const data = rows.map(([key = '', value = '']) => [heading(key), { ...text(value), wrap: true }])
  return { sheet: name.slice(0, longestName), data, columns: [{ width: 34 }, { width: 110 }] }
}

/** Excel takes 31 characters, no brackets, and no name twice. */
function sheetName(number: number, title: string): string {
  return `${number} ${title.replaceAll(forbidden, ' ')}`.slice(0, longestName).trim()
}

function heading(value: string) {
  return { type: String, value, fontWeight: 'bold' as const }
}

function text(value: string) {
  return { type: String, value }
}

function cell(value: string | number | boolean | null): Cell {
  if (value === null) return null
  return typeof value === 'number'
    ? { type: Number, value, format: Number.isInteger(value) ? '0' : '0.0###' }
    : text(String(value))
}
