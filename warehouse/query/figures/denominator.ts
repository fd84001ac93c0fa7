import { type Grain, monthsIn } from '../../catalog/periods.ts'
import { daysOf, type MonthRange } from '../../facts/calendar.ts'
import type { Plan } from '../plan/plan.ts'

/** What a count of some months is divided by for a rate of a year. */
export interface Denominator {
  /** The mean over the months; `null` when it is not known, or not for all of them. */
  readonly mean: number | null
  /** How many years the months are; 1 for up to a year, which is not annualised. */
  readonly years: number
  /** Whether it is known for a part of the months only. */
  readonly isPartlyKnown: boolean
}

/**
 * The mean of a denominator over some months. Figures of years are stated: where there is none, it is not known. Those of
 * quarters are counted: where there is none within what is covered, it is zero.
 *
 * @param known - by period
 * @param grain - of the periods
 */
export function denominatorOver(
  known: ReadonlyMap<number, number>,
  asked: MonthRange,
  grain: Grain,
  plan: Pick<Plan, 'coverage' | 'catalog'>,
): Denominator {
  const isStated = grain === 'year'
  const months = within(asked, plan, [...known.keys()], monthsIn[grain])
  const periods = periodsOf(months, monthsIn[grain], { ...plan, coverage: isStated ? null : plan.coverage })
  const found = periods.flatMap((period) => known.get(period) ?? [])
  const isPartlyKnown = isStated && found.length > 0 && found.length < periods.length
  const isKnown = found.length > 0 && !isPartlyKnown
  const mean = isKnown ? found.reduce((sum, count) => sum + count, 0) / periods.length : null
  const length = months.last - months.first + 1
  return { mean, years: length > 12 ? length / 12 : 1, isPartlyKnown }
}

/** Where nothing says what is covered, the months are those of which something is known. */
function within(
  asked: MonthRange,
  { coverage }: Pick<Plan, 'coverage'>,
  known: readonly number[],
  months: number,
): MonthRange {
  if (coverage !== null || known.length === 0) return asked
  const [first, last] = [Math.min(...known) * months, Math.max(...known) * months + months - 1]
  return { first: Math.max(asked.first, first), last: Math.min(asked.last, last) }
}

/** The periods in which the months lie; of counted ones those whose last day is covered. */
function periodsOf(
  { first, last }: MonthRange,
  months: number,
  { coverage: counted, catalog }: Pick<Plan, 'coverage' | 'catalog'>,
): readonly number[] {
  const from = Math.floor(first / months)
  const monthsOf = (period: number) => ({ first: period * months, last: period * months + months - 1 })
  return Array.from({ length: Math.max(0, Math.floor(last / months) - from + 1) }, (_, at) => from + at).filter(
    (period) => {
      const { to } = daysOf(monthsOf(period), catalog.jurisdiction)
      return counted === null || (to >= counted.from && to <= counted.to)
    },
  )
}
