import { Refusal } from '#foundation'
import type { Interval } from './interval.ts'

/** @throws {@link Refusal} `TOO_FEW_PERIODS` with what is needed */
export function requirePeriods(found: number, needed: number, method: string): void {
  if (found >= needed) return
  const message = `${method} needs at least ${needed} periods; there are ${found}. Ask for a longer time or a finer period.`
  throw new Refusal('TOO_FEW_PERIODS', message, { parameter: 'from' })
}

/** Beyond it chances are not exact any more; no register comes near it. */
const maxPersons = 1e9
const minAmount = 1e-9
/** Some registers count half a post. */
const minPersons = 1e-3

/** @throws {@link Refusal} `NOT_A_COUNT` for numbers that are negative, above a thousand million, or no whole numbers */
export function requireCounts(values: readonly number[], what: string): void {
  if (values.every((value) => Number.isInteger(value) && value >= 0 && value <= maxPersons)) return
  throw new Refusal('NOT_A_COUNT', `${what} have to be whole numbers from 0 to a thousand million.`)
}

/** As {@link requireCounts}, also for counts that carry noise and lie between whole numbers. @throws {@link Refusal} `NOT_A_COUNT` */
export function requireAmounts(values: readonly number[], what: string): void {
  if (values.every((value) => value === 0 || (value >= minAmount && value <= maxPersons))) return
  throw new Refusal('NOT_A_COUNT', `${what} have to be numbers from 0 to a thousand million.`)
}

/** @throws {@link Refusal} `NOT_A_SHARE` unless there are at most as many events as persons */
export function requireShare({ events, total }: { readonly events: number; readonly total: number }): void {
  if (events >= 0 && events <= total && total <= maxPersons && (total === 0 || total >= minPersons)) return
  throw new Refusal(
    'NOT_A_SHARE',
    'A share needs events from 0 to the number of people, which is at most a thousand million.',
  )
}

const maxSize = 1e150

/** @throws {@link Refusal} `GAP_IN_SERIES` for numbers that are missing, not finite or so large that their squares are not */
export function requireFinite(values: readonly number[], what: string): void {
  if (values.every((value) => Math.abs(value) <= maxSize)) return
  throw new Refusal('GAP_IN_SERIES', `${what} have gaps: every period needs a figure. Ask for a period without gaps.`)
}

/** @throws {@link Refusal} `UNEQUAL_LENGTHS` */
export function requireEqualLengths(...series: readonly { readonly length: number }[]): void {
  const [first, ...others] = series
  if (others.every(({ length }) => length === first?.length)) return
  throw new Refusal('UNEQUAL_LENGTHS', 'The series have different lengths: each period needs a figure in all of them.')
}

/** @throws {@link Refusal} `ZERO_DENOMINATOR` */
export function requirePositive(values: readonly number[], what: string): void {
  if (values.every((value) => value > 0 && value <= maxSize)) return
  throw new Refusal('ZERO_DENOMINATOR', `${what} have to be above 0: there is nothing to divide by.`)
}

/** @throws {@link Refusal} `NOT_A_CHANCE` for numbers outside 0 to 1 */
export function requireChances(values: readonly number[], what: string): void {
  if (values.every((value) => value >= 0 && value <= 1)) return
  throw new Refusal('NOT_A_CHANCE', `${what} have to lie between 0 and 1.`)
}

const minChance = 1e-100

/** @throws {@link Refusal} `NOT_A_CHANCE` for numbers that are not between 0 and 1 */
export function requireInside(chance: number, what: string): void {
  if (chance > minChance && chance < 1) return
  throw new Refusal('NOT_A_CHANCE', `${what} has to lie between 0 and 1, and be neither.`)
}

/** An interval, when both of its bounds are numbers. @throws {@link Refusal} `NO_BOUND` */
export function bounded(interval: Interval): Interval {
  if (Number.isFinite(interval.lower) && Number.isFinite(interval.upper)) return interval
  const message = 'The figures are too few or too uneven to bound the result. Ask for a longer time or broader groups.'
  throw new Refusal('NO_BOUND', message)
}
