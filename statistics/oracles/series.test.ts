import { describe, expect, it } from 'vitest'
import { bestByBic, breakIntervals, partitions, runSync, stl } from '../index.ts'
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
    const found = runSync(
      partitions(
        nile.map(() => [1]),
        nile,
        { maxBreaks: 5, trimming: 0.15 },
      ),
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
    const ones = nile.map(() => [1])
    expect(breakIntervals(ones, nile, [28], 95)).toEqual([{ lower: 25, upper: 32 }])
  })

  it('breaks in the number of drivers killed, with what the months before explain', () => {
    const logs = csv('trend/seatbelts.csv').map((row) => Math.log10(Number(row['drivers'])))
    const rows = logs.slice(12).map((_, at) => [1, logs[at + 11] as number, logs[at] as number])
    const found = runSync(partitions(rows, logs.slice(12), { maxBreaks: 2, trimming: 0.1 }))
    const breaks = found[2]?.breaks ?? []
    expect(breaks).toEqual(json('trend/breakpoints.json').seatbelt.bp2)
    const month = (row: number) => `${1970 + Math.floor((row - 1) / 12)}-${((row - 1) % 12) + 1}`
    expect(
      breakIntervals(rows, logs.slice(12), breaks, 95).map(
        (found) => found && [month(found.lower), month(found.upper)],
      ),
    ).toEqual([
      ['1972-9', '1974-8'],
      ['1981-12', '1984-3'],
    ])
  })
})
