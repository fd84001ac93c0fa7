import type { ColumnProfile, TableProfile } from '#ingest'
import { columnWords, type Register } from '#jurisdictions'
import { dayInName } from './file-pattern.ts'
import { likeness } from './find-columns.ts'
import type { PlannedColumn, RegisterPlan } from './plan.ts'

/** A register that is delivered as a census, with the column of its day, and the rest. */
export interface CensusPlan {
  readonly asOf: PlannedColumn
  readonly columns: readonly PlannedColumn[]
  /** The day that the name of the file says. */
  readonly days?: RegisterPlan['coverage']
}

/**
 * Whether a table says who was there on a day: a column is called so, or the only date is one of few, or that of counts.
 */
export function planCensus(
  register: Register,
  profile: TableProfile,
  dated: ColumnProfile | undefined,
  columns: readonly PlannedColumn[],
  isCounted: boolean,
): CensusPlan | undefined {
  const days = columns.filter(({ name }) => register.columns[name]?.type === 'date')
  const day = dayOf(profile, days.length === 1 ? dated : undefined, isCounted)
  const { stock } = register
  if (stock === undefined || day === undefined) return undefined
  const isDate = ({ name }: PlannedColumn) => register.columns[name]?.type === 'date'
  const asOf = columns.find((column) => isDate(column) && column.source === day.name)
  if (asOf === undefined) return undefined
  const isOfStock = ({ name }: PlannedColumn) => name === stock.from || name === stock.to
  return { asOf, columns: columns.filter((column) => column !== asOf && !isOfStock(column)) }
}

/** A census whose day is in the name of its one file, and in none of its columns. */
export function censusInName(
  { stock }: Register,
  { files }: TableProfile,
  columns: readonly PlannedColumn[],
): CensusPlan | undefined {
  const [file = '', ...others] = files
  const day = dayInName(file)
  if (stock === undefined || day === undefined || others.length > 0) return undefined
  const asOf = {
    name: 'as_of',
    source: undefined,
    keys: [['value', day]],
    todo: 'the day in the name of the file',
  } as const
  const isOfStock = ({ name }: PlannedColumn) => name === stock.from || name === stock.to
  return { asOf, columns: columns.filter((column) => !isOfStock(column)), days: { from: day, to: day } }
}

function dayOf(
  { columns }: TableProfile,
  only: ColumnProfile | undefined,
  isCounted: boolean,
): ColumnProfile | undefined {
  const named = columns.find(({ name, type }) => type === 'date' && likeness(name, columnWords().census) > 0)
  const areFew = only?.type === 'date' && (isCounted || only.distinct * peopleOfCensus <= only.filled)
  return named ?? (areFew ? only : undefined)
}

/** So many rows of one day are a census, and not so many events. */
const peopleOfCensus = 20

/** A year, where no year has more than one day: there is no census of each quarter then. */
export function periodOfCensus({ span, distinct }: ColumnProfile): RegisterPlan['finestPeriod'] {
  const years = span === undefined ? 0 : Number(span.to.slice(0, 4)) - Number(span.from.slice(0, 4)) + 1
  return years > 1 && distinct <= years ? 'year' : 'quarter'
}

/** The whole quarters, or years, of days of a census: each has to have one. */
export function wholePeriods(
  days: RegisterPlan['coverage'],
  finest: RegisterPlan['finestPeriod'],
): RegisterPlan['coverage'] {
  if (days === undefined) return undefined
  const months = finest === 'year' ? 12 : 3
  const first = (day: string) => Math.floor((Number(day.slice(5, 7)) - 1) / months) * months
  const at = (day: string, month: number) => new Date(Date.UTC(Number(day.slice(0, 4)), month, 1)).getTime()
  const iso = (time: number) => new Date(time).toISOString().slice(0, 10)
  return { from: iso(at(days.from, first(days.from))), to: iso(at(days.to, first(days.to) + months) - 86_400_000) }
}
