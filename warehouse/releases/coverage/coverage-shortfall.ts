import { type Random, seededRandom } from '#statistics'

/** A table fails when its intervals of 95 per cent hold less often than in this part, and chance does not explain it. */
const minCoverage = 0.94
const nominal = 0.95
const resamples = 200
const upperTail = 0.99

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

/**
 * Whether intervals hold too seldom: the mean over the rows of a table is too low, and so is its upper bound of 99 per cent.
 *
 * @param shares - by row, how often its interval holds, from 0 to 1
 */
export function isShort(shares: readonly number[]): boolean {
  return meanOf(shares) < minCoverage && upperBoundOf(shares, seededRandom(1)) < nominal
}

/** @see Efron, B. and Tibshirani, R. (1993), An Introduction to the Bootstrap, chapter 13: percentile bounds, over rows */
export function upperBoundOf(shares: readonly number[], random: Random): number {
  const means = Float64Array.from({ length: resamples }, () => {
    let sum = 0
    for (let at = 0; at < shares.length; at++) sum += shares[Math.floor(random() * shares.length)] as number
    return sum / shares.length
  }).sort()
  return means[Math.ceil(upperTail * resamples) - 1] ?? 1
}
