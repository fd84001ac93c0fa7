import { describe, expect, it } from 'vitest'
import { signedSearch } from './signed-search.ts'

describe('the link in a signed file', () => {
  it('is the choice of its page and nothing else', () => {
    expect(signedSearch({ region: 'KG-C', year: '2021', lang: 'ru', level: 'public' })).toBe('?region=KG-C&year=2021')
    expect(signedSearch({ by: ['year', 'sex'], sex: 'F' }, ['by'])).toBe('?by=year&by=sex&sex=F')
    expect(signedSearch({ lang: 'ky' })).toBe('')
  })

  it('holds no name without a value, and refuses one with several', () => {
    expect(signedSearch({ region: '', 'our-figures-were-right': '' })).toBe('')
    for (const several of [['a', 'b'], { part: 'a' }])
      expect(() => signedSearch({ evil: several }, ['by'])).toThrow(
        expect.objectContaining({ code: 'REPEATED_PARAMETER' }),
      )
  })
})
