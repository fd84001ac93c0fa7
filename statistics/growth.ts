import { type Interval, tailsOf } from './interval.ts'
import { normalQuantile, studentQuantile } from './quantiles.ts'
import { poissonRegression } from './regression.ts'
import { requireCounts, requireEqualLengths, requirePeriods, requirePositive } from './require.ts'

/** What may be said of a change whose interval holds or does not hold the value of no change. */
export type Verdict = 'rose' | 'fell' | 'no_clear_change'

export function verdictOf({ lower, upper }: Interval, noChange = 0): Verdict {
  return lower > noChange ? 'rose' : upper < noChange ? 'fell' : 'no_clear_change'
}

/** Growth a period between two values, such as 0.02 for 2 %: a description of two points, not of the way between. */
export function compoundGrowth(first: number, last: number, periods: number): number {
  requirePositive([first, periods], 'The first value and the number of periods')
  return (last / first) ** (1 / periods) - 1
}

export interface Trend {
  /** Growth a period: 0.13 for +13 %. */
  readonly growth: number
  readonly interval: Interval
  /** Above 1.5 the counts vary more than by chance alone, and the interval allows for it. */
  readonly dispersion: number
  readonly verdict: Verdict
}

const leastPeriods = 4

/**
 * Growth a period over a whole series of counts: the slope of a quasi-Poisson regression on time.
 *
 * @param exposure - such as the population of each period
 * @throws {@link Refusal} `TOO_FEW_PERIODS`, `NOT_A_COUNT`, `NO_CONVERGENCE`
 * @see McCullagh, P. and Nelder, J. (1989), Generalized Linear Models, section 6.2
 */
export function trendOf(counts: readonly number[], level: number, exposure?: readonly number[]): Trend {
  requirePeriods(counts.length, leastPeriods, 'A trend')
  requireCounts(counts, 'The counts')
  const design = counts.map((_, period) => [1, period])
  const fitted = poissonRegression(design, counts, exposure?.map(Math.log))
  return trendFrom(fitted.coefficients[1] as number, fitted.standardErrors[1] as number, fitted, level)
}

/**
 * How much faster one series of counts grows than another: growth of their ratio a period, as the interaction in one
 * quasi-Poisson regression.
 */
export function relativeTrendOf(counts: readonly number[], other: readonly number[], level: number): Trend {
  requireEqualLengths(counts, other)
  requirePeriods(counts.length, leastPeriods, 'A comparison of trends')
  const rows = [...counts.map((_, period) => [1, period, 1, period]), ...other.map((_, period) => [1, period, 0, 0])]
  const fitted = poissonRegression(rows, [...counts, ...other])
  return trendFrom(fitted.coefficients[3] as number, fitted.standardErrors[3] as number, fitted, level)
}

function trendFrom(
  slope: number,
  standardError: number,
  { dispersion, degreesOfFreedom }: { readonly dispersion: number; readonly degreesOfFreedom: number },
  level: number,
): Trend {
  const tail = 1 - tailsOf(level) / 2
  const isOver = dispersion > 1
  const quantile = isOver ? studentQuantile(tail, degreesOfFreedom) : normalQuantile(tail)
  const reach = quantile * standardError * Math.sqrt(Math.max(1, dispersion))
  const interval = { lower: Math.expm1(slope - reach), upper: Math.expm1(slope + reach) }
  return { growth: Math.expm1(slope), interval, dispersion, verdict: verdictOf(interval) }
}
