import type betaQuantileOf from '@stdlib/stats-base-dists-beta-quantile'
import type normalQuantileOf from '@stdlib/stats-base-dists-normal-quantile'
import type studentQuantileOf from '@stdlib/stats-base-dists-t-quantile'
import { gammaDensity, gammaProbability } from './gamma.ts'
import { loadedLater } from './loaded-later.ts'

const normal = loadedLater<typeof normalQuantileOf>('@stdlib/stats-base-dists-normal-quantile')
const beta = loadedLater<typeof betaQuantileOf>('@stdlib/stats-base-dists-beta-quantile')
const student = loadedLater<typeof studentQuantileOf>('@stdlib/stats-base-dists-t-quantile')

/** Loads the libraries of distributions, for whoever has time before the first interval is asked for. */
export function loadDistributions(): void {
  for (const load of [normal, beta, student]) load()
}

/** The quantile of the standard normal distribution, for `probability` in (0, 1). */
export function normalQuantile(probability: number): number {
  return normal()(probability, 0, 1)
}

/** The quantile of the beta distribution, for `probability` in [0, 1] and positive shapes. */
export function betaQuantile(probability: number, first: number, second: number): number {
  return beta()(probability, first, second)
}

/** The quantile of Student's t distribution, for `probability` in (0, 1). */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  return student()(probability, degreesOfFreedom)
}

const maxSteps = 100
const relativeTolerance = 1e-14

/**
 * The quantile of the gamma distribution with the given shape and scale 1, for `probability` in (0, 1).
 *
 * Newton's method on the regularised incomplete gamma function, kept inside a shrinking bracket, from the start of
 * Wilson and Hilferty (1931), PNAS 17. The ready-made function loses four digits at shapes of thousands.
 */
export function gammaQuantile(probability: number, shape: number): number {
  let [low, high] = [0, Number.POSITIVE_INFINITY]
  let x = wilsonHilferty(probability, shape)
  for (let step = 0; step < maxSteps; step++) {
    const excess = gammaProbability(x, shape) - probability
    if (excess > 0) high = x
    else low = x
    const newton = x - excess / gammaDensity(x, shape)
    const next = newton > low && newton < high ? newton : middle(low, high)
    if (Math.abs(next - x) <= relativeTolerance * x) return next
    x = next
  }
  return x
}

function wilsonHilferty(probability: number, shape: number): number {
  const z = normalQuantile(probability)
  const cube = (1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3
  return cube > 0 ? shape * cube : shape * probability ** (1 / shape)
}

function middle(low: number, high: number): number {
  return Number.isFinite(high) ? (low + high) / 2 : low * 2 + 1
}
