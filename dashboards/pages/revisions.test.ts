import { describe, expect, it } from 'vitest'
import { revisionsOf } from './revisions.ts'

const headline = (period: string, value: number) => ({ indicator: 'persons' as const, period, value })
const release = (through: string, ...values: readonly (readonly [string, number])[]) => ({
  through,
  headlines: values.map(([period, value]) => headline(period, value)),
})

describe('revisions', () => {
  it('are none where a quarter is added to a year that is not over', () => {
    const first = release('2026-Q2', ['2026', 3336], ['2026-Q1', 1600], ['2026-Q2', 1736])
    const second = release('2026-Q3', ['2026', 4728], ['2026-Q1', 1600], ['2026-Q2', 1736], ['2026-Q3', 1392])
    expect(revisionsOf([first, second], 'persons')).toEqual([0, 0])
  })

  it('begin with the first release in which the year is over', () => {
    const releases = [
      release('2025-Q3', ['2025', 4500]),
      release('2025-Q4', ['2025', 6000]),
      release('2026-Q1', ['2025', 6030]),
      release('2026-Q2', ['2025', 6010]),
    ]
    expect(revisionsOf(releases, 'persons')).toEqual([10])
    expect(revisionsOf(releases.slice(0, 2), 'persons')).toEqual([])
  })

  it('are of one indicator', () => {
    const share = { indicator: 'custodial_share' as const, period: '2025', value: 0.3 }
    const all = [0.3, 0.32].map((value) => ({
      through: '2025-Q4',
      headlines: [{ ...share, value }, headline('2025', 5)],
    }))
    expect(revisionsOf(all, 'persons')).toEqual([0])
    expect(revisionsOf(all, 'custodial_share')[0]).toBeCloseTo(0.02)
  })
})
