import { describe, expect, it } from 'vitest'
import { areaUnderCurve, diversionPath, fixedStay, geometricStay, projectStock, seasonalNaive } from '../index.ts'
import { hasOracles, json, near } from '../testing/oracles.ts'

describe.skipIf(!hasOracles)('against answers published elsewhere', () => {
  it('stocks and flows', () => {
    const expected = json('flow/flow_oracles.json')
    const flows = projectStock({ admissions: new Array(60).fill(100), stay: geometricStay(12, 61) })
    for (const [period, stock] of Object.entries(expected.geometric_mean12_from_empty.N))
      near([flows[Number(period) - 1] as number], [stock as number], 9)
    expect(projectStock({ admissions: new Array(8).fill(100), stay: fixedStay(6) })).toEqual(
      expected.deterministic_L6.N,
    )
    const { prison } = diversionPath(
      [{ admissions: 54, stay: geometricStay(6, 25) }],
      { supervision: fixedStay(12) },
      24,
    )
    for (const [period, change] of Object.entries(expected.transition_path_geometric6.values))
      near([prison[Number(period) - 1] as number], [change as number], 9)
    const settled = diversionPath(
      [{ admissions: 54, stay: geometricStay(6, 400) }],
      { supervision: fixedStay(12), revocation: { share: 0.1, after: 6, stay: fixedStay(3) } },
      400,
    )
    near([settled.prison.at(-1) ?? 0, settled.supervision.at(-1) ?? 0], [-307.8, 615.6], 6)
  })
})

describe('closed answers', () => {
  it('of a score', () => {
    const perfect = areaUnderCurve(
      [
        { score: 1, events: 0, others: 5 },
        { score: 2, events: 5, others: 0 },
      ],
      95,
    )
    expect([perfect.area, perfect.interval]).toEqual([1, { lower: 1, upper: 1 }])
    const coin = areaUnderCurve(
      [
        { score: 1, events: 5, others: 5 },
        { score: 2, events: 5, others: 5 },
      ],
      95,
    )
    expect(coin.area).toBe(0.5)
    expect(seasonalNaive([1, 2, 3, 4, 5, 6, 7, 8], 5, 4)).toEqual([5, 6, 7, 8, 5])
  })
})
