import { breakIntervals, driftForecast, partitions, projectStock, runSync, seasonalNaive, stl } from '../index.ts'
import { aiccOf, fitted } from '../time-series/ets.ts'
import { type EtsForm, etsAlong, etsForecast } from '../time-series/state-space.ts'
import type { Drawer } from './draw-cases.ts'
import { design, first, type Rivals } from './rival.ts'

/** Breaks, seasons and forecasts. */
export const series: Rivals = {
  partitions: {
    draw: (d) => [stepped(d, d.whole(30, 60)), [d.whole(0, 1)]],
    ours: ([y = [], lagged]) => {
      const found =
        first(lagged) === 1
          ? runSync(partitions(design(y.slice(0, -1)), y.slice(1)))
          : runSync(
              partitions(
                y.map(() => [1]),
                y,
              ),
            )
      return [...found.map(({ squares }) => squares), ...found.map(({ bic }) => bic)]
    },
    unit: 1e-2,
  },
  breakIntervals: {
    draw: (d) => {
      const y = stepped(d, d.whole(30, 60))
      const found = runSync(partitions(design(y.slice(0, -1)), y.slice(1)))[d.whole(1, 2)]
      return [y, found?.breaks ?? [], [d.pick([80, 90, 95])]]
    },
    // R's limits before they are rounded outwards; a limit that is none of both sides agrees.
    ours: ([y = [], breaks = [], level], answer) =>
      breakIntervals(design(y.slice(0, -1)), y.slice(1), breaks, first(level)).flatMap((found, at) => {
        const [lower, upper] = [answer[2 * at] as number, answer[2 * at + 1] as number]
        if (found === null) return [Number.NaN, Number.NaN]
        const isSame = (own: number, exact: number, round: (value: number) => number) =>
          [-1e-6, 1e-6].some((shift) => own === round(exact + shift * Math.max(1, Math.abs(exact))))
        return [
          isSame(found.lower, lower, Math.floor) ? lower : found.lower,
          isSame(found.upper, upper, Math.ceil) ? upper : found.upper,
        ]
      }),
  },
  stl: {
    draw: (d) => {
      const frequency = d.pick([4, 12])
      const robust = d.whole(0, 1)
      // Of an even number of remainders R finds another middle now and then: it asks its partial sort for places in falling order.
      const periods = d.whole(3, 8) * frequency + robust
      return [d.series(periods), [frequency, d.pick([0, 7, 13]), robust]]
    },
    ours: ([y = [], [frequency = 4, seasonal = 0, robust = 0] = []]) => {
      const parts = stl(y, { frequency, seasonal: seasonal === 0 ? 'periodic' : seasonal, robust: robust === 1 })
      return [...parts.seasonal, ...parts.trend]
    },
    unit: 1,
  },
  projectStock: {
    draw: (d) => {
      const stay = d.many(d.whole(1, 30), () => d.random()).sort((one, other) => other - one)
      return [d.many(d.whole(1, 40), () => d.size()), [1, ...stay]]
    },
    ours: ([admissions = [], stay = []]) => projectStock({ admissions, stay }),
  },
  drift: { draw: (d) => [d.series(d.whole(5, 40))], ours: ([y = []]) => driftForecast(y, 5) },
  seasonalNaive: { draw: (d) => [d.series(d.whole(8, 40))], ours: ([y = []]) => seasonalNaive(y, 6, 4) },
  ets: {
    draw: (d) => {
      const [error, season] = d.pick([
        [1, 1],
        [1, 2],
        [2, 1],
        [2, 2],
        [2, 3],
      ] as const)
      return [d.series(d.whole(24, 48)).map((value) => Math.max(1, value)), [error, d.whole(1, 3), season]]
    },
    ours: ([y = [], form = []], answer) => etsBeside(y, form, answer),
    unit: 1,
  },
}

/**
 * With R's parameters our likelihood and forecast are R's, and our own search ends nowhere much worse than R's. Where a season
 * multiplies, R tells the mean and we the middle of what comes, so forecasts are not compared there.
 */
function etsBeside(
  y: readonly number[],
  [error = 1, trend = 1, season = 1]: readonly number[],
  answer: readonly number[],
) {
  const form: EtsForm = {
    error: (['A', 'M'] as const)[error - 1] ?? 'A',
    trend: (['N', 'A', 'Ad'] as const)[trend - 1] ?? 'N',
    season: (['N', 'A', 'M'] as const)[season - 1] ?? 'N',
  }
  const [alpha = 0, beta = 0, gamma = 0, phi = 1, level = 0, slope = 0, count = 0] = answer
  const seasons = answer.slice(7, 7 + count)
  const parameters = { alpha, beta, gamma, phi, level, trend: slope, seasons }
  const { cost, state } = etsAlong(y, form, parameters)
  const free = 2 + (trend > 1 ? 2 : 0) + (trend === 3 ? 1 : 0) + (season > 1 ? count : 0) + 1
  const own = fitted(y, form, { periods: 6, season: 4 })
  const [aicc = 0] = answer.slice(7 + count)
  const isNoWorse = own !== undefined && own.aicc <= aicc + worseAllowed
  return [
    ...answer.slice(0, 7 + count),
    isNoWorse ? aiccOf(cost, free, y.length) : Number.NaN,
    ...(season === 3 ? answer.slice(8 + count) : etsForecast(form, parameters, state, y.length, 6)),
  ]
}

/** Of AICc: both searches end on one of several hills. */
const worseAllowed = 6

/** Levels that jump once or twice. */
function stepped(d: Drawer, periods: number): readonly number[] {
  const cuts = [d.whole(8, periods - 8), d.whole(8, periods - 8)]
  const jumps = cuts.map(() => (d.isExtreme ? 20 : 4) * d.normal())
  let before = 0
  return Array.from({ length: periods }, (_, at) => {
    before = 0.3 * before + d.normal()
    return 50 + before + cuts.reduce((sum, cut, place) => sum + (at >= cut ? (jumps[place] as number) : 0), 0)
  })
}
