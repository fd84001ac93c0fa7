import type { Interval } from './interval.ts'
import { requireCounts, requireEqualLengths, requirePositive } from './require.ts'

/**
 * The limits of a share for a unit of a size, where only chance sets units apart: exact binomial, interpolated so that they
 * are smooth in size.
 *
 * @param total - the size of the unit
 * @param share - of all units together, in (0, 1)
 * @param level - per cent, such as 95 or 99.8
 * @returns limits that may lie a little outside [0, 1] for very small units
 * @see Spiegelhalter, D. (2005), Statistics in Medicine 24, appendix A.1
 */
export function shareLimits(total: number, share: number, level: number): Interval {
  const tail = (1 - level / 100) / 2
  return { lower: shareLimit(total, share, tail), upper: shareLimit(total, share, 1 - tail) }
}

function shareLimit(total: number, share: number, probability: number): number {
  let chance = (1 - share) ** total
  let sum = chance
  let count = 0
  while (sum < probability && count < total) {
    chance *= ((total - count) / (count + 1)) * (share / (1 - share))
    sum += chance
    count += 1
  }
  return (count - (sum - probability) / chance) / total
}

/**
 * The limits of observed ÷ expected for a unit with an expected count: exact Poisson.
 *
 * @see Spiegelhalter, D. (2005), Statistics in Medicine 24
 */
export function ratioLimits(expected: number, level: number): Interval {
  requirePositive([expected], 'The expected count')
  const tail = (1 - level / 100) / 2
  return { lower: poissonLimit(expected, tail) / expected, upper: poissonLimit(expected, 1 - tail) / expected }
}

function poissonLimit(mean: number, probability: number): number {
  let chance = Math.exp(-mean)
  let sum = chance
  let count = 0
  while (sum < probability) {
    count += 1
    chance *= mean / count
    sum += chance
  }
  return count - (sum - probability) / chance
}

export interface OverDispersed {
  /** How far each unit is from what is expected of it, in standard deviations. */
  readonly scores: readonly number[]
  /** The mean square of the scores, outlying ones drawn in: 1 when only chance sets units apart. */
  readonly dispersion: number
  /** The variance between units on the scale of square roots of ratios, beyond chance. */
  readonly between: number
  /** The scores when that variance is allowed for. */
  readonly adjusted: readonly number[]
}

const winsorised = 0.1

/**
 * Scores of units whose counts are compared with expected ones, and how much more they differ than by chance.
 *
 * @throws {@link Refusal} `UNEQUAL_LENGTHS`, `NOT_A_COUNT`, `ZERO_DENOMINATOR`
 * @see Spiegelhalter, D. (2005), Quality and Safety in Health Care 14: additive over-dispersion, scores of square roots
 */
export function overDispersion(observed: readonly number[], expected: readonly number[]): OverDispersed {
  requireEqualLengths(observed, expected)
  requireCounts(observed, 'The observed counts')
  requirePositive(expected, 'The expected counts')
  const units = observed.length
  const scores = observed.map((count, unit) => 2 * (Math.sqrt(count) - Math.sqrt(expected[unit] as number)))
  const drawnIn = winsorise(scores)
  const dispersion = drawnIn.reduce((sum, score) => sum + score ** 2, 0) / units
  const weights = expected.map((count) => 4 * count)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const squares = weights.reduce((total, weight) => total + weight ** 2, 0)
  const between = Math.max(0, (units * dispersion - (units - 1)) / (sum - squares / sum))
  const adjusted = scores.map((score, unit) => {
    const error = 1 / Math.sqrt(weights[unit] as number)
    return (score * error) / Math.sqrt(error ** 2 + between)
  })
  return { scores, dispersion, between, adjusted }
}

/** Draws the outermost tenth of each side in to what lies just inside, at least one unit of ten. */
function winsorise(scores: readonly number[]): number[] {
  const sorted = scores.toSorted((one, other) => one - other)
  const outside = Math.floor(winsorised * scores.length)
  const [low, high] = [sorted[outside] as number, sorted[sorted.length - 1 - outside] as number]
  return scores.map((score) => Math.min(high, Math.max(low, score)))
}

/**
 * Which of many findings stand when at most a share of those called true may be false.
 *
 * @param pValues - in [0, 1]
 * @param rate - such as 0.05
 * @see Benjamini, Y. and Hochberg, Y. (1995), Journal of the Royal Statistical Society B 57
 */
export function falseDiscoveries(pValues: readonly number[], rate: number): readonly boolean[] {
  const order = [...pValues.keys()].sort((one, other) => (pValues[one] as number) - (pValues[other] as number))
  const last = order.findLastIndex((unit, rank) => (pValues[unit] as number) <= ((rank + 1) / pValues.length) * rate)
  const found = new Set(order.slice(0, last + 1))
  return pValues.map((_, unit) => found.has(unit))
}
