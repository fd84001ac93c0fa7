import type { ColumnProfile, TableProfile } from '#ingest'
import { columnWords, type Register } from '#jurisdictions'
import { likeness } from './find-columns.ts'
import type { PlannedColumn, RegisterPlan } from './plan.ts'

/** A register that is delivered as a census, with the column of its day, and the rest. */
export interface CensusPlan {
  readonly asOf: PlannedColumn
  readonly columns: readonly PlannedColumn[]
}

/**
 * Whether a table says who was there on one day: its date is the same in all rows, or a column is called so.
 */
export function planCensus(
  register: Register,
  profile: TableProfile,
  dated: ColumnProfile | undefined,
  columns: readonly PlannedColumn[],
): CensusPlan | undefined {
  const day = dayOf(profile, dated)
  const { stock } = register
  if (stock === undefined || day === undefined) return undefined
  const isDate = ({ name }: PlannedColumn) => register.columns[name]?.type === 'date'
  const asOf = columns.find((column) => isDate(column) && column.source === day.name)
  if (asOf === undefined) return undefined
  const isOfStock = ({ name }: PlannedColumn) => name === stock.from || name === stock.to
  return { asOf, columns: columns.filter((column) => column !== asOf && !isOfStock(column)) }
}

function dayOf({ columns }: TableProfile, dated: ColumnProfile | undefined): ColumnProfile | undefined {
  const named = columns.find(({ name, type }) => type === 'date' && likeness(name, columnWords().census) > 0)
  const isOneDay = dated?.type === 'date' && dated.distinct === 1 && dated.filled > 1
  return named ?? (isOneDay ? dated : undefined)
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
