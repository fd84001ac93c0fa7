import { describe, expect, it } from 'vitest'
import {
  betaQuantile,
  clopperPearsonInterval,
  conditionalRateRatio,
  gammaQuantile,
  garwoodInterval,
  normalQuantile,
  tQuantile,
  wilsonInterval,
} from '../index.ts'
import { bounds, hasOracles, json, near } from '../testing/oracles.ts'

describe.skipIf(!hasOracles)('against answers published elsewhere', () => {
  it('quantiles agree with R to 1e-8', () => {
    const { beta, gamma, norm, t } = json('trend/quantiles_R.json')
    const check = (found: number, expected: number) =>
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-8 * Math.abs(expected) + 1e-15)
    for (const { p, a, b, beta: expected } of beta) check(betaQuantile(p, a, b), expected)
    for (const { p, shape, gamma: expected } of gamma) check(gammaQuantile(p, shape), expected)
    for (const { p, z } of norm) check(normalQuantile(p), z)
    for (const { p, df, t: expected } of t) check(tQuantile(p, df), expected)
  })

  it('intervals of shares and counts', () => {
    for (const { x, n, wilson, clopper } of json('trend/proportion_intervals.json').single) {
      const share = { events: x, total: n }
      near(bounds(wilsonInterval(share, 95) as never), wilson, 8)
      near(bounds(clopperPearsonInterval(share, 95) as never), clopper, 9)
    }
    const { counts, poisson_test_help_page: page } = json('trend/poisson_intervals.json')
    for (const { x, exact } of counts) near(bounds(garwoodInterval(x, 95)), exact, 9)
    const { x, T: time, ratio, ci } = page.two
    const scale = time[1] / time[0]
    const found = conditionalRateRatio(x[1], x[0], 95)
    const factors = [found?.growth ?? 0, ...bounds(found?.interval ?? { lower: 0, upper: 0 })].map((one) => one + 1)
    near(
      factors.map((factor) => factor * scale),
      [ratio, ...ci],
      9,
    )
  })
})
