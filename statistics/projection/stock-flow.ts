import { Refusal } from '#foundation'
import { requireAmounts, requireCounts, requireEqualLengths, requirePeriods } from '../numeric/assertions.ts'
import type { CooperativeTask } from '../numeric/cooperative.ts'
import { dot } from '../numeric/matrix.ts'
import { normalNumber, type Random, seededRandom } from '../numeric/random.ts'
import { poissonRegression } from '../regression/regression.ts'
import { type Smoothed, smoothed } from '../time-series/smoothing.ts'

/** A compartment such as remand, prison or supervision, period by period. */
export interface StockFlow {
  /** Persons at the end of each period. */
  readonly stocks: readonly number[]
  /** Persons who came in each period. */
  readonly inflows: readonly number[]
}

export interface Forecasting {
  readonly periods: number
  /** Periods in a year. */
  readonly season: number
  readonly runs?: number
  readonly seed?: number
  /** Standard deviation of what protection adds to a published stock, in persons. */
  readonly error?: number
  /** Part of the time that is served less from now on, such as 0.1. */
  readonly earlier?: number
}

/** The stock at the end of each period to come, in persons. */
export interface Projection {
  readonly expected: readonly number[]
  /** Of each run, the stock of each period: sums of compartments are made run by run. */
  readonly runs: readonly (readonly number[])[]
}

/** Trends are learned from so many years; older ones say little about what comes. */
const yearsLearned = 5
/** How much of the growth of inflows is left after each period: growth without end is no forecast. */
const damping = 0.9
const minYears = 3

/** Periods that have to be known, so that there is something to learn from. */
export function minPeriodsForProjection(season: number): number {
  return minYears * season + 1
}

/**
 * The stock of the periods to come: inflows by a Poisson regression on time and season with the variation that was seen,
 * and of those who are there the share that stayed in the years before. Bands come from a parametric bootstrap: histories
 * are drawn anew, learned from again and continued.
 *
 * @throws {@link Refusal} `TOO_FEW_PERIODS`, `UNEQUAL_LENGTHS`, `NOT_A_COUNT`, `ZERO_DENOMINATOR`
 * @see Davison, A. and Hinkley, D. (1997), Bootstrap Methods and their Application, section 7.2
 */
export function* projectStockFlow(history: StockFlow, options: Forecasting): CooperativeTask<Projection> {
  const { periods, season, runs = 500, seed = 1, error = 0, earlier = 0 } = options
  requireEqualLengths(history.stocks, history.inflows)
  requirePeriods(history.stocks.length, minPeriodsForProjection(season), 'A projection')
  requireCounts(history.inflows, 'The inflows')
  requireAmounts([error], 'The error of a count')
  const random = seededRandom(seed)
  const last = history.stocks.at(-1) as number
  const stays = smoothed(staysOf(history).map(logit), periods, season)
  const inflows = history.inflows.slice(-yearsLearned * season)
  const shift = { from: history.inflows.length, season, periods }
  const learned = learnInflows(inflows, shift)
  const shortened = (linear: number) => fromLogit(linear) ** (1 / (1 - earlier))
  const expected = continueStock(last, learned.foretold, stays.forecast.map(shortened))
  const drawn: number[][] = []
  for (let run = 0; run < runs; run++) {
    const again = learnInflows(
      learned.fitted.map((mean) => drawCount(mean, learned.dispersion, random)),
      shift,
    )
    const comes = again.foretold.map((mean) => drawCount(mean, learned.dispersion, random))
    const path = continueStock(last, comes, wander(stays, random).map(shortened))
    drawn.push(error === 0 ? path : path.map((stock) => Math.max(0, stock + error * normalNumber(random))))
    yield
  }
  return { expected, runs: drawn }
}

/** Several compartments as one, run by run. */
export function addProjections(projections: readonly Projection[]): Projection {
  const add = (one: readonly number[], other: readonly number[]) =>
    one.map((value, at) => value + (other[at] as number))
  return projections.reduce(({ expected, runs }, next) => ({
    expected: add(expected, next.expected),
    runs: runs.map((run, at) => add(run, next.runs[at] as readonly number[])),
  }))
}

/**
 * The share that stayed through each period but the first: who came during it was there for half of it on average, so
 * `stock = before × stay + inflow × √stay`.
 */
export function staysOf({ stocks, inflows }: StockFlow): readonly number[] {
  requireEqualLengths(stocks, inflows)
  requireAmounts([...stocks, ...inflows], 'Stocks and inflows')
  return stocks.slice(1).map((stock, at) => {
    const [before, inflow] = [stocks[at] as number, inflows[at + 1] as number]
    if (!(before > 0)) throw new Refusal('ZERO_DENOMINATOR', 'A stock of nobody has no share that stays.')
    const root = (-inflow + Math.sqrt(inflow ** 2 + 4 * before * stock)) / (2 * before)
    return Math.min(1, root ** 2)
  })
}

function continueStock(last: number, inflows: readonly number[], stays: readonly number[]): number[] {
  let stock = last
  return inflows.map((inflow, at) => {
    const stay = stays[at] as number
    stock = stock * stay + inflow * Math.sqrt(stay)
    return stock
  })
}

/** A path around the forecast: past errors drawn again, of which the level keeps its part. */
function wander({ forecast, errors, levelWeight }: Smoothed, random: Random): readonly number[] {
  let shift = 0
  return forecast.map((value) => {
    const error = pick(errors, random)
    const now = value + shift + error
    shift += levelWeight * error
    return now
  })
}

/** Shares near 1 are common, 1 itself comes from rounding. */
function logit(share: number): number {
  const inside = Math.min(share, 0.9999)
  return Math.log(inside / (1 - inside))
}

function fromLogit(linear: number): number {
  return 1 / (1 + Math.exp(-linear))
}

interface Learned {
  readonly fitted: readonly number[]
  readonly dispersion: number
  readonly foretold: readonly number[]
}

/** @param shift - where in the year the series ends, and how far to go on */
function learnInflows(
  counts: readonly number[],
  { from, season, periods }: { readonly from: number; readonly season: number; readonly periods: number },
): Learned {
  const first = from - counts.length
  const row = (time: number, period: number) => [1, time, ...seasonOf(period, season)]
  const design = counts.map((_, at) => row(at - counts.length + 1, first + at))
  const { coefficients, fitted, dispersion } = poissonRegression(design, counts)
  let [reach, left] = [0, 1]
  const foretold = Array.from({ length: periods }, (_, at) => {
    left *= damping
    reach += left
    return Math.exp(dot(row(reach, from + at), coefficients))
  })
  return { fitted, dispersion: Math.max(1, dispersion), foretold }
}

/** One column for each season but the first. */
function seasonOf(period: number, season: number): readonly number[] {
  return Array.from({ length: season - 1 }, (_, at) => (period % season === at + 1 ? 1 : 0))
}

function drawCount(mean: number, dispersion: number, random: Random): number {
  return Math.max(0, Math.round(mean + Math.sqrt(mean * dispersion) * normalNumber(random)))
}

function pick(values: readonly number[], random: Random): number {
  return values[Math.floor(random() * values.length)] as number
}
