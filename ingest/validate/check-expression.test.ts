import { describe, expect, it } from 'vitest'
import { contractOf } from '#ingest'
import { loadJurisdiction } from '#jurisdictions'
import { checkExpression } from './check-expression.ts'

const contract = contractOf('court_sentences_x.csv', loadJurisdiction('kg'))

describe('a check of a contract', () => {
  it('knows the columns of the contract', () => {
    expect(checkExpression('in_force_on < sentenced_on', contract)).toMatch(/in_force_on.* < .*sentenced_on/)
  })

  it('knows numbers', () => {
    expect(checkExpression('charge_no > 5', contract)).toBe('"value charge_no" > 5')
    expect(checkExpression(' length <= -1.5 ', contract)).toBe('"value length" <= -1.5')
  })

  it('is a comparison of two', () => {
    expect(() => checkExpression('in_force_on', contract)).toThrow(/names a column that the contract lacks/)
  })

  it.each(['constructor', '__proto__', 'judged_on'])('knows no column %s', (name) => {
    expect(() => checkExpression(`${name} < sentenced_on`, contract)).toThrow(/names a column that the contract lacks/)
  })
})
