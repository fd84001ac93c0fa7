import {
  areaUnderCurve,
  decompose,
  disparityOf,
  funnelOf,
  indirectShare,
  shareLimits,
  shrunkenShares,
  standardisedShare,
} from '../index.ts'
import { bounds, first, type Rivals } from './rival.ts'

/** Units and groups beside each other. */
export const groups: Rivals = {
  shareLimits: {
    draw: (d) => [[d.size(), d.share(), d.level()]],
    ours: ([[total = 1, part = 0.5, level = 95] = []]) => bounds(shareLimits(total, part, level)),
    unit: 1e-6,
  },
  funnelOf: {
    draw: (d) => {
      const [common, spread] = [d.share(), 0.2 * d.random()]
      const totals = d.many(d.whole(5, 40), () => d.size(10))
      const own = () => Math.min(1 - 1e-6, Math.max(1e-6, common * Math.exp(spread * d.normal())))
      const events = totals.map((total) => d.events(total, own()))
      return [events.some((count) => count > 0) ? events : events.map((_, at) => (at === 0 ? 1 : 0)), totals]
    },
    ours: ([events = [], totals = []]) => {
      const { overall, dispersion, between, pValues, limits } = funnelOf(
        events.map((count, at) => ({ events: count, total: totals[at] as number })),
      )
      return [overall, dispersion, between, ...pValues, ...totals.map((total) => limits(total, 95).lower)]
    },
    unit: 1e-9,
  },
  disparityOf: {
    draw: (d) => {
      const max = d.isExtreme ? 1e6 : 60
      return [
        d.many(d.whole(2, 8), () => d.many(4, () => d.whole(1, d.isExtreme ? d.pick([3, 50, max]) : max))).flat(),
        [d.level()],
      ]
    },
    ours: ([counts = [], level]) => {
      const strata = Array.from({ length: counts.length / 4 }, (_, at) => {
        const [a = 0, c = 0, b = 0, e = 0] = counts.slice(4 * at, 4 * at + 4)
        return { exposed: [a, b], unexposed: [c, e] } as const
      })
      const { adjusted, interval, chiSquared, corrected, pValue } = disparityOf(strata, first(level))
      return [adjusted, ...bounds(interval), chiSquared, corrected, pValue]
    },
    unit: 1e-6,
  },
  standardisedShare: {
    draw: (d) => {
      const totals = d.many(d.whole(2, 12), () => d.size(2))
      return [totals.map((total) => d.events(total)), totals, totals.map(() => d.size()), [d.level()]]
    },
    ours: ([events = [], totals = [], standard = [], level]) => {
      const strata = events.map((count, at) => ({ events: count, total: totals[at] as number }))
      const { adjusted, interval } = standardisedShare(strata, standard, first(level))
      return [adjusted, ...bounds(interval)]
    },
  },
  indirectShare: {
    draw: (d) => {
      const sizes = d.many(d.whole(2, 12), () => d.size(2))
      const total = sizes.reduce((sum, size) => sum + size, 0)
      return [[d.events(total), total], sizes, sizes.map(() => d.share()), [d.level()]]
    },
    ours: ([[events = 0, total = 1] = [], sizes = [], shares = [], level]) => {
      const { ratio, interval } = indirectShare({ events, total }, sizes, shares, first(level))
      return [ratio, ...bounds(interval)]
    },
  },
  shrunkenShares: {
    draw: (d) => {
      const [totals, common] = [d.many(d.whole(3, 30), () => d.size(2)), d.share()]
      const events = totals.map((total) => d.events(total, Math.min(1, common * Math.exp(0.3 * d.normal()))))
      return [events.map((count, at) => (at === 0 ? Math.max(1, Math.min(count, first(totals) - 1)) : count)), totals]
    },
    ours: ([events = [], totals = []]) => {
      const { between, shares } = shrunkenShares(
        events.map((count, at) => ({ events: count, total: totals[at] as number })),
      )
      return [between, ...shares]
    },
    unit: 1e-9,
  },
  areaUnderCurve: {
    draw: (d) => {
      const levels = d.whole(2, 6)
      const persons = () => d.many(levels, () => d.whole(1, d.isExtreme ? 4000 : 40))
      return [persons(), persons(), [d.level()]]
    },
    ours: ([events = [], others = [], level]) => {
      const scored = events.map((count, at) => ({ score: at, events: count, others: others[at] as number }))
      const { area, interval } = areaUnderCurve(scored, first(level))
      return [area, ...bounds(interval)]
    },
  },
  decompose: {
    draw: (d) => {
      const cells = d.whole(2, 20)
      return [
        d.many(cells, () => d.size()),
        d.many(cells, () => d.size()),
        d.many(cells, () => d.share()),
        d.many(cells, () => d.share()),
      ]
    },
    ours: ([before = [], after = [], one = [], other = []]) => {
      const { composition, rate, total } = decompose(
        before.map((size, at) => ({
          codes: [String(at)],
          size: [size, after[at] as number],
          rate: [one[at] as number, other[at] as number],
        })),
      )
      return [...composition, rate, total]
    },
    unit: 1e-4,
  },
}
