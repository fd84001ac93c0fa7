import { requireAmounts, requireFinite, requirePositive } from './assertions.ts'
import { gammaChances, gammaFraction, poissonChance } from './chances.ts'
import { logGamma } from './log-gamma.ts'

/** The density of the gamma distribution with scale 1 at `x > 0`. */
export function gammaDensity(x: number, shape: number): number {
  return (poissonChance(shape, x) * shape) / x
}

/** The chance of a value beyond `statistic` of the chi-squared distribution. @throws {@link Refusal} `ZERO_DENOMINATOR`, `GAP_IN_SERIES` */
export function chiSquaredTail(statistic: number, degreesOfFreedom: number): number {
  requireFinite([statistic], 'The statistic')
  requireAmounts([degreesOfFreedom], 'The degrees of freedom')
  requirePositive([degreesOfFreedom], 'The degrees of freedom')
  return gammaChances(statistic / 2, degreesOfFreedom / 2)[1]
}

/** The chance of a value as far from 0 as `score`, or farther, of the standard normal distribution. */
export function twoSidedTail(score: number): number {
  return chiSquaredTail(score ** 2, 1)
}

const half = 0.5

/** The logarithm of {@link twoSidedTail}, where the chance itself is too small to be written down. */
export function logTwoSidedTail(score: number): number {
  const x = score ** 2 / 2
  if (x < 10) return Math.log(twoSidedTail(score))
  return Math.log(gammaFraction(x, half)) - x + half * Math.log(x) - logGamma(half)
}
