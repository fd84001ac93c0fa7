import { Refusal } from '#foundation'
import { requireEqualLengths, requireFinite, requirePeriods } from '../numeric/assertions.ts'
import { crossProduct, dot, inverse, type Matrix, multiply, product, transposeMultiply } from '../numeric/matrix.ts'

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
 * @throws {@link Refusal} `SINGULAR_DESIGN`, `UNEQUAL_LENGTHS`, `TOO_FEW_PERIODS`, `GAP_IN_SERIES`
 */
export function leastSquares(design: Matrix, response: readonly number[]): LeastSquares {
  requireEqualLengths(design, response)
  requireFinite(design.flat(), 'The explanations')
  requireFinite(response, 'The figures')
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

/** What robust errors of a regression are made of. */
export interface Estimated {
  /** By row: how far the response is from what is expected, on the scale of the response. */
  readonly residuals: readonly number[]
  /** The inverse of the information, such as `(X'X)⁻¹`. */
  readonly spread: Matrix
}

/**
 * Standard errors that allow for residuals which depend on those up to `lag` periods before and vary in size, for least squares
 * and for regressions with the usual link of their family.
 *
 * @see Newey, W. and West, K. (1987), Econometrica 55: Bartlett weights; with rows ÷ degrees of freedom for small samples
 */
export function neweyWest(design: Matrix, { residuals, spread }: Estimated, lag: number): readonly number[] {
  requireEqualLengths(design, residuals)
  requireEqualLengths(spread, design[0] ?? [])
  requireFinite([...design.flat(), ...residuals, ...spread.flat()], 'The residuals')
  requirePeriods(design.length, spread.length + 1, 'A robust error')
  const scores = design.map((row, index) => row.map((value) => value * (residuals[index] as number)))
  const middle = crossProduct(scores)
  for (let distance = 1; distance <= Math.min(lag, scores.length - 1); distance++)
    addLagged(middle, scores, distance, 1 - distance / (lag + 1))
  const small = scores.length / (scores.length - spread.length)
  return product(product(spread, middle), spread).map((row, i) => Math.sqrt(small * Math.max(0, row[i] as number)))
}

function addLagged(middle: number[][], scores: readonly (readonly number[])[], distance: number, weight: number): void {
  for (let row = distance; row < scores.length; row++) {
    const [now, before] = [scores[row] as readonly number[], scores[row - distance] as readonly number[]]
    for (const [i, target] of middle.entries())
      for (let j = 0; j < target.length; j++) {
        const both = (now[i] as number) * (before[j] as number) + (before[i] as number) * (now[j] as number)
        target[j] = (target[j] as number) + weight * both
      }
  }
}
