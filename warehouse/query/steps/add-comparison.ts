import { Refusal } from '#foundation'
import { type MonthRange, monthsIn } from '../../catalog/periods.ts'
import type { Plan, Step } from '../plan.ts'

/** Adds the months that the answer is compared with. @throws {@link Refusal} `COMPARE_NEEDS_PERIOD`, `BASE_NEEDED` */
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
    return { ...plan, compared: { first: base * 12, last: base * 12 + 11 } }
  }
  return { ...plan, compared: shifted(plan.asked, shiftOf(plan, compare)) }
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
