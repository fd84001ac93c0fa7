import { createRequire } from 'node:module'
import type betaQuantileOf from '@stdlib/stats-base-dists-beta-quantile'
import normalQuantileOf from '@stdlib/stats-base-dists-normal-quantile'
import type studentQuantileOf from '@stdlib/stats-base-dists-t-quantile'
import { gammaDensity, gammaProbability } from './gamma.ts'

/** The quantile of the standard normal distribution, for `probability` in (0, 1). */
export function normalQuantile(probability: number): number {
  return normalQuantileOf(probability, 0, 1)
}

/** Its 200 small files cost every command a tenth of a second, so they are loaded with the first question. */
const require = createRequire(import.meta.url)
const loadBetaQuantile = (): typeof betaQuantileOf => require('@stdlib/stats-base-dists-beta-quantile')
const loadStudentQuantile = (): typeof studentQuantileOf => require('@stdlib/stats-base-dists-t-quantile')

/** The quantile of the beta distribution, for `probability` in [0, 1] and positive shapes. */
export function betaQuantile(probability: number, alpha: number, beta: number): number {
  return loadBetaQuantile()(probability, alpha, beta)
}

/** The quantile of Student's t distribution, for `probability` in (0, 1). */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  return loadStudentQuantile()(probability, degreesOfFreedom)
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
