import type gammalnOf from '@stdlib/math-base-special-gammaln'
import { loadedLater } from './loaded-later.ts'

const gammaln = loadedLater<typeof gammalnOf>('@stdlib/math-base-special-gammaln')

/** The logarithm of the gamma function, for `x > 0`. */
export function logGamma(x: number): number {
  return gammaln()(x)
}

const relativeTolerance = 1e-16
const maxTerms = 100_000

/** The density of the gamma distribution with scale 1 at `x > 0`. */
export function gammaDensity(x: number, shape: number): number {
  return Math.exp((shape - 1) * Math.log(x) - x - logGamma(shape))
}

/**
 * The probability that a gamma variable with scale 1 is at most `x`: the regularised lower incomplete gamma function.
 *
 * @see Abramowitz and Stegun (1964), 6.5.29 (series) and 6.5.31 (continued fraction, evaluated by Lentz's method)
 */
export function gammaProbability(x: number, shape: number): number {
  if (x <= 0) return 0
  return x < shape + 1 ? lowerBySeries(x, shape) : 1 - upperByFraction(x, shape)
}

function lowerBySeries(x: number, shape: number): number {
  let term = 1 / shape
  let sum = term
  for (let n = 1; n < maxTerms && term > sum * relativeTolerance; n++) {
    term *= x / (shape + n)
    sum += term
  }
  return sum * gammaDensity(x, shape) * x
}

function upperByFraction(x: number, shape: number): number {
  const tiny = Number.MIN_VALUE / Number.EPSILON
  let b = x + 1 - shape
  let c = 1 / tiny
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < maxTerms; n++) {
    const a = -n * (n - shape)
    b += 2
    d = 1 / nonZero(a * d + b, tiny)
    c = nonZero(b + a / c, tiny)
    fraction *= c * d
    if (Math.abs(c * d - 1) < 10 * relativeTolerance) break
  }
  return fraction * gammaDensity(x, shape) * x
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

/** The chance of a value beyond `statistic` of the chi-squared distribution. */
export function chiSquaredTail(statistic: number, degreesOfFreedom: number): number {
  const [x, shape] = [statistic / 2, degreesOfFreedom / 2]
  if (x <= 0) return 1
  return x < shape + 1 ? 1 - lowerBySeries(x, shape) : upperByFraction(x, shape)
}

/** The chance of a value as far from 0 as `score`, or farther, of the standard normal distribution. */
export function twoSidedTail(score: number): number {
  return chiSquaredTail(score ** 2, 1)
}
