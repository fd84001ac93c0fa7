import {
  clopperPearsonInterval,
  conditionalRateRatio,
  garwoodInterval,
  type Interval,
  newcombeDifference,
  oddsOfShare,
  ratioOfShares,
  wilsonInterval,
} from '../index.ts'
import { bounds, type Rivals, share } from './rival.ts'

/** Intervals of counts and shares. */
export const counts: Rivals = {
  shareInterval: {
    draw: (d) => [[...share(d), d.level()]],
    ours: ([[events = 0, total = 1, level = 95] = []]) => bounds(wilsonInterval({ events, total }, level) as Interval),
    unit: 1e-9,
  },
  exactShareInterval: {
    draw: (d) => [[...share(d), d.level()]],
    ours: ([[events = 0, total = 1, level = 95] = []]) =>
      bounds(clopperPearsonInterval({ events, total }, level) as Interval),
    unit: 1e-9,
  },
  countInterval: {
    draw: (d) => [[d.isExtreme ? d.size(0) : d.whole(0, 60), d.level()]],
    ours: ([[count = 0, level = 95] = []]) => bounds(garwoodInterval(count, level)),
    unit: 1e-3,
  },
  growthOfCounts: {
    draw: (d) => [[d.size(), d.size(0), d.level()]],
    ours: ([[before = 1, after = 1, level = 95] = []]) =>
      bounds(conditionalRateRatio(before, after, level)?.interval as Interval),
    unit: 1e-3,
  },
  differenceOfShares: {
    draw: (d) => [[...share(d), ...share(d), d.level()]],
    ours: ([[x = 0, n = 1, y = 0, m = 1, level = 95] = []]) => {
      const found = newcombeDifference({ events: x, total: n }, { events: y, total: m }, level)
      return [found?.difference as number, ...bounds(found?.interval as Interval)]
    },
    unit: 1e-6,
  },
  ratioOfShares: {
    draw: (d) => {
      const part = () => {
        const total = d.size(20)
        return [Math.min(total - 1, Math.max(1, d.events(total))), total]
      }
      return [[...part(), ...part(), d.level()]]
    },
    ours: ([[x = 0, n = 1, y = 0, m = 1, level = 95] = []]) => {
      const found = ratioOfShares({ events: x, total: n }, { events: y, total: m }, level)
      return [found?.ratio as number, ...bounds(found?.interval as Interval)]
    },
  },
  oddsOfShare: {
    draw: (d) => {
      const total = d.size(3)
      return [[Math.min(d.events(total), total - 1), total, d.level()]]
    },
    ours: ([[events = 0, total = 1, level = 95] = []]) =>
      bounds(oddsOfShare({ events, total }, level)?.interval as Interval),
    unit: 1e-9,
  },
}
