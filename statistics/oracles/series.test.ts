import { describe, expect, it } from 'vitest'
import { bestByBic, partitions, stl } from '../index.ts'
import { csv, hasOracles, json, near, nile } from '../testing/oracles.ts'

describe.skipIf(!hasOracles)('against answers published elsewhere', () => {
  it('seasons: temperatures of Nottingham and drivers killed', () => {
    for (const [name, seasonal] of [
      ['trend/stl_nottem_periodic_jump1.csv', 'periodic'],
      ['trend/stl_ukdriverdeaths_s13_jump1.csv', 13],
    ] as const) {
      const rows = csv(name)
      const parts = stl(
        rows.map(({ y }) => Number(y)),
        { frequency: 12, seasonal },
      )
      for (const part of ['seasonal', 'trend', 'remainder'] as const)
        near(
          parts[part],
          rows.map((row) => Number(row[part])),
          9,
        )
    }
  })

  it('breaks in the flow of the Nile', () => {
    const expected = json('trend/breakpoints.json')
    const found = partitions(
      nile.map(() => [1]),
      nile,
      { most: 5, trimming: 0.15 },
    )
    near(
      found.map(({ squares }) => squares),
      expected.nile.summaryRSS.map(({ RSS }: { RSS: number }) => RSS),
      9,
    )
    near(
      found.map(({ bic }) => bic),
      expected.nile.summaryRSS.map(({ BIC }: { BIC: number }) => BIC),
      9,
    )
    expect(bestByBic(found).breaks).toEqual([28])
    for (const [count, breaks] of Object.entries(expected.nile_breaks_by_m))
      expect(found[Number(count)]?.breaks).toEqual(breaks)
  })
})
