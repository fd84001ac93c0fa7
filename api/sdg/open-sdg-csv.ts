import type { Sdg } from '#jurisdictions'
import { csvLine } from '../formats/csv.ts'
import type { HandedOver } from './hand-over.ts'

/**
 * The hand-over in the layout of the national open platform: Year, a column for each disaggregation, the series, GeoCode and
 * Value; an empty cell means everybody, an empty value that it is not shown. GeoCode is empty for the country.
 */
export function openSdgCsv(figures: readonly HandedOver[], sdg: Sdg, synthetic: boolean): string {
  const columns = Object.values(sdg.dimensions).map(({ csv_column: csv }) => csv)
  const rows = figures.map(({ year, part, series, unit, status, value }) => [
    year,
    ...columns.map((column) => (part?.column === column ? part.label : null)),
    series,
    unit,
    status,
    null,
    value,
    synthetic ? 'Synthetic data' : null,
  ])
  const head = ['Year', ...columns, 'Series', 'Unit measure', 'Observation status', 'GeoCode', 'Value', 'Comment']
  return [head, ...rows].map(csvLine).join('')
}
