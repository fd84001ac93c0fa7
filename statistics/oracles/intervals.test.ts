import { describe, expect, it } from 'vitest'
import {
  betaQuantile,
  byarInterval,
  countInterval,
  exactShareInterval,
  gammaQuantile,
  jeffreysInterval,
  normalQuantile,
  rateRatio,
  shareInterval,
  studentQuantile,
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
    for (const { p, df, t: expected } of t) check(studentQuantile(p, df), expected)
  })

  it('intervals of shares and counts', () => {
    for (const { x, n, wilson, clopper, jeffreys } of json('trend/proportion_intervals.json').single) {
      const share = { events: x, total: n }
      near(bounds(shareInterval(share, 95) as never), wilson, 8)
      near(bounds(exactShareInterval(share, 95) as never), clopper, 9)
      near(bounds(jeffreysInterval(share, 95) as never), jeffreys, 9)
    }
    const {
      counts,
      rothman_1998_rate_ratio: rothman,
      poisson_test_help_page: page,
    } = json('trend/poisson_intervals.json')
    for (const { x, exact, byar } of counts) {
      near(bounds(countInterval(x, 95)), exact, 9)
      near(bounds(byarInterval(x, 95)), byar, 8)
    }
    const [one, other] = [0, 1].map((at) => ({ events: rothman.cases[at], exposure: rothman.py[at] }))
    for (const [method, name] of [
      ['wald', 'wald'],
      ['mid-p', 'midp'],
    ] as const) {
      const { ratio, interval } = rateRatio(other as never, one as never, 95, method)
      // R finds the mid-p bounds by a search that stops after three to four digits.
      near([ratio, ...bounds(interval)], rothman[name], method === 'wald' ? 9 : 3)
    }
    const pair = [0, 1].map((at) => ({ events: page.two.x[at], exposure: page.two.T[at] }))
    const { ratio, interval } = rateRatio(pair[0] as never, pair[1] as never, 95)
    near([ratio, ...bounds(interval)], [page.two.ratio, ...page.two.ci], 9)
  })
})
