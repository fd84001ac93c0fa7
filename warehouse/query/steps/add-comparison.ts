import { Refusal } from '#foundation'
import { monthsIn } from '../../catalog/periods.ts'
import { type MonthRange, yearOf } from '../../facts/calendar.ts'
import { isCovered } from '../plan/is-covered.ts'
import type { Plan, Step } from '../plan/plan.ts'

/** Adds the months that the answer is compared with. @throws {@link Refusal} `COMPARE_NEEDS_PERIOD`, `BASE_NEEDED`, `PERIOD_NOT_COVERED` */
export const addComparison: Step = (plan) => {
  const { compare, base } = plan.question
  if (compare === undefined) return plan
  if (plan.grain === undefined) {
    throw new Refusal('COMPARE_NEEDS_PERIOD', 'A comparison in time needs year, quarter or month in "by".', {
      parameter: 'by',
      allowed: ['year', 'quarter', 'month'],
    })
  }
  if (compare === 'base') {
    if (base === undefined)
      throw new Refusal('BASE_NEEDED', 'Say the year to compare with, such as base=2020.', { parameter: 'base' })
    requireCoveredBase(base, plan)
    return { ...plan, compared: monthsOfYear(base) }
  }
  return { ...plan, compared: shifted(plan.asked, shiftOf(plan, compare)) }
}

function monthsOfYear(year: number): MonthRange {
  return { first: year * 12, last: year * 12 + 11 }
}

/** @throws {@link Refusal} `PERIOD_NOT_COVERED` for a year of which no period can be compared with; allowed are the years that can */
function requireCoveredBase(base: number, plan: Plan): void {
  const { coverage, grain = 'year', catalog } = plan
  if (coverage === null) return
  const isUseful = (year: number) =>
    Array.from({ length: 12 / monthsIn[grain] }, (_, at) => year * 12 + at * monthsIn[grain]).some((start) =>
      isCovered(start, plan),
    )
  if (isUseful(base)) return
  const [first, last] = [coverage.from, coverage.to].map((day) => yearOf(day, catalog.jurisdiction)) as [number, number]
  const years = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at).filter(isUseful)
  const message = `Of ${base} no ${grain} is covered as a whole: nothing can be compared with it. Compare with another year.`
  throw new Refusal('PERIOD_NOT_COVERED', message, { parameter: 'base', allowed: years.map(String) })
}

/** The month that begins the period with which the period beginning in `month` is compared. */
export function comparedMonth(month: number, plan: Plan): number {
  const { compare, base = 0 } = plan.question
  return compare === 'base' ? base * 12 + (month % 12) : month - shiftOf(plan, compare ?? 'previous')
}

function shiftOf({ grain = 'year' }: Plan, compare: 'year' | 'previous'): number {
  return compare === 'year' ? 12 : monthsIn[grain]
}

function shifted({ first, last }: MonthRange, months: number): MonthRange {
  return { first: Math.max(0, first - months), last: last - months }
}
