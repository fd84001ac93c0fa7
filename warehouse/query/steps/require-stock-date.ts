import { Refusal } from '#foundation'
import { monthsIn } from '../../catalog/periods.ts'
import type { MonthRange } from '../../facts/calendar.ts'
import type { Step } from '../plan/plan.ts'
import { finestGrain } from '../plan/time.ts'

/** A stock is never added up over time. @throws {@link Refusal} `STOCK_NEEDS_DATE` */
export const requireStockDate: Step = (plan) => {
  const { cube, grain, asked } = plan
  const finest = finestGrain(cube)
  const isOnePeriod = asked.last - asked.first + 1 === monthsIn[finest]
  if (cube.kind === 'flow' || (grain === undefined ? isOnePeriod : endsWithin(asked, monthsIn[grain]))) return plan
  const message = `This is a stock on a day: put ${finest} or year into "by", or choose one ${finest} with "from" and "to".`
  throw new Refusal('STOCK_NEEDS_DATE', message, { parameter: 'by', allowed: [finest, 'year'] })
}

/** Whether some period of so many months ends in a range. */
function endsWithin({ first, last }: MonthRange, months: number): boolean {
  return Math.floor((last + 1) / months) * months - 1 >= first
}
