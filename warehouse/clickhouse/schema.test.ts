import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codesIn, textLiteral } from './schema.ts'

describe('the codes of a column type', () => {
  it('are those that it was written with, whatever signs they have', () => {
    const text = fc.string({ unit: fc.constantFrom('a', "'", '\\', ',', ' = 1', ')', 'ө') })
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), fc.boolean(), (codes, nullable) => {
        const plain = `Enum16(${codes.map((code, at) => `${textLiteral(code)} = ${at}`).join(', ')})`
        expect(codesIn(nullable ? `Nullable(${plain})` : plain)).toEqual(codes)
      }),
    )
  })

  it('are none where the type has none', () => {
    expect(codesIn('Nullable(Int32)')).toBeUndefined()
  })
})
