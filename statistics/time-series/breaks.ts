import { requireEqualLengths, requirePeriods } from '../numeric/assertions.ts'
import type { CooperativeTask } from '../numeric/cooperative.ts'
import type { Matrix } from '../numeric/matrix.ts'
import { leastSquares } from '../regression/least-squares.ts'

/** A series cut into segments, each with a regression of its own. */
export interface Segmentation {
  /** The last row of each segment but the last one, counted from 1. */
  readonly breaks: readonly number[]
  /** Sum of squares within the segments. */
  readonly squares: number
  readonly bic: number
}

/** How many breaks are sought at most, 3 by default, and how short a segment may be, 0.15 by default. */
export interface BreakOptions {
  readonly maxBreaks?: number
  /** The least share of the rows in a segment. */
  readonly trimming?: number
}

/**
 * The best partitions of a regression into segments, with 0 to `most` breaks; the one with the least BIC is the finding.
 *
 * The time grows with the square of the rows, so it comes in steps.
 *
 * @param design - the columns whose effects may change, a column of ones for the level
 * @throws {@link Refusal} `TOO_FEW_PERIODS`, `SINGULAR_DESIGN`, `UNEQUAL_LENGTHS`
 * @see Bai, J. and Perron, P. (2003), Journal of Applied Econometrics 18: dynamic programming over all segments
 */
export function* partitions(
  design: Matrix,
  response: readonly number[],
  { maxBreaks = 3, trimming = 0.15 }: BreakOptions = {},
): CooperativeTask<readonly Segmentation[]> {
  requireEqualLengths(design, response)
  const [rows, width] = [response.length, design[0]?.length ?? 0]
  const minRows = Math.max(Math.floor(trimming * rows), width + 1)
  requirePeriods(rows, 2 * minRows, 'A search for breaks')
  const costs = yield* segmentCosts(design, response, minRows)
  const found: Segmentation[] = []
  for (let count = 0; count <= maxBreaks && (count + 1) * minRows <= rows; count++) {
    const { breaks, squares } = bestPartition(costs, rows, minRows, count)
    if (!Number.isFinite(squares)) break
    found.push({ breaks, squares, bic: bicOf(squares, rows, (count + 1) * (width + 1)) })
  }
  return found
}

/** The partition with the least BIC. */
export function bestByBic(found: readonly Segmentation[]): Segmentation {
  return found.reduce((best, one) => (one.bic < best.bic ? one : best))
}

/** Segments that leave nothing fit perfectly; their BIC is to stay a number. */
const minSquares = 1e-250

/** @see Bai and Perron (2003), section 5.6: each break costs a row of coefficients and its date */
function bicOf(squares: number, rows: number, parameters: number): number {
  return (
    rows * (Math.log(Math.max(squares, minSquares)) + 1 - Math.log(rows) + Math.log(2 * Math.PI)) +
    Math.log(rows) * parameters
  )
}

/** Sums of squares of all segments by their first row and their last, 0-based; by recursive residuals. */
function* segmentCosts(
  design: Matrix,
  response: readonly number[],
  minRows: number,
): CooperativeTask<readonly Float64Array[]> {
  const costs: Float64Array[] = []
  for (let from = 0; from <= response.length - minRows; from++) {
    costs.push(recursiveSquares(design, response, from))
    yield
  }
  return costs
}

/**
 * Sums of squares of the segments that begin at a row, by their last row: each further row adds the square of how far it is
 * from what the rows before foretell.
 *
 * @see Brown, R., Durbin, J. and Evans, J. (1975), Journal of the Royal Statistical Society B 37
 */
function recursiveSquares(design: Matrix, response: readonly number[], from: number): Float64Array {
  const [rows, width] = [response.length, design[0]?.length ?? 0]
  const squares = new Float64Array(rows).fill(Number.POSITIVE_INFINITY)
  if (from + width + 1 > rows) return squares
  if (width === 1 && design.every(([value]) => value === 1)) return levelSquares(response, from)
  for (let last = from + width; last < rows; last++)
    squares[last] = leastSquares(design.slice(from, last + 1), response.slice(from, last + 1)).squares
  return squares
}

/** Around a mean that is carried along. @see Welford, B. (1962), Technometrics 4 */
function levelSquares(response: readonly number[], from: number): Float64Array {
  const squares = new Float64Array(response.length).fill(Number.POSITIVE_INFINITY)
  let [mean, sum] = [0, 0]
  for (let row = from; row < response.length; row++) {
    const value = response[row] as number
    const before = value - mean
    mean += before / (row - from + 1)
    sum += before * (value - mean)
    squares[row] = sum
  }
  return squares
}

function bestPartition(costs: readonly Float64Array[], rows: number, minRows: number, count: number) {
  let best = Float64Array.from({ length: rows }, (_, last) => costs[0]?.[last] ?? Number.POSITIVE_INFINITY)
  const cuts: Int32Array[] = []
  for (let segment = 1; segment <= count; segment++) {
    const next = new Float64Array(rows).fill(Number.POSITIVE_INFINITY)
    const cut = new Int32Array(rows).fill(-1)
    for (let last = (segment + 1) * minRows - 1; last < rows; last++) {
      for (let end = segment * minRows - 1; end <= last - minRows; end++) {
        const total = (best[end] as number) + (costs[end + 1]?.[last] ?? Number.POSITIVE_INFINITY)
        if (total < (next[last] as number)) {
          next[last] = total
          cut[last] = end
        }
      }
    }
    best = next
    cuts.push(cut)
  }
  const breaks: number[] = []
  let last = rows - 1
  for (const cut of cuts.toReversed()) {
    last = cut[last] as number
    breaks.unshift(last + 1)
  }
  return { breaks, squares: best[rows - 1] as number }
}
