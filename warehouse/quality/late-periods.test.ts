import { describe, expect, it } from 'vitest'
import type { GenerationManifest } from '../generations/store/manifest.ts'
import { type ExpectedDeliveries, latePeriods } from './late-periods.ts'

const delivered = (...spans: (readonly [string, string])[]) =>
  spans.map(([from, to]) => ({
    register: 'sentences',
    coverage: { from, to },
  })) as unknown as GenerationManifest['deliveries']
const late = (expected: Omit<ExpectedDeliveries, 'register'>, today: string, ...spans: (readonly [string, string])[]) =>
  latePeriods([{ register: 'sentences', ...expected }], delivered(...spans), today, { yearStarts: 1 }).map(
    ({ period, expected: day }) => `${period} ${day}`,
  )

describe('a delivery', () => {
  const monthly = { every: 'month', day: 10 } as const

  it('is late from the day after the one on which it is expected', () => {
    const upToSeptember = ['2026-01-01', '2026-09-30'] as const
    expect(late(monthly, '2026-11-10', upToSeptember)).toEqual([])
    expect(late(monthly, '2026-11-11', upToSeptember)).toEqual(['2026-10 2026-11-10'])
    expect(late(monthly, '2026-12-11', upToSeptember)).toEqual(['2026-11 2026-12-10', '2026-10 2026-11-10'])
    expect(late(monthly, '2026-11-11', ['2026-01-01', '2026-10-31'])).toEqual([])
  })

  it('has come when several together cover the whole period, and not when a day is missing', () => {
    expect(late(monthly, '2026-11-20', ['2026-10-01', '2026-10-15'], ['2026-10-16', '2026-10-31'])).toEqual([])
    expect(late(monthly, '2026-11-20', ['2026-10-01', '2026-10-15'], ['2026-10-17', '2026-10-31'])).toEqual([
      '2026-10 2026-11-10',
    ])
  })

  it('is expected each quarter and each year too, over the turn of a year', () => {
    const quarterly = { every: 'quarter', day: 20 } as const
    expect(late(quarterly, '2027-01-21', ['2026-01-01', '2026-09-30'])).toEqual(['2026-Q4 2027-01-20'])
    expect(late({ every: 'year', day: 90 }, '2027-04-01', ['2025-01-01', '2025-12-31'])).toEqual(['2026 2027-03-31'])
    expect(late(monthly, '2027-01-11', ['2026-01-01', '2026-11-30'])).toEqual(['2026-12 2027-01-10'])
  })

  it('is expected from the first day that is covered, or from the day that is named; without any it is the last one due', () => {
    expect(late(monthly, '2026-11-20')).toEqual(['2026-10 2026-11-10'])
    expect(late({ ...monthly, from: '2026-09-01' }, '2026-11-20')).toEqual(['2026-10 2026-11-10', '2026-09 2026-10-10'])
    expect(late(monthly, '2026-11-20', ['2026-08-15', '2026-10-31'])).toEqual([])
    expect(late({ ...monthly, from: '2020-01-01' }, '2026-11-20')).toHaveLength(12)
  })
})
