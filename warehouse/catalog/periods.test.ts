import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Grain, grains, parsePeriod, periodCode, periodLabel, periodName } from './periods.ts'

const calendars = fc.integer({ min: 1, max: 12 }).map((yearStarts) => ({ yearStarts }))
const months = fc.integer({ min: 1900 * 12, max: 2099 * 12 + 11 })

describe('periods', () => {
  it('are found again by what people read for them, and by their names', () => {
    fc.assert(
      fc.property(months, fc.constantFrom<Grain>(...grains), calendars, (month, grain, calendar) => {
        const name = periodName(month, grain, calendar)
        expect(periodCode(periodLabel(name, calendar), calendar)).toBe(name)
        const { range } = parsePeriod(name, 'from', calendar)
        expect(month).toBeGreaterThanOrEqual(range.first)
        expect(month).toBeLessThanOrEqual(range.last)
      }),
    )
  })

  it('are told as one year where years begin on 1 January, and as two elsewhere', () => {
    expect(periodLabel('2013', { yearStarts: 1 })).toBe('2013')
    expect(periodLabel('2013', { yearStarts: 4 })).toBe('2013/14')
    expect(periodLabel('1999-Q4', { yearStarts: 7 })).toBe('1999/00-Q4')
    expect(periodLabel('2013-04', { yearStarts: 4 })).toBe('2013-04')
  })

  it('are no labels that do not name two years in a row, or where years begin on 1 January', () => {
    expect(periodCode('2013/15', { yearStarts: 4 })).toBe('2013/15')
    expect(periodCode('2013/14', { yearStarts: 1 })).toBe('2013/14')
  })
})
