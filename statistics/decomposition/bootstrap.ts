import { requireAmounts, requireChances, requireFinite, requirePeriods } from '../numeric/assertions.ts'
import type { CooperativeTask } from '../numeric/cooperative.ts'
import { alphaOf, type Interval } from '../numeric/interval.ts'
import { normalNumber, poissonNumber, type Random, seededRandom } from '../numeric/random.ts'
import { type CellsOfPeriod, type CrossedCell, decomposer, type Effects, periodOf, requireCells } from './decompose.ts'

export interface EffectIntervals {
  readonly composition: readonly Interval[]
  readonly rate: Interval
  readonly total: Interval
}

export interface BootstrapOptions {
  /** Per cent. */
  readonly level: number
  readonly runs?: number
  /** Standard deviation of what protection adds to each count, in persons. */
  readonly error?: number
  /** Equal seeds give equal intervals. */
  readonly seed?: number
}

/**
 * Effects of a decomposition of shares with the intervals that chance gives them: the events of each cell and the
 * others in it are drawn anew from Poisson distributions, what protection may have added to both from the normal one, and the
 * effects are counted again.
 *
 * @param cells - whose rates are shares in [0, 1]
 * @throws {@link Refusal} `ZERO_DENOMINATOR`, `NOT_A_COUNT`, `NOT_A_CHANCE`, `NOT_A_LEVEL`
 * @see Efron, B. and Tibshirani, R. (1993), An Introduction to the Bootstrap, chapter 13: percentile intervals
 */
export function* decomposeWithIntervals(
  cells: readonly CrossedCell[],
  { level, runs = 500, error = 0, seed = 1 }: BootstrapOptions,
): CooperativeTask<{ readonly effects: Effects; readonly intervals: EffectIntervals }> {
  requireCells(cells)
  requireAmounts([error], 'The error of a count')
  requireChances(
    cells.flatMap(({ rate }) => rate),
    'The shares of the cells',
  )
  const run = decomposer(cells.map(({ codes }) => codes))
  const [before, after] = [periodOf(cells, 0), periodOf(cells, 1)]
  const [first, last] = [expectedIn(before), expectedIn(after)]
  const random = seededRandom(seed)
  const drawn: Effects[] = []
  for (let round = 0; round < runs; round++) {
    drawn.push(run(drawAnew(first, error, random), drawAnew(last, error, random)))
    yield
  }
  const interval = (read: (effects: Effects) => number) => percentiles(drawn.map(read), level)
  return {
    effects: run(before, after),
    intervals: {
      composition: (cells[0]?.codes ?? []).map((_, factor) =>
        interval(({ composition }) => composition[factor] as number),
      ),
      rate: interval(({ rate }) => rate),
      total: interval(({ total }) => total),
    },
  }
}

/** What is expected in each cell of a period, of events and of others, with the chance that there is none. */
interface Expected {
  readonly sizes: Float64Array
  readonly shares: Float64Array
  readonly means: readonly [Float64Array, Float64Array]
  readonly chancesOfNone: readonly [Float64Array, Float64Array]
}

function expectedIn({ sizes, rates: shares }: CellsOfPeriod): Expected {
  const events = sizes.map((size, cell) => size * (shares[cell] as number))
  const others = sizes.map((size, cell) => size * (1 - (shares[cell] as number)))
  const chance = (mean: number) => Math.exp(-mean)
  return { sizes, shares, means: [events, others], chancesOfNone: [events.map(chance), others.map(chance)] }
}

function drawAnew({ sizes, shares, means, chancesOfNone }: Expected, error: number, random: Random): CellsOfPeriod {
  const draw = (kind: 0 | 1, cell: number) => {
    const count = poissonNumber(means[kind][cell] as number, random, chancesOfNone[kind][cell] as number)
    return error === 0 ? count : Math.max(0, count + error * normalNumber(random))
  }
  const drawn = { sizes: new Float64Array(sizes.length), rates: shares.slice() }
  for (let cell = 0; cell < sizes.length; cell++) {
    if (sizes[cell] === 0) continue
    const events = draw(0, cell)
    const size = events + draw(1, cell)
    drawn.sizes[cell] = size
    if (size > 0) drawn.rates[cell] = events / size
  }
  return drawn
}

/** What holds the middle `level` per cent of drawn values. @throws {@link Refusal} `GAP_IN_SERIES`, `TOO_FEW_PERIODS`, `NOT_A_LEVEL` */
export function percentiles(values: readonly number[], level: number): Interval {
  requireFinite(values, 'The drawn values')
  requirePeriods(values.length, 1, 'A percentile')
  const sorted = Float64Array.from(values).sort()
  const tail = alphaOf(level) / 2
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] as number
  return { lower: at(tail), upper: at(1 - tail) }
}
