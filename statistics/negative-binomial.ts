import { digamma, trigamma } from './digamma.ts'
import { logGamma } from './gamma.ts'
import type { Matrix } from './matrix.ts'
import { type Family, noConvergence, poissonRegression, type Regression, reweighted, xLogRatio } from './regression.ts'

const mostRounds = 100

const negativeBinomialFamily = (theta: number): Family => ({
  mean: Math.exp,
  slope: (mean) => mean,
  variance: (mean) => mean + mean ** 2 / theta,
  start: (value) => Math.log(value + 0.1),
  deviance: (value, mean) =>
    2 * (xLogRatio(value, mean) - (value + theta) * Math.log((value + theta) / (mean + theta))),
})

export interface NegativeBinomial extends Regression {
  /** The larger, the nearer to Poisson. */
  readonly theta: number
  readonly thetaStandardError: number
  readonly twiceLogLikelihood: number
}

/**
 * Counts whose variance grows with the square of their mean: `mean + mean² / theta`, with `theta` by maximum likelihood.
 *
 * @throws {@link Refusal} `NO_CONVERGENCE` also when the counts vary no more than Poisson's, so that theta has no bound
 * @see Venables, W. and Ripley, B. (2002), Modern Applied Statistics with S, section 7.4
 */
export function negativeBinomialRegression(
  design: Matrix,
  counts: readonly number[],
  offset: readonly number[] = counts.map(() => 0),
): NegativeBinomial {
  let fitted = poissonRegression(design, counts, offset)
  let theta = Number.POSITIVE_INFINITY
  for (let round = 0; round < mostRounds; round++) {
    const next = thetaFor(counts, fitted.fitted)
    fitted = reweighted(design, counts, negativeBinomialFamily(next.theta), offset)
    if (Math.abs(next.theta - theta) < 1e-10 * next.theta) {
      return {
        ...fitted,
        theta: next.theta,
        thetaStandardError: 1 / Math.sqrt(next.information),
        twiceLogLikelihood: 2 * likelihood(counts, fitted.fitted, next.theta),
      }
    }
    theta = next.theta
  }
  throw noConvergence()
}

/** Newton's method on the likelihood of theta, from a moment estimate. */
function thetaFor(counts: readonly number[], means: readonly number[]) {
  const excess = counts.reduce((sum, count, row) => sum + (count / (means[row] as number) - 1) ** 2, 0)
  let theta = counts.length / excess
  let information = 0
  for (let round = 0; round < mostRounds; round++) {
    let score = 0
    information = 0
    for (const [row, count] of counts.entries()) {
      const mean = means[row] as number
      score +=
        digamma(count + theta) -
        digamma(theta) +
        Math.log(theta) +
        1 -
        Math.log(theta + mean) -
        (count + theta) / (mean + theta)
      information +=
        -trigamma(count + theta) +
        trigamma(theta) -
        1 / theta +
        2 / (mean + theta) -
        (count + theta) / (mean + theta) ** 2
    }
    const step = score / information
    theta = Math.max(theta / 10, theta + step)
    if (!Number.isFinite(theta) || theta > 1e8) throw noConvergence()
    if (Math.abs(step) < 1e-12 * theta) break
  }
  return { theta, information }
}

function likelihood(counts: readonly number[], means: readonly number[], theta: number): number {
  return counts.reduce((sum, count, row) => {
    const mean = means[row] as number
    const chances = logGamma(theta + count) - logGamma(theta) - logGamma(count + 1)
    return (
      sum +
      chances +
      theta * Math.log(theta) +
      (count === 0 ? 0 : count * Math.log(mean)) -
      (theta + count) * Math.log(theta + mean)
    )
  }, 0)
}
