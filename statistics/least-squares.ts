import { Refusal } from '#foundation'
import { crossProduct, dot, inverse, type Matrix, multiply, product, transposeMultiply } from './matrix.ts'
import { requireEqualLengths } from './require.ts'

export interface LeastSquares {
  readonly coefficients: readonly number[]
  readonly standardErrors: readonly number[]
  readonly residuals: readonly number[]
  /** Sum of the squares of the residuals. */
  readonly squares: number
  readonly degreesOfFreedom: number
}

/**
 * Ordinary least squares of `response` on the columns of `design`, which has its own column of ones.
 *
 * @throws {@link Refusal} `SINGULAR_DESIGN`, `UNEQUAL_LENGTHS`, `TOO_FEW_PERIODS`
 */
export function leastSquares(design: Matrix, response: readonly number[]): LeastSquares {
  requireEqualLengths(design, response)
  const width = design[0]?.length ?? 0
  const degreesOfFreedom = design.length - width
  if (degreesOfFreedom < 1)
    throw new Refusal('TOO_FEW_PERIODS', `A regression on ${width} columns needs more than ${width} rows.`)
  const spread = inverse(crossProduct(design))
  const coefficients = multiply(spread, transposeMultiply(design, response))
  const residuals = response.map((value, row) => value - dot(design[row] as readonly number[], coefficients))
  const squares = dot(residuals, residuals)
  const standardErrors = spread.map((row, i) => Math.sqrt(((row[i] as number) * squares) / degreesOfFreedom))
  return { coefficients, standardErrors, residuals, squares, degreesOfFreedom }
}

/**
 * Standard errors that allow for residuals which depend on those up to `lag` periods before and vary in size.
 *
 * @see Newey, W. and West, K. (1987), Econometrica 55: Bartlett weights, no correction for small samples
 */
export function neweyWest(design: Matrix, { residuals }: LeastSquares, lag: number): readonly number[] {
  const scores = design.map((row, index) => row.map((value) => value * (residuals[index] as number)))
  const width = design[0]?.length ?? 0
  const middle = crossProduct(scores)
  for (let distance = 1; distance <= lag; distance++) {
    const weight = 1 - distance / (lag + 1)
    for (let row = distance; row < scores.length; row++) {
      const [now, before] = [scores[row] as number[], scores[row - distance] as number[]]
      for (let i = 0; i < width; i++) {
        const target = middle[i] as number[]
        for (let j = 0; j < width; j++) {
          const both = (now[i] as number) * (before[j] as number) + (before[i] as number) * (now[j] as number)
          target[j] = (target[j] as number) + weight * both
        }
      }
    }
  }
  const bread = inverse(crossProduct(design))
  const covariance = product(product(bread, middle), bread)
  return covariance.map((row, i) => Math.sqrt(row[i] as number))
}

export interface PraisWinsten extends LeastSquares {
  /** The correlation of a residual with the one before. */
  readonly rho: number
}

const mostRounds = 200
const rhoTolerance = 1e-10

/**
 * Least squares with residuals that follow the one before, iterated until the correlation stands.
 *
 * @throws {@link Refusal} `NO_CONVERGENCE`
 * @see Prais, S. and Winsten, C. (1954), Cowles Commission Discussion Paper 383: the first row is kept
 */
export function praisWinsten(design: Matrix, response: readonly number[]): PraisWinsten {
  let coefficients = leastSquares(design, response).coefficients
  let rho = 0
  for (let round = 0; round < mostRounds; round++) {
    const residuals = response.map((value, row) => value - dot(design[row] as readonly number[], coefficients))
    const next = dot(residuals.slice(1), residuals.slice(0, -1)) / dot(residuals.slice(0, -1), residuals.slice(0, -1))
    const fit = leastSquares(differenced(design, next), differencedSeries(response, next))
    coefficients = fit.coefficients
    if (Math.abs(next - rho) < rhoTolerance) return { ...fit, rho: next }
    rho = next
  }
  throw new Refusal('NO_CONVERGENCE', 'The correlation of neighbouring periods did not settle. Use Newey–West errors.')
}

function differenced(design: Matrix, rho: number): Matrix {
  const first = Math.sqrt(1 - rho ** 2)
  return design.map((row, index) =>
    row.map((value, column) => (index === 0 ? first * value : value - rho * (design[index - 1]?.[column] as number))),
  )
}

function differencedSeries(values: readonly number[], rho: number): number[] {
  const first = Math.sqrt(1 - rho ** 2)
  return values.map((value, index) => (index === 0 ? first * value : value - rho * (values[index - 1] as number)))
}
