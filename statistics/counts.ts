import { type Interval, tailsOf } from './interval.ts'
import { betaQuantile, gammaQuantile } from './quantiles.ts'

/**
 * The exact interval of a count of independent events, in events.
 *
 * @param count - a whole number, 0 or more
 * @param level - per cent, such as 95
 * @see Garwood, F. (1936), Biometrika 28: quantiles of the gamma distribution
 */
export function countInterval(count: number, level: number): Interval {
  const tail = tailsOf(level) / 2
  return {
    lower: count === 0 ? 0 : gammaQuantile(tail, count),
    upper: gammaQuantile(1 - tail, count + 1),
  }
}

/**
 * The growth from one count to another: 0.22 for +22 %, with an interval from the exact conditional test of two Poisson
 * counts. `null` when the first count is 0: there is nothing to grow from.
 *
 * @see Clopper, C. and Pearson, E. (1934), Biometrika 26, applied to after / (before + after)
 */
export function growthOfCounts(
  before: number,
  after: number,
  level: number,
): { growth: number; interval: Interval } | null {
  if (before === 0) return null
  const tail = tailsOf(level) / 2
  const lower = after === 0 ? 0 : betaQuantile(tail, after, before + 1)
  const upper = betaQuantile(1 - tail, after + 1, before)
  return {
    growth: after / before - 1,
    interval: { lower: oddsOf(lower) - 1, upper: oddsOf(upper) - 1 },
  }
}

function oddsOf(share: number): number {
  return share / (1 - share)
}
