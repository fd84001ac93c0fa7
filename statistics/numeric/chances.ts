import { logGamma } from './log-gamma.ts'

/**
 * Chances of the binomial, Poisson, beta and gamma distributions over the whole range of counts: no power or factorial is
 * ever formed, so that nothing underflows and no digits are lost by subtracting large logarithms.
 */

const logRootOfTwoPi = Math.log(2 * Math.PI) / 2

/** How much Stirling's formula of the logarithm of `x!` lacks, for `x > 0`. @see Loader, C. (2000), Fast and Accurate Computation of Binomial Probabilities */
function stirlingError(x: number): number {
  if (x < 16) return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - logRootOfTwoPi
  const square = x * x
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / x
}

/** `x log(x / mean) + mean - x`, without losing digits where both are near. @see Loader (2000) */
function devianceTerm(x: number, mean: number): number {
  const difference = x - mean
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x
  const ratio = difference / (x + mean)
  let sum = difference * ratio
  let term = 2 * x * ratio
  for (let power = 3; power < 2000; power += 2) {
    term *= ratio * ratio
    const next = sum + term / power
    if (next === sum) break
    sum = next
  }
  return sum
}

/** The chance of exactly `x` events of an expected `mean`; `x` may lie between whole numbers. */
export function poissonChance(x: number, mean: number): number {
  if (x === 0) return Math.exp(-mean)
  if (mean === 0) return 0
  return Math.exp(-stirlingError(x) - devianceTerm(x, mean)) / Math.sqrt(2 * Math.PI * x)
}

/** The chance of exactly `x` of `total`, `share` and `rest` adding up to 1; `x` may lie between whole numbers. */
export function binomialChance(x: number, total: number, share: number, rest = 1 - share): number {
  if (x < 0 || x > total) return 0
  if (x === 0) return Math.exp(total * Math.log1p(-share))
  if (x === total) return Math.exp(total * Math.log(share))
  const others = total - x
  const logarithm =
    stirlingError(total) -
    stirlingError(x) -
    stirlingError(others) -
    devianceTerm(x, total * share) -
    devianceTerm(others, total * rest)
  return Math.exp(logarithm) * Math.sqrt(total / (2 * Math.PI * x * others))
}

const relativeTolerance = 1e-16
const maxTerms = 1_000_000
const tiny = Number.MIN_VALUE / Number.EPSILON

function awayFromZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

/**
 * The chance that a beta variable is at most `x`, with that of more: the smaller of both is exact to its own digits.
 *
 * @param rest - `1 - x`, given apart where it is known more exactly
 * @see Press, W. et al. (2007), Numerical Recipes, section 6.4: continued fraction by Lentz's method
 */
export function betaChances(x: number, first: number, second: number, rest = 1 - x): readonly [number, number] {
  if (x <= 0) return [0, 1]
  if (rest <= 0) return [1, 0]
  const density = binomialChance(first, first + second, x, rest) / (first + second)
  if (x < (first + 1) / (first + second + 2)) {
    const lower = Math.min(1, density * second * betaFraction(x, first, second))
    return [lower, 1 - lower]
  }
  const upper = Math.min(1, density * first * betaFraction(rest, second, first))
  return [1 - upper, upper]
}

function betaFraction(x: number, first: number, second: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((first + second) * x) / (first + 1))
  let fraction = d
  for (let m = 1; m < maxTerms; m++) {
    const even = (m * (second - m) * x) / ((first + 2 * m - 1) * (first + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    fraction *= d * c
    const odd = (-(first + m) * (first + second + m) * x) / ((first + 2 * m) * (first + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 10 * relativeTolerance) break
  }
  return fraction
}

/**
 * The chance that a gamma variable with scale 1 is at most `x`, with that of more: the smaller of both is exact to its own
 * digits.
 *
 * @see Abramowitz and Stegun (1964), 6.5.29 (series) and 6.5.31 (continued fraction, evaluated by Lentz's method)
 */
export function gammaChances(x: number, shape: number): readonly [number, number] {
  if (x <= 0) return [0, 1]
  if (x < shape + 1) {
    const lower = Math.min(1, poissonChance(shape, x) * gammaSeries(x, shape))
    return [lower, 1 - lower]
  }
  const upper = Math.min(1, poissonChance(shape, x) * shape * gammaFraction(x, shape))
  return [1 - upper, upper]
}

function gammaSeries(x: number, shape: number): number {
  let [term, sum] = [1, 1]
  for (let n = 1; n < maxTerms && term > sum * relativeTolerance; n++) {
    term *= x / (shape + n)
    sum += term
  }
  return sum
}

/** The upper incomplete gamma function over `x ** shape * exp(-x)`. */
export function gammaFraction(x: number, shape: number): number {
  let b = x + 1 - shape
  let c = 1 / tiny
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < maxTerms; n++) {
    const a = -n * (n - shape)
    b += 2
    d = 1 / awayFromZero(a * d + b)
    c = awayFromZero(b + a / c)
    fraction *= c * d
    if (Math.abs(c * d - 1) < 10 * relativeTolerance) break
  }
  return fraction
}

/** The chance of at most `count` events of an expected `mean`. */
export function poissonAtMost(count: number, mean: number): number {
  return count < 0 ? 0 : gammaChances(mean, count + 1)[1]
}

/** The chance of at most `count` of `total`. */
export function binomialAtMost(count: number, total: number, share: number): number {
  if (count < 0) return 0
  return count >= total ? 1 : betaChances(share, count + 1, total - count)[1]
}
