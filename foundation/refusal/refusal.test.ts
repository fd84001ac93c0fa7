import { describe, expect, it } from 'vitest'
import { damageBehind } from './damaged-file.ts'
import { describeRefusal, Refusal } from './refusal.ts'

describe('a refusal on a terminal', () => {
  it('writes out what would move the cursor or turn the writing round, whoever chose the name in it', () => {
    const refusal = new Refusal('UNKNOWN_CODE', 'There is no region "\u001b[2J\u202egnp". Choose another.')
    expect(describeRefusal(refusal)).toBe('There is no region "\\u{1b}[2J\\u{202e}gnp". Choose another. [UNKNOWN_CODE]')
  })
})

describe('damage behind an error', () => {
  const engine = (message: string) => damageBehind(new Error(message))

  it('is seen in what the engine says of a file, which is named', () => {
    const found = engine(`Invalid Input Error: No magic bytes found at end of file '/home/quarantine/a.parquet'`)
    expect(found).toMatchObject({ code: 'STATE_BROKEN', place: { file: '/home/quarantine/a.parquet' } })
  })

  it('is seen where a folder lies in the place of a file', () => {
    const error = Object.assign(new Error('EISDIR'), { code: 'EISDIR', path: '/home/audit/a.jsonl' })
    expect(damageBehind(error)).toMatchObject({ code: 'WRONG_KIND_OF_FILE', place: { file: '/home/audit/a.jsonl' } })
  })

  it('is not seen where a file may not be read, or the memory is full', () => {
    const others = ['IO Error: Cannot open file "/home/a.parquet": Permission denied', 'Out of Memory Error: failed']
    expect(others.map((message) => damageBehind(new Error(message), '/home/a.parquet'))).toEqual([undefined, undefined])
  })

  it('is not seen in a refusal, nor in another error', () => {
    expect([damageBehind(new Refusal('BUSY', 'Is a directory')), engine('Parser Error')]).toEqual([
      undefined,
      undefined,
    ])
  })
})
