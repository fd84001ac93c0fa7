import { Refusal } from '#foundation'
import { requireCounts, requireEqualLengths, requireFinite, requirePositive } from '../numeric/assertions.ts'
import { crossProduct, dot, inverse, type Matrix, multiply, transposeMultiply } from '../numeric/matrix.ts'

export interface Regression {
  readonly coefficients: readonly number[]
  /** By the family itself; multiply by the root of `dispersion` for quasi-Poisson. */
  readonly standardErrors: readonly number[]
  readonly fitted: readonly number[]
  /** The inverse of the information: squares of `standardErrors` on its diagonal. */
  readonly spread: Matrix
  /** Pearson's chi-squared over the degrees of freedom: about 1 when the family fits. */
  readonly dispersion: number
  readonly deviance: number
  readonly degreesOfFreedom: number
}

interface GlmFamily {
  readonly mean: (linear: number) => number
  /** The derivative of the mean by the linear predictor. */
  readonly slope: (mean: number) => number
  readonly variance: (mean: number) => number
  readonly start: (value: number) => number
  readonly deviance: (value: number, mean: number) => number
}

const poissonFamily: GlmFamily = {
  mean: Math.exp,
  slope: (mean) => mean,
  variance: (mean) => mean,
  start: (value) => Math.log(value + 0.1),
  deviance: (value, mean) => 2 * (xLogRatio(value, mean) - (value - mean)),
}

const logisticFamily: GlmFamily = {
  mean: (linear) => 1 / (1 + Math.exp(-linear)),
  slope: (mean) => mean * (1 - mean),
  variance: (mean) => mean * (1 - mean),
  start: (value) => Math.log((value + 0.5) / (1.5 - value)),
  deviance: (value, mean) => 2 * (xLogRatio(value, mean) + xLogRatio(1 - value, 1 - mean)),
}

const maxRounds = 100
/** Of linear predictors: the next round doubles the digits, and is the last. */
const tolerance = 1e-7
/** A linear predictor beyond this means a share of 0 or 1 without end. */
const maxLinear = 30
/** A mean below this means a count of 0 without end. */
const minMean = 1e-9

/**
 * Counts that grow by factors: `log E(y) = offset + X b`.
 *
 * @param design - with its own column of ones
 * @param offset - such as the logarithm of the population
 * @throws {@link Refusal} `NOT_A_COUNT`, `GAP_IN_SERIES`, `SINGULAR_DESIGN`, `TOO_FEW_PERIODS`, `NO_CONVERGENCE`; `SEPARATION` when an
 *   explanation tells periods in which there is nobody from all others
 * @see McCullagh, P. and Nelder, J. (1989), Generalized Linear Models, chapter 2: iterated weighted least squares
 */
export function poissonRegression(design: Matrix, counts: readonly number[], offset?: readonly number[]): Regression {
  requireCounts(counts, 'The counts')
  return reweighted(design, counts, poissonFamily, offset ?? counts.map(() => 0))
}

/**
 * Shares: `logit E(y) = X b`, for `events` out of `totals`.
 *
 * @throws {@link Refusal} `SEPARATION` when an explanation tells all events from all others, so that its effect has no bound
 */
export function logisticRegression(
  design: Matrix,
  events: readonly number[],
  totals: readonly number[] = events.map(() => 1),
): Regression {
  requireCounts(
    events.flatMap((count, row) => [count, (totals[row] ?? 0) - count]),
    'The events, and the persons without one,',
  )
  requireEqualLengths(events, totals)
  requirePositive(totals, 'The persons of each row')
  const shares = events.map((count, row) => count / (totals[row] as number))
  const offset = events.map(() => 0)
  return reweighted(design, shares, logisticFamily, offset, totals)
}

interface Cases {
  readonly design: Matrix
  readonly response: readonly number[]
  readonly family: GlmFamily
  readonly offset: readonly number[]
  readonly weights: readonly number[]
}

/** Iterated weighted least squares for any family. */
function reweighted(
  design: Matrix,
  response: readonly number[],
  family: GlmFamily,
  offset: readonly number[],
  weights: readonly number[] = response.map(() => 1),
): Regression {
  requireEqualLengths(design, response, offset)
  requireFinite([...design.flat(), ...offset], 'The explanations')
  const degreesOfFreedom = response.length - (design[0]?.length ?? 0)
  if (degreesOfFreedom < 1)
    throw new Refusal('TOO_FEW_PERIODS', 'A regression needs more rows than explanations. Ask for a longer time.')
  const cases = { design, response, family, offset, weights }
  let linear = response.map((value) => family.start(value))
  let isSettled = false
  for (let round = 0; round < maxRounds; round++) {
    const { spread, coefficients } = weightedStep(cases, linear)
    const before = linear
    linear = design.map((row, index) => dot(row, coefficients) + (offset[index] as number))
    const moved = linear.reduce((max, value, row) => Math.max(max, Math.abs(value - (before[row] as number))), 0)
    const fitted = linear.map(family.mean)
    requireBounded(family, linear, fitted, round)
    const deviance = overRows(cases, fitted, (value, mean, weight) => weight * family.deviance(value, mean))
    if (!Number.isFinite(deviance)) throw noConvergence()
    if (isSettled) {
      const pearson = overRows(
        cases,
        fitted,
        (value, mean, weight) => (weight * (value - mean) ** 2) / family.variance(mean),
      )
      const standardErrors = spread.map((row, i) => Math.sqrt(row[i] as number))
      const dispersion = pearson / degreesOfFreedom
      return { coefficients, standardErrors, fitted, spread, dispersion, deviance, degreesOfFreedom }
    }
    isSettled = moved < tolerance
  }
  throw noConvergence()
}

/** One round: least squares of what is linear near the means so far. */
function weightedStep({ design, response, family, offset, weights }: Cases, linear: readonly number[]) {
  const means = linear.map(family.mean)
  const slopes = means.map(family.slope)
  const working = means.map(
    (mean, row) => (weights[row] as number) * ((slopes[row] as number) ** 2 / family.variance(mean)),
  )
  const target = means.map(
    (mean, row) =>
      (linear[row] as number) - (offset[row] as number) + ((response[row] as number) - mean) / (slopes[row] as number),
  )
  const spread = inverse(crossProduct(design, working))
  const weighted = target.map((value, row) => value * (working[row] as number))
  return { spread, coefficients: multiply(spread, transposeMultiply(design, weighted)) }
}

/** @throws {@link Refusal} `SEPARATION` when an effect grows without bound */
function requireBounded(family: GlmFamily, linear: readonly number[], fitted: readonly number[], round: number): void {
  if (family === logisticFamily && linear.some((value) => Math.abs(value) > maxLinear)) throw separated()
  if (family === poissonFamily && round > 5 && fitted.some((mean) => mean < minMean)) throw separated()
}

/** A sum over the rows. What is no number stays none. */
function overRows(
  { response, weights }: Cases,
  fitted: readonly number[],
  of: (value: number, mean: number, weight: number) => number,
): number {
  return fitted.reduce((all, mean, row) => all + of(response[row] as number, mean, weights[row] as number), 0)
}

function xLogRatio(x: number, y: number): number {
  return x === 0 ? 0 : x * Math.log(x / y)
}

function noConvergence(): Refusal {
  return new Refusal('NO_CONVERGENCE', 'The regression did not settle. Ask for a longer time or fewer explanations.')
}

function separated(): Refusal {
  const message =
    'One explanation separates all events from all others, so its effect has no bound. Ask for broader groups or another time.'
  return new Refusal('SEPARATION', message)
}
