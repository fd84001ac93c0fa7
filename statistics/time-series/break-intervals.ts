import { Refusal } from '#foundation'
import { logTwoSidedTail } from '../numeric/gamma.ts'
import { alphaOf, type Interval } from '../numeric/interval.ts'
import type { Matrix } from '../numeric/matrix.ts'
import { leastSquares } from '../regression/least-squares.ts'

/**
 * Where each break of a partition may lie: rows, counted from 1, whose variance and regressors may differ from segment to
 * segment.
 *
 * @param breaks - the last row of each segment but the last one, as `partitions` finds them
 * @returns `null` where the step is too small against the variation for any limit, as R's `confint` answers NA
 * @throws {@link Refusal} `TOO_FEW_PERIODS` when a segment leaves nothing to judge its variance by
 * @see Bai, J. (1997), Review of Economics and Statistics 79, equations 17 and B.1
 */
export function breakIntervals(
  design: Matrix,
  response: readonly number[],
  breaks: readonly number[],
  level: number,
): readonly (Interval | null)[] {
  const ends = [0, ...breaks, response.length]
  const segments = ends.slice(1).map((end, at) => segmentOf(design, response, ends[at] as number, end))
  const tail = alphaOf(level) / 2
  return breaks.map((row, at) => {
    const [before, after] = [segments[at] as Segment, segments[at + 1] as Segment]
    const step = before.coefficients.map((value, column) => (after.coefficients[column] as number) - value)
    const [first, second] = [form(step, before.moments), form(step, after.moments)]
    const shape = { drift: second / first, variance: (second / first) * (after.variance / before.variance) }
    const scale = before.variance / first
    const [below, above] = [quantile(tail, shape), quantile(1 - tail, shape)]
    if (below === null || above === null || !Number.isFinite(scale)) return null
    // R: row - ceiling(above), row - floor(below)
    return { lower: row - Math.ceil(above * scale), upper: row - Math.floor(below * scale) }
  })
}

interface Segment {
  readonly coefficients: readonly number[]
  /** X'X ÷ rows. */
  readonly moments: Matrix
  /** Squares ÷ rows. */
  readonly variance: number
}

function segmentOf(design: Matrix, response: readonly number[], from: number, to: number): Segment {
  const rows = design.slice(from, to)
  const { coefficients, squares } = leastSquares(rows, response.slice(from, to))
  if (!(squares > 0)) throw new Refusal('TOO_FEW_PERIODS', 'A segment without any variation has no interval.')
  const moments = coefficients.map((_, i) =>
    coefficients.map(
      (__, j) => rows.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), 0) / rows.length,
    ),
  )
  return { coefficients, moments, variance: squares / rows.length }
}

function form(vector: readonly number[], matrix: Matrix): number {
  return vector.reduce(
    (sum, one, i) => sum + vector.reduce((inner, other, j) => inner + one * other * (matrix[i]?.[j] as number), 0),
    0,
  )
}

/** Of the walk after the break, against the one before with drift 1 and variance 1. */
interface Shape {
  readonly drift: number
  readonly variance: number
}

/** The chance that the highest point of the two-sided walk lies at `x` or before. */
function probability(x: number, { drift, variance }: Shape): number {
  if (x > 0) return 1 - probability(-x * (drift ** 2 / variance), mirrored({ drift, variance }))
  const [length, ratio] = [-x, drift / variance]
  const root = Math.sqrt(length)
  const weight = (variance * (variance + 2 * drift)) / ((variance + drift) * drift)
  const square = (variance + 2 * drift) ** 2 / ((variance + drift) * drift)
  // A factor without bound times a chance without bound: only their logarithms can be added.
  const tilted = Math.exp((ratio * (1 + ratio) * length) / 2 + logLowerTail((0.5 + ratio) * root))
  return (
    -(root / Math.sqrt(2 * Math.PI)) * Math.exp(-length / 8) -
    weight * tilted +
    (square - 2 + length / 2) * Math.exp(logLowerTail(root / 2))
  )
}

/** The same walk seen from the other side, in its own units. */
function mirrored({ drift, variance }: Shape): Shape {
  return { drift: 1 / drift, variance: 1 / variance }
}

/** The logarithm of the chance of a standard normal number below `-distance`, for a distance of 0 or more. */
function logLowerTail(distance: number): number {
  return logTwoSidedTail(distance) - Math.LN2
}

const farthest = 2 ** 40
const halvings = 60

/** Where the walk reaches a chance: on the side of 0 on which the chance belongs, or nowhere. */
function quantile(chance: number, shape: Shape): number | null {
  const side = chance < 0.5 ? -1 : 1
  const isBeyond = (distance: number) => {
    const found = probability(side * distance, shape)
    return side < 0 ? found <= chance : found >= chance
  }
  if (isBeyond(0)) return null
  let far = 1
  while (!isBeyond(far)) {
    far *= 2
    if (far > farthest) return null
  }
  let near = 0
  for (let round = 0; round < halvings && far - near > 1e-13 * far; round++) {
    const middle = (near + far) / 2
    if (isBeyond(middle)) far = middle
    else near = middle
  }
  return side * far
}
