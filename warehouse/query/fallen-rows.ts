import { monthsIn } from '../catalog/periods.ts'
import { areBig, type ColumnVector, cellReader, numberColumn, takeRows } from '../columns/typed-column.ts'
import { monthOf } from '../facts/calendar.ts'
import { isCovered } from './plan/is-covered.ts'
import type { Plan } from './plan/plan.ts'
import { countsOf } from './statement/compile.ts'
import { comparedMonth } from './steps/add-comparison.ts'

/** A row of the compared period, and the period of the answer in which nothing is left of it. */
interface Fallen {
  readonly row: number
  readonly period: number
}

/** The rows of the engine, and a row of zeros for each that fell to zero since the period that it is compared with. */
export function withFallen(columns: readonly ColumnVector[], plan: Plan): readonly ColumnVector[] {
  const fallen = fallenRows(columns, plan)
  if (fallen.length === 0) return columns
  const length = columns[0]?.length ?? 0
  const counts = new Set(countsOf(plan).map(([name]) => name))
  const rows = [...Array(length).keys(), ...fallen.map(({ row }) => row)]
  const added = columns.map((column) => {
    const dimension = plan.dimensions.find(({ name }) => name === column.name)
    if (dimension?.grain !== undefined) return withPeriods(takeRows(column, rows), length, fallen)
    if (dimension !== undefined) return takeRows(column, rows)
    const read = cellReader(column)
    const own = rows.slice(0, length).map((row) => read(row) as number)
    return numberColumn(column.name, [...own, ...fallen.map(() => (counts.has(column.name) ? 0 : null))])
  })
  const order = inOrderOfCodes(added, plan)
  return added.map((column) => takeRows(column, order))
}

function fallenRows(columns: readonly ColumnVector[], plan: Plan): readonly Fallen[] {
  const { grain, compared } = plan
  const time = columns.find(({ name }) => name === grain)
  if (compared === undefined || grain === undefined || time === undefined) return []
  const readers = plan.dimensions.flatMap((dimension) => (dimension.grain === undefined ? [dimension.name] : []))
  const others = columns.filter(({ name }) => readers.includes(name)).map(cellReader)
  const rowsIn = new Map<number, Map<string, number>>()
  for (let row = 0; row < time.length; row++) {
    const period = Number(time.values[row])
    const rows = rowsIn.get(period) ?? new Map<string, number>()
    rowsIn.set(period, rows.set(others.map((read) => read(row)).join('|'), row))
  }
  return periodsAsked(plan, [...rowsIn.keys()]).flatMap((period) => {
    const before = comparedMonth(period * monthsIn[grain], plan)
    if (before === period * monthsIn[grain] || !isCovered(before, plan)) return []
    const earlier = rowsIn.get(Math.floor(before / monthsIn[grain])) ?? []
    return [...earlier].flatMap(([key, row]) => (rowsIn.get(period)?.has(key) ? [] : [{ row, period }]))
  })
}

/** The periods asked for that are covered as a whole. */
function periodsAsked(plan: Plan, found: readonly number[]): readonly number[] {
  const { grain = 'year', asked, coverage, catalog } = plan
  const months = monthsIn[grain]
  const all =
    coverage === null
      ? found
      : range(
          Math.floor(monthOf(coverage.from, catalog.jurisdiction) / months),
          Math.floor(monthOf(coverage.to, catalog.jurisdiction) / months),
        )
  return all.filter(
    (period) => period * months >= asked.first && period * months <= asked.last && isCovered(period * months, plan),
  )
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)

function withPeriods(column: ColumnVector, from: number, fallen: readonly Fallen[]): ColumnVector {
  const { values } = column
  if (areBig(values)) throw new TypeError(`${column.name} holds big integers: a period is a number`)
  for (const [at, { period }] of fallen.entries()) values[from + at] = period
  return column
}

/** The order in which the engine gives rows: by the dimensions as they were asked for, codes as their list has them. */
function inOrderOfCodes(columns: readonly ColumnVector[], { dimensions }: Plan): readonly number[] {
  const ranks = dimensions.flatMap(({ name, grain, codes }) => {
    const column = columns.find((known) => known.name === name)
    if (column === undefined) return []
    const read = cellReader(column)
    const places = new Map(codes.map(({ code }, at) => [code, at]))
    return [(row: number) => (grain === undefined ? (places.get(String(read(row))) ?? -1) : Number(read(row)))]
  })
  const rows = [...Array(columns[0]?.length ?? 0).keys()]
  return rows.sort((one, other) => ranks.reduce((found, rank) => found || rank(one) - rank(other), 0))
}
