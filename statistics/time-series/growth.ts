import { sum } from 'd3-array'
import { addProtectionVariance } from '../intervals/measurement-error.ts'
import { conditionalRateRatio, type Growth } from '../intervals/poisson-counts.ts'
import {
  bounded,
  requireAmounts,
  requireCounts,
  requireEqualLengths,
  requirePeriods,
  requirePositive,
} from '../numeric/assertions.ts'
import { alphaOf, type Interval } from '../numeric/interval.ts'
import { normalQuantile } from '../numeric/normal-quantile.ts'
import { tQuantile } from '../numeric/quantiles.ts'
import { poissonRegression } from '../regression/regression.ts'

/** What may be said of a change whose interval holds or does not hold the value of no change. */
export type TrendVerdict = 'rose' | 'fell' | 'no_clear_change'

/**
 * What may be said of a change by its interval.
 *
 * @param noChange - the value that means no change, 0 for growth and 1 for a ratio
 */
export function verdictOf({ lower, upper }: Interval, noChange = 0): TrendVerdict {
  bounded({ lower, upper })
  return lower > noChange ? 'rose' : upper < noChange ? 'fell' : 'no_clear_change'
}

/** The growth of a series a period, with its interval and what may be said of it. */
export interface Trend {
  /** Growth a period: 0.13 for +13 %. */
  readonly growth: number
  readonly interval: Interval
  /** Above 1.5 the counts vary more than by chance alone, and the interval allows for it. */
  readonly dispersion: number
  readonly verdict: TrendVerdict
}

const minPeriods = 4

/**
 * Growth a period over a whole series of counts: the slope of a quasi-Poisson regression on time.
 *
 * @param exposure - such as the population of each period
 * @throws {@link Refusal} `TOO_FEW_PERIODS`, `NOT_A_COUNT`, `UNEQUAL_LENGTHS`, `ZERO_DENOMINATOR`, `SEPARATION`, `NO_CONVERGENCE`
 * @see McCullagh, P. and Nelder, J. (1989), Generalized Linear Models, section 6.2
 */
export function trendOf(counts: readonly number[], level: number, exposure?: readonly number[]): Trend {
  requirePeriods(counts.length, minPeriods, 'A trend')
  requireCounts(counts, 'The counts')
  const design = counts.map((_, period) => [1, period])
  const fitted = poissonRegression(design, counts, exposure && logarithmsOf(exposure))
  return trendFrom(fitted.coefficients[1] as number, fitted.standardErrors[1] as number, fitted, level)
}

/**
 * How much faster one series of counts grows than another: growth of their ratio a period, as the interaction in one
 * quasi-Poisson regression.
 *
 * @throws {@link Refusal} as {@link trendOf}
 */
export function relativeTrendOf(counts: readonly number[], other: readonly number[], level: number): Trend {
  requireEqualLengths(counts, other)
  requirePeriods(counts.length, minPeriods, 'A comparison of trends')
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
  const tail = 1 - alphaOf(level) / 2
  const isOver = dispersion > 1
  const quantile = isOver ? tQuantile(tail, degreesOfFreedom) : normalQuantile(tail)
  const reach = quantile * standardError * Math.sqrt(Math.max(1, dispersion))
  const interval = bounded({ lower: Math.expm1(slope - reach), upper: Math.expm1(slope + reach) })
  return { growth: Math.expm1(slope), interval, dispersion, verdict: verdictOf(interval) }
}

export interface SeriesDispersion {
  /** How many times more than by chance the counts vary around their neighbours; below 1 they vary less. */
  readonly dispersion: number
  /** How many independent comparisons it rests on. */
  readonly degreesOfFreedom: number
}

const minForDispersion = 5

/**
 * How much a series of counts varies from period to period, beyond chance and beyond any smooth path: each count against the
 * middle of its neighbours, on the scale of square roots, on which chance has the same size everywhere.
 *
 * @throws {@link Refusal} `TOO_FEW_PERIODS` below five, `NOT_A_COUNT`
 * @see Gasser, T., Sroka, L. and Jennen-Steinmetz, C. (1986), Biometrika 73: variance from second differences
 */
export function dispersionOf(counts: readonly number[]): SeriesDispersion {
  requirePeriods(counts.length, minForDispersion, 'The dispersion of a series')
  requireAmounts(counts, 'The counts')
  const roots = counts.map((count) => 2 * Math.sqrt(count))
  const bends = roots.slice(2).map((root, at) => root - 2 * (roots[at + 1] as number) + (roots[at] as number))
  // A second difference of independent numbers has 6 times their variance; neighbouring ones overlap.
  return {
    dispersion: sum(bends, (bend) => bend ** 2) / (6 * bends.length),
    degreesOfFreedom: (36 * bends.length ** 2) / (70 * bends.length - 36),
  }
}

export interface GrowthInSeries extends Growth {
  readonly dispersion: number
  readonly verdict: TrendVerdict
}

/**
 * Growth from one period of a series to another, whose interval holds chance, what the whole series varies beyond chance, and
 * the error of protection. `null` when the first count is 0.
 *
 * @param periods - of the series, counted from 0
 * @param error - standard deviation of what protection adds to each count, in persons
 * @throws {@link Refusal} as {@link dispersionOf}, `TOO_FEW_PERIODS` for a period outside the series, `NOT_A_LEVEL`
 */
export function growthInSeries(
  counts: readonly number[],
  [from, to]: readonly [from: number, to: number],
  level: number,
  error = 0,
): GrowthInSeries | null {
  const { dispersion, degreesOfFreedom } = dispersionOf(counts)
  const [before, after] = [counts[from], counts[to]]
  if (before === undefined || after === undefined) requirePeriods(counts.length, Math.max(from, to) + 1, 'This growth')
  const tail = 1 - alphaOf(level) / 2
  const uncertain = (tQuantile(tail, degreesOfFreedom) / normalQuantile(tail)) ** 2
  const found = conditionalRateRatio(before ?? 0, after ?? 0, level, dispersion > 1 ? dispersion * uncertain : 1)
  if (found === null) return null
  const noise = (error / (before as number)) * Math.hypot(1, (after as number) / (before as number))
  const interval = addProtectionVariance(found.interval, found.growth, noise, level, { lower: -1, upper: Infinity })
  return { growth: found.growth, interval, dispersion, verdict: verdictOf(bounded(interval)) }
}

function logarithmsOf(exposure: readonly number[]): readonly number[] {
  requirePositive(exposure, 'The exposures')
  return exposure.map(Math.log)
}
