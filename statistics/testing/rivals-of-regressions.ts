import {
  dispersionOf,
  type Interval,
  interruptedSeries,
  leastSquares,
  logisticRegression,
  neweyWest,
  relativeTrendOf,
  trendOf,
} from '../index.ts'
import { crossProduct, inverse } from '../numeric/matrix.ts'
import { bounds, design, first, type Rivals } from './rival.ts'

/** Regressions, and what rests on them. */
export const regressions: Rivals = {
  trendOf: {
    draw: (d) => {
      const counts = d.counts(d.whole(5, 40))
      return [counts, counts.map(() => (d.isExtreme ? 1e7 * (0.9 + 0.2 * d.random()) : 1)), [d.level()]]
    },
    ours: ([counts = [], exposure = [], level]) => {
      const { growth, interval, dispersion } = trendOf(counts, first(level), exposure)
      return [growth, ...bounds(interval), dispersion]
    },
    unit: 1e-3,
  },
  relativeTrendOf: {
    draw: (d) => {
      const periods = d.whole(5, 40)
      return [d.counts(periods), d.counts(periods), [d.level()]]
    },
    ours: ([one = [], other = [], level]) => {
      const { growth, interval, dispersion } = relativeTrendOf(one, other, first(level))
      return [growth, ...bounds(interval), dispersion]
    },
    unit: 1e-3,
  },
  dispersionOf: { draw: (d) => [d.counts(d.whole(5, 40))], ours: ([counts = []]) => [dispersionOf(counts).dispersion] },
  logisticRegression: {
    draw: (d) => {
      const totals = d.many(d.whole(5, 30), () => d.size(10))
      const [level, slope] = [d.isExtreme ? 4 * d.normal() : d.normal(), d.normal()]
      const x = totals.map(() => d.normal())
      const events = x.map((value, at) =>
        d.events(totals[at] as number, 1 / (1 + Math.exp(-Math.min(10, Math.max(-10, level + slope * value))))),
      )
      return [
        events.map((count, at) =>
          at === 0 ? Math.max(1, count - 1) : at === 1 ? Math.min(count + 1, first(totals, 1) - 1) : count,
        ),
        totals,
        x,
      ]
    },
    ours: ([events = [], totals = [], x = []]) => {
      const { coefficients, standardErrors } = logisticRegression(design(x), events, totals)
      return [...coefficients, ...standardErrors]
    },
    unit: 1e-2,
  },
  leastSquares: {
    draw: (d) => {
      const y = d.series(d.whole(6, 60))
      return [y, y.map(() => d.normal())]
    },
    ours: ([y = [], x = []]) => {
      const { coefficients, standardErrors } = leastSquares(
        x.map((value) => [1, value, value ** 2]),
        y,
      )
      return [...coefficients, ...standardErrors]
    },
  },
  neweyWest: {
    draw: (d) => {
      const y = d.series(d.whole(12, 90))
      return [y, y.map((_, at) => at), [d.whole(0, 6)]]
    },
    ours: ([y = [], x = [], lag]) => {
      const rows = design(x)
      const { residuals } = leastSquares(rows, y)
      return neweyWest(rows, { residuals, spread: inverse(crossProduct(rows)) }, first(lag))
    },
  },
  interruptedSeries: {
    draw: (d) => {
      const frequency = d.pick([4, 12])
      const periods = d.whole(4, 8) * frequency
      const counts = d.counts(periods)
      return [
        counts,
        counts.map((_, at) => (d.isExtreme ? 1e7 + 1000 * at : 1)),
        [d.whole(2 * frequency, periods - frequency), frequency, d.level()],
      ]
    },
    ours: ([counts = [], exposure = [], [after = 0, frequency = 4, level = 95] = []]) => {
      const { step, slope, dispersion } = interruptedSeries(counts, { after, frequency, level, exposure })
      return [
        step.change,
        ...bounds(step.interval),
        slope?.change ?? 0,
        ...bounds(slope?.interval as Interval),
        dispersion,
      ]
    },
    unit: 1e-3,
  },
}
