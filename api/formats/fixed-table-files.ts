import type { Cell } from 'write-excel-file/node'
import type { Language } from '#jurisdictions'
import { type Catalog, datasetNamed, type FixedTable, periodLabel, type ReleaseManifest } from '#warehouse'
import { csvLine } from './csv.ts'
import { fileWords } from './words.ts'

/** Printed tables as CSV: a line for each sum, an empty field where it is not told, and the release in each line. */
export function fixedTablesCsv(tables: readonly FixedTable[], { id, synthetic, yearStarts }: ReleaseManifest): string {
  const isNamed = yearStarts !== 1
  const lines = tables.flatMap(({ year, rows, columns, sums, rowTotals, columnTotals }) => [
    ...rows.flatMap((region, row) => [
      ...columns.map((sex, column) => line(year, region, sex, sums[row]?.[column] ?? null)),
      line(year, region, '_T', rowTotals[row] ?? null),
    ]),
    ...columns.map((sex, column) => line(year, '_T', sex, columnTotals[column] ?? null)),
  ])
  const head = ['year', 'region', 'sex', 'sum', 'status', 'release', 'notes', ...(isNamed ? ['year_label'] : [])]
  return [csvLine(head), ...lines].join('')

  function line(year: number, region: string, sex: string, sum: number | null): string {
    const label = isNamed ? [periodLabel(String(year), { yearStarts })] : []
    const status = sum === null ? 'not_told' : 'told'
    return csvLine([year, region, sex, sum, status, id, synthetic ? 'synthetic' : '', ...label])
  }
}

/** The same as a workbook, a sheet for each year as it is printed, and one that says where it is from. */
export async function fixedTablesWorkbook(
  tables: readonly FixedTable[],
  catalog: Catalog,
  language: Language,
  { id, synthetic }: ReleaseManifest,
): Promise<Buffer> {
  const { heading, pairSheet, sheet, textCell, workbookOf } = await import('./workbook-sheets.ts')
  const { dimensions, source } = datasetNamed('sentences', catalog)
  const label = (dimension: string, code: string) =>
    dimensions.get(dimension)?.codes.find((known) => known.code === code)?.label[language] ?? code
  const number = (value: number | null): Cell => (value === null ? textCell('–') : { value, format: '#,##0' })
  const sheets = tables.map(({ year, rows, columns, sums, rowTotals, columnTotals, total }) => {
    const region = dimensions.get('region')?.label[language] ?? ''
    const head = [region, ...columns.map((code) => label('sex', code)), fileWords.total[language]]
    const body = rows.map((code, row): Cell[] => [
      textCell(label('region', code)),
      ...columns.map((_, column) => number(sums[row]?.[column] ?? null)),
      number(rowTotals[row] ?? null),
    ])
    const totals = [textCell(fileWords.total[language]), ...[...columnTotals, total].map(number)]
    // Sheets are not named with a stroke.
    const name = periodLabel(String(year), catalog.jurisdiction).replace('/', '–')
    return sheet(name, [head.map(heading), ...body, totals], head)
  })
  const about = [
    [fileWords.source[language], source[language]],
    [fileWords.release[language], id],
    [fileWords.synthetic[language], fileWords[synthetic ? 'yes' : 'no'][language]],
  ]
  return await workbookOf([...sheets, pairSheet(fileWords.about[language], about)])
}
