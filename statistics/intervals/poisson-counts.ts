import { requireAmounts } from '../numeric/assertions.ts'
import { alphaOf, type Interval } from '../numeric/interval.ts'
import { betaPart, gammaQuantile } from '../numeric/quantiles.ts'

/**
 * The exact interval of a count of independent events, in events.
 *
 * @param count - 0 or more
 * @param level - per cent, such as 95
 * @throws {@link Refusal} `NOT_A_COUNT`, `NOT_A_LEVEL`
 * @see Garwood, F. (1936), Biometrika 28: quantiles of the gamma distribution
 */
export function garwoodInterval(count: number, level: number): Interval {
  requireAmounts([count], 'Counts')
  const tail = alphaOf(level) / 2
  return {
    lower: count === 0 ? 0 : gammaQuantile(tail, count),
    upper: gammaQuantile(1 - tail, count + 1),
  }
}

export interface Growth {
  /** 0.22 for +22 %. */
  readonly growth: number
  readonly interval: Interval
}

/**
 * The growth from one count to another: 0.22 for +22 %, with an interval from the exact conditional test of two Poisson
 * counts. `null` when the first count is 0: there is nothing to grow from.
 *
 * @param dispersion - how many times more than by chance the counts vary, 1 or more: each then tells as much as so many times
 *   fewer persons would
 * @throws {@link Refusal} `NOT_A_COUNT`, `NOT_A_LEVEL`
 * @see Clopper, C. and Pearson, E. (1934), Biometrika 26, applied to after / (before + after)
 */
export function conditionalRateRatio(before: number, after: number, level: number, dispersion = 1): Growth | null {
  requireAmounts([before, after, dispersion], 'Counts and their dispersion')
  if (before === 0) return null
  const tail = alphaOf(level) / 2
  const [first, last] = [before / dispersion, after / dispersion]
  const lower = last === 0 ? 0 : oddsOf(betaPart(tail, last, first + 1))
  return {
    growth: after / before - 1,
    interval: { lower: lower - 1, upper: oddsOf(betaPart(1 - tail, last + 1, first)) - 1 },
  }
}

function oddsOf({ value, rest }: { readonly value: number; readonly rest: number }): number {
  return value / rest
}
