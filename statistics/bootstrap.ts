import { type Cell, type CellNumbers, decomposer, type Effects, numbersOf } from './decompose.ts'
import { type Interval, tailsOf } from './interval.ts'
import { normalNumber, poissonNumber, type Random, seededRandom } from './random.ts'
import type { Steps } from './steps.ts'

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
 * @throws {@link Refusal} `ZERO_DENOMINATOR`
 * @see Efron, B. and Tibshirani, R. (1993), An Introduction to the Bootstrap, chapter 13: percentile intervals
 */
export function* decomposeWithIntervals(
  cells: readonly Cell[],
  { level, runs = 500, error = 0, seed = 1 }: BootstrapOptions,
): Steps<{ readonly effects: Effects; readonly intervals: EffectIntervals }> {
  const run = decomposer(cells.map(({ codes }) => codes))
  const numbers = numbersOf(cells)
  const random = seededRandom(seed)
  const drawn: Effects[] = []
  for (let round = 0; round < runs; round++) {
    drawn.push(run(drawAnew(numbers, error, random)))
    yield
  }
  const interval = (read: (effects: Effects) => number) => percentiles(drawn.map(read), level)
  return {
    effects: run(numbers),
    intervals: {
      composition: (cells[0]?.codes ?? []).map((_, factor) =>
        interval(({ composition }) => composition[factor] as number),
      ),
      rate: interval(({ rate }) => rate),
      total: interval(({ total }) => total),
    },
  }
}

function drawAnew({ sizes, rates }: CellNumbers, error: number, random: Random): CellNumbers {
  const blurred = (count: number) => (error === 0 ? count : Math.max(0, count + error * normalNumber(random)))
  const period = (at: 0 | 1): [Float64Array, Float64Array] => {
    const [means, shares] = [sizes[at], rates[at]]
    const [size, rate] = [new Float64Array(means.length), new Float64Array(means.length)]
    for (let cell = 0; cell < means.length; cell++) {
      const [mean, share] = [means[cell] as number, shares[cell] as number]
      const events = blurred(poissonNumber(mean * share, random))
      const total = mean === 0 ? 0 : events + blurred(poissonNumber(mean * (1 - share), random))
      size[cell] = total
      rate[cell] = total === 0 ? share : events / total
    }
    return [size, rate]
  }
  const [[s0, r0], [s1, r1]] = [period(0), period(1)]
  return { sizes: [s0, s1], rates: [r0, r1] }
}

/** What holds the middle `level` per cent of drawn values. */
export function percentiles(values: readonly number[], level: number): Interval {
  const sorted = Float64Array.from(values).sort()
  const tail = tailsOf(level) / 2
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] as number
  return { lower: at(tail), upper: at(1 - tail) }
}
