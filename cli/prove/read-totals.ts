import { type Fault, fault, requireNoFaults, unknownName } from '#foundation'
import { type Catalog, type Dataset, grains } from '#warehouse'
import { type Cell, dimensionOfDataset, readCode, readPeriod, readValue } from './read-cells.ts'
import { readTable, type TotalsRow } from './read-table.ts'
import { type CellPlace, type Notation, type Reading, type Total, totalsInvalid } from './total.ts'

/** Where a whole column is wrong, every row would be a fault. */
const maxFaults = 20

/**
 * Reads a file of totals: columns `measure` and `value`, one for each dimension or period that the figures are by, and `dataset` where a
 * measure is of several. An empty cell means all.
 *
 * @throws {@link Refusal} `TOTALS_INVALID` with every fault: its line, the column, and the name that was probably meant
 */
export function readTotals(
  path: string,
  { separator, decimal }: Notation,
  catalogs: Omit<Reading, 'decimal'>,
): readonly Total[] {
  const reading: Reading = { ...catalogs, decimal }
  const rows = readTable(path, separator, columnsOf(catalogs.whole))
  const read = rows.map((row) => readRow(row, path, reading))
  const faults = read.flatMap((one) => ('faults' in one ? one.faults : []))
  requireNoFaults(firstOf(faults, path))
  const totals = read.flatMap((one) => ('value' in one ? [one.value] : []))
  requireNoFaults(firstOf(repeatedRows(totals, path), path))
  return totals
}

function columnsOf({ datasets }: Catalog): readonly string[] {
  const dimensions = [...datasets.values()].flatMap((dataset) => [...dataset.dimensions.keys()])
  return [...new Set(['measure', 'dataset', 'value', 'period', ...grains, ...dimensions])]
}

function readRow({ line, cells }: TotalsRow, file: string, reading: Reading): Cell<Total> {
  const place = { code: totalsInvalid, file, line }
  const named = datasetOf(cells, reading, { ...place, where: 'measure' })
  if ('faults' in named) return named
  const { dataset, measure } = named.value
  const { form = {} } = dataset.measures.get(measure) ?? {}
  const kind = 'count' in form ? 'count' : 'share' in form ? 'share' : 'other'
  const value = readValue(cells['value'] ?? '', kind, reading, { ...place, where: 'value' })
  const period = readPeriod(cells, reading.whole.jurisdiction, place)
  const codes = codesOf(cells, dataset, place)
  const faults = [value, period, codes].flatMap((one) => ('faults' in one ? one.faults : []))
  if ('faults' in value || 'faults' in period || 'faults' in codes) return { faults }
  return { value: { line, dataset: dataset.name, measure, period: period.value, codes: codes.value, ...value.value } }
}

/** The measure of a row and its dataset, which a row names where several datasets have the measure. */
function datasetOf(
  cells: Readonly<Record<string, string>>,
  { whole, isPublished, dataset: byDefault }: Reading,
  place: CellPlace,
): Cell<{ readonly dataset: Dataset; readonly measure: string }> {
  const [measure = '', ofMeasure] = (cells['measure'] ?? '').split('.').reverse()
  const name = ofMeasure ?? (cells['dataset'] || byDefault)
  if (name !== undefined && !whole.datasets.has(name))
    return { faults: [unknownName(name, [...whole.datasets.keys()], { ...place, where: 'dataset', what: 'dataset' })] }
  const all = [...whole.datasets.values()].filter((dataset) => name === undefined || dataset.name === name)
  const having = all.filter(({ measures }) => measures.has(measure))
  const published = having.filter((dataset) => isPublished(dataset.name, measure))
  const [dataset, ...others] = published.length > 0 ? published : having
  if (dataset !== undefined && others.length === 0) return { value: { dataset, measure } }
  if (dataset !== undefined) {
    const names = [dataset, ...others].map((one) => `${one.name}.${measure}`).join(', ')
    return {
      faults: [
        fault(place, `measure: "${measure}" may be ${names}: write one of these, or name its dataset with --dataset`),
      ],
    }
  }
  const known = [...new Set(all.flatMap(({ measures }) => [...measures.keys()]))]
  return { faults: [unknownName(measure, known, { ...place, what: 'measure' })] }
}

function codesOf(
  cells: Readonly<Record<string, string>>,
  dataset: Dataset,
  place: Omit<CellPlace, 'where'>,
): Cell<Total['codes']> {
  const others = ['measure', 'dataset', 'value', 'period', ...grains]
  const filled = Object.entries(cells).filter(([name, text]) => text !== '' && !others.includes(name))
  const read = filled.map(([name, text]): readonly [string, Cell<string>] => {
    const dimension = dimensionOfDataset(name, dataset, { ...place, where: name })
    return [name, 'faults' in dimension ? dimension : readCode(dimension.value, text, { ...place, where: name })]
  })
  const faults = read.flatMap(([, cell]) => ('faults' in cell ? cell.faults : []))
  if (faults.length > 0) return { faults }
  return { value: Object.fromEntries(read.flatMap(([name, cell]) => ('value' in cell ? [[name, cell.value]] : []))) }
}

/** Two rows about one figure: one of them would be compared in vain. */
function repeatedRows(totals: readonly Total[], file: string): readonly Fault[] {
  const lines = new Map<string, number>()
  return totals.flatMap(({ line, dataset, measure, period, codes }) => {
    const key = JSON.stringify([dataset, measure, period?.code, Object.entries(codes).sort()])
    const earlier = lines.get(key)
    lines.set(key, earlier ?? line)
    if (earlier === undefined) return []
    return [
      fault({ code: totalsInvalid, file, line }, `this is the figure of line ${earlier} again: leave one of them`),
    ]
  })
}

function firstOf(faults: readonly Fault[], file: string): readonly Fault[] {
  const others = faults.length - maxFaults
  if (others <= 0) return faults
  return [
    ...faults.slice(0, maxFaults),
    fault({ code: totalsInvalid, file }, `${others} further faults are not listed`),
  ]
}
