import type { ColumnProfile } from '#ingest'
import type { RegisterPlan } from './plan.ts'

/**
 * What the files cover, in full months or years: the first and the last day of an event are not written down. The day of a census is.
 *
 * @param today - nothing covers later days
 */
export function coverageOf(column: ColumnProfile, today: string): RegisterPlan['coverage'] {
  if (column.isYear && column.smallest !== undefined && column.largest !== undefined)
    return { from: `${column.smallest}-01-01`, to: earlier(`${column.largest}-12-31`, today) }
  if (column.type === 'quarter') return quarters(column, today)
  if (column.span === undefined) return undefined
  const { from, to } = column.span
  if (from === to && column.filled >= manyRows) return { from, to }
  return { from: `${from.slice(0, 7)}-01`, to: earlier(lastDayOf(to), today) }
}

/** The one day of so many rows is that of a census, not of somebody. */
const manyRows = 20

function quarters({ values = [] }: ColumnProfile, today: string): RegisterPlan['coverage'] {
  const names = values.map(({ value }) => value.replace('-', '')).toSorted()
  const [first, last] = [names[0], names.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const monthOf = (name: string, month: number) =>
    `${name.slice(0, 4)}-${String(3 * (Number(name.at(-1)) - 1) + month).padStart(2, '0')}-01`
  return { from: monthOf(first, 1), to: earlier(lastDayOf(monthOf(last, 3)), today) }
}

function lastDayOf(day: string): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

function earlier(day: string, other: string): string {
  return day < other ? day : other
}

/** The finest period that a column with dates allows. */
export function periodOf(column: ColumnProfile | undefined): RegisterPlan['finestPeriod'] {
  if (column?.isYear) return 'year'
  return column?.type === 'quarter' ? 'quarter' : 'month'
}
