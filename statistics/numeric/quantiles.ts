import type studentQuantileOf from '@stdlib/stats-base-dists-t-quantile'
import { Refusal } from '#foundation'
import { requireInside, requirePositive } from './assertions.ts'
import { betaChances, binomialChance, gammaChances } from './chances.ts'
import { gammaDensity } from './gamma.ts'
import { lazyRequire } from './lazy-require.ts'
import { logGamma } from './log-gamma.ts'
import { normalQuantile } from './normal-quantile.ts'

const student = lazyRequire<typeof studentQuantileOf>('@stdlib/stats-base-dists-t-quantile')

/** Loads the libraries of distributions, for whoever has time before the first interval is asked for. */
export function loadDistributions(): void {
  student()(0.5, 1)
  logGamma(1)
}

/** The quantile of Student's t distribution, for `probability` in (0, 1). */
export function tQuantile(probability: number, degreesOfFreedom: number): number {
  requireInside(probability, 'The chance of a quantile')
  requirePositive([degreesOfFreedom - 0.5], 'Degrees of freedom, less a half,')
  return student()(probability, degreesOfFreedom)
}

/** Smaller shapes put all of a distribution to where no number can be told from 0. */
const minShape = 1e-2
const maxShape = 2e9

function requireShape(shape: number): void {
  if (shape >= minShape && shape <= maxShape) return
  throw new Refusal(
    'NOT_A_COUNT',
    'The shape of a distribution has to lie between a hundredth and two thousand million.',
  )
}

/** A quantile in (0, 1) and what is left to 1, each exact to its own digits. */
export interface Part {
  readonly value: number
  readonly rest: number
}

/** The quantile of the beta distribution, for `probability` in (0, 1) and positive shapes. */
export function betaQuantile(probability: number, first: number, second: number): number {
  return betaPart(probability, first, second).value
}

/** The quantile of the beta distribution and what is left to 1. */
export function betaPart(probability: number, first: number, second: number): Part {
  requireInside(probability, 'The chance of a quantile')
  requireShape(first)
  requireShape(second)
  if (betaChances(0.5, first, second)[0] < probability) {
    const { value, rest } = lowerBetaPart([1 - probability, probability], second, first)
    return { value: rest, rest: value }
  }
  return lowerBetaPart([probability, 1 - probability], first, second)
}

/** For a quantile of at most a half. */
function lowerBetaPart(tails: Tails, first: number, second: number): Part {
  const total = first + second
  const value = onLogarithms(tails, betaStart(tails[0], first, second), (x) => ({
    chances: betaChances(x, first, second),
    density: (binomialChance(first, total, x) * first * second) / total / (x * (1 - x)),
  }))
  return { value, rest: 1 - value }
}

/** @see Abramowitz and Stegun (1964), 26.5.22 */
function betaStart(probability: number, first: number, second: number): number {
  if (first < 1 || second < 1) return Math.min(0.5, first / (first + second))
  const z = -normalQuantile(probability)
  const [one, other] = [1 / (2 * first - 1), 1 / (2 * second - 1)]
  const [lambda, h] = [(z * z - 3) / 6, 2 / (one + other)]
  const w = (z * Math.sqrt(Math.max(0, h + lambda))) / h - (other - one) * (lambda + 5 / 6 - 2 / (3 * h))
  const found = first / (first + second * Math.exp(2 * w))
  return found > 0 && found < 0.9 ? found : Math.min(0.5, first / (first + second))
}

/**
 * The quantile of the gamma distribution with the given shape and scale 1, for `probability` in (0, 1). It starts from
 * Wilson and Hilferty (1931), PNAS 17.
 */
export function gammaQuantile(probability: number, shape: number): number {
  requireInside(probability, 'The chance of a quantile')
  requireShape(shape)
  return onLogarithms([probability, 1 - probability], wilsonHilferty(probability, shape), (x) => ({
    chances: gammaChances(x, shape),
    density: gammaDensity(x, shape),
  }))
}

function wilsonHilferty(probability: number, shape: number): number {
  const z = normalQuantile(probability)
  const cube = (1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3
  return cube > 0.05 ? shape * cube : Math.exp((Math.log(probability) + logGamma(shape + 1)) / shape)
}

/** A chance and what is left to 1. */
type Tails = readonly [lower: number, upper: number]

const maxSteps = 200
/** A step of Newton's method doubles the digits: after one as small as this they are all there. */
const lastStep = 1e-9

/**
 * Where a distribution on positive numbers reaches a chance: Newton's method on the logarithms of value and chance, in the
 * smaller tail, kept inside a shrinking bracket. There the function is concave, so the method cannot run away.
 */
function onLogarithms(
  [below, above]: Tails,
  start: number,
  at: (x: number) => { readonly chances: Tails; readonly density: number },
): number {
  const inLower = below <= above
  let [low, high] = [Math.log(Number.MIN_VALUE), Math.log(Number.MAX_VALUE)]
  let logarithm = Math.log(start)
  for (let step = 0; step < maxSteps; step++) {
    const x = Math.exp(logarithm)
    const { chances, density } = at(x)
    const chance = inLower ? chances[0] : chances[1]
    const excess = inLower ? Math.log(chance / below) : Math.log(above / chance)
    if (excess > 0) high = logarithm
    else low = logarithm
    const newton = logarithm - (excess * chance) / (density * x)
    const isInside = newton > low && newton < high
    const next = isInside ? newton : (low + high) / 2
    if (Math.abs(newton - logarithm) <= lastStep) return Math.exp(isInside ? newton : logarithm)
    logarithm = next
  }
  return Math.exp(logarithm)
}
