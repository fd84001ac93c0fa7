import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsPattern, withoutEnding } from './file-pattern.ts'

describe('the name of a file', () => {
  it('fits a pattern as a regular expression of the same meaning has it', () => {
    const texts = (letters: readonly string[]) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 })
    fc.assert(
      fc.property(texts(['a', 'b', '*']), texts(['a', 'b']), (pattern, name) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`)
        expect(fitsPattern(name, pattern)).toBe(expression.test(name))
      }),
      { numRuns: 2000 },
    )
  })

  it('means signs as they stand', () => {
    expect(fitsPattern('court_2024.csv', 'court_*.csv')).toBe(true)
    expect(fitsPattern('court_2024_csv', 'court_*.csv')).toBe(false)
  })

  it('loses its ending, and nothing but its ending', () => {
    expect(withoutEnding('a.csv.CSV', ['csv', 'json'])).toBe('a.csv')
    expect(withoutEnding('csv', ['csv'])).toBe('csv')
  })
})
