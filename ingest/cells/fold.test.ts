import { describe, expect, it } from 'vitest'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { readTexts } from '../testing/read-texts.ts'
import { folded, withoutZeros } from './fold.ts'

const memory = inMemory()

describe('a code', () => {
  it('is the same in either case, with every kind of blank around it and none of another', async () => {
    const blanks = [' ', '\t', '\n', '\r', '\u00a0', '\u2009', '\u202f']
    const texts = ['Aб', ...blanks.map((blank) => `${blank}aБ${blank}${blank}`)]
    expect(new Set(await readTexts(memory.connection, folded('cell'), texts))).toEqual(new Set(['aб']))
    const others = ['\u000c', '\u2008', '\u2030', '\u000b', '\u00a1', '\u200a', '\u000e', '\u0008', '\u009f']
    const stored = others.map((other) => `${other}a${other}`)
    expect(await readTexts(memory.connection, folded('cell'), [...stored, 'a a', null])).toEqual([
      ...stored,
      'a a',
      null,
    ])
  })

  it('loses the zeros that a typed file writes behind whole numbers, and no others', async () => {
    const expected = { '2.0': '2', ' 12.000 ': '12', '2.5': '2.5', '2.05': '2.05', '2': '2', '20': '20', 'a.0': 'a.0' }
    const read = await readTexts(memory.connection, withoutZeros('cell'), Object.keys(expected))
    expect(read).toEqual(Object.values(expected))
  })
})
