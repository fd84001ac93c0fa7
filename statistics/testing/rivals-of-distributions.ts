import {
  betaQuantile,
  chiSquaredTail,
  falseDiscoveries,
  gammaQuantile,
  normalQuantile,
  tQuantile,
  twoSidedTail,
} from '../index.ts'
import { binomialAtMost, binomialChance, poissonAtMost, poissonChance } from '../numeric/chances.ts'
import { first, type Rivals } from './rival.ts'

/** Quantiles and chances. */
export const distributions: Rivals = {
  normalQuantile: {
    draw: (d) => [[d.isExtreme ? 10 ** (-90 * d.random()) : d.share()]],
    ours: ([p]) => [normalQuantile(first(p))],
  },
  betaQuantile: {
    draw: (d) => [[d.pick([0.001, 0.025, 0.1, 0.5, 0.975, 0.999]), d.size() - 0.5 * d.whole(0, 1), d.size()]],
    ours: ([[p = 0, a = 1, b = 1] = []]) => [betaQuantile(p, a, b)],
    unit: 1e-300,
  },
  gammaQuantile: {
    draw: (d) => [[d.pick([0.001, 0.025, 0.1, 0.5, 0.975, 0.999]), d.size() - 0.5 * d.whole(0, 1)]],
    ours: ([[p = 0, shape = 1] = []]) => [gammaQuantile(p, shape)],
    unit: 1e-300,
  },
  studentQuantile: {
    draw: (d) => [[d.pick([0.6, 0.9, 0.95, 0.975, 0.995, 0.999]), d.isExtreme ? d.size() : 1 + 40 * d.random()]],
    ours: ([[p = 0, df = 1] = []]) => [tQuantile(p, df)],
  },
  chiSquaredTail: {
    draw: (d) => {
      const df = d.isExtreme ? d.size() : d.whole(1, 30)
      return [[Math.max(0, df + (d.isExtreme ? 6 : 3) * Math.sqrt(2 * df) * d.normal()), df]]
    },
    ours: ([[x = 0, df = 1] = []]) => [chiSquaredTail(x, df)],
    unit: 1e-300,
  },
  twoSidedTail: {
    draw: (d) => [[(d.isExtreme ? 12 : 2) * d.normal()]],
    ours: ([z]) => [twoSidedTail(first(z))],
    unit: 1e-300,
  },
  binomialAtMost: {
    draw: (d) => {
      const [total, part] = [d.size(), d.share()]
      return [[d.events(total, part), total, part]]
    },
    ours: ([[x = 0, n = 1, p = 0.5] = []]) => [binomialAtMost(x, n, p), binomialChance(x, n, p)],
    unit: 1e-300,
  },
  poissonAtMost: {
    draw: (d) => {
      const mean = d.isExtreme ? 10 ** (8 * d.random() - 1) : 50 * d.random()
      return [[Math.max(0, Math.round(mean + 3 * Math.sqrt(mean) * d.normal())), mean]]
    },
    ours: ([[x = 0, mean = 1] = []]) => [poissonAtMost(x, mean), poissonChance(x, mean)],
    unit: 1e-300,
  },
  falseDiscoveries: {
    draw: (d) => [d.many(d.whole(1, 30), () => (d.random() < 0.3 ? d.random() / 100 : d.random())), [0.05]],
    ours: ([p = [], rate]) => falseDiscoveries(p, first(rate)).map(Number),
  },
}
