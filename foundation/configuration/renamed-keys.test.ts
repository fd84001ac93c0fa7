import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Fault, formerly, onRenamedKey, openYaml } from '../index.ts'

const folder = mkdtempSync(join(tmpdir(), 'renamed-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'some.yaml')

const part = z.union([
  z.strictObject({ count: z.string() }),
  z.strictObject({ share: z.string(), of: z.strictObject({ max: formerly('greatest', z.number()) }) }),
])
const schema = z.strictObject({
  query: formerly('ask', z.record(z.string(), z.string())),
  parts: formerly('pieces', z.array(part).default([])).describe('what it is made of'),
})

function read(text: string) {
  const notes: Fault[] = []
  const end = onRenamedKey((note) => notes.push(note))
  writeFileSync(path, text)
  try {
    return { ...openYaml(path, schema, 'SOME_INVALID'), notes }
  } finally {
    end()
  }
}

const current = 'query: { ask: x }\nparts:\n  - count: a\n  - share: b\n    of: { max: 3 }\n'
const former = 'ask: { ask: x }\npieces:\n  - count: a\n  - share: b\n    of: { greatest: 3 }\n'

describe('a key under its former name', () => {
  it('means the same, at any depth, and is noted with its line', () => {
    const { value, notes } = read(former)
    expect(value).toEqual(read(current).value)
    expect(notes).toEqual([
      {
        code: 'SOME_INVALID',
        file: path,
        line: 1,
        message: 'the file: "ask" is now called "query". The next version accepts only "query".',
      },
      expect.objectContaining({ line: 2, message: expect.stringContaining('"pieces" is now called "parts"') }),
      expect.objectContaining({
        line: 5,
        message: expect.stringContaining('parts.1.of: "greatest" is now called "max"'),
      }),
    ])
    expect(read(current).notes).toEqual([])
  })

  it('leads to lines of the file', () => {
    expect(read(former).lineOf(['parts', 1, 'of', 'max'])).toBe(5)
    expect(() => read(former.replace('3', 'x'))).toThrow(
      expect.objectContaining({ place: expect.objectContaining({ line: 5 }) }),
    )
  })

  it('is a fault beside the new one with another value', () => {
    expect(read(`${current}ask: { ask: x }\n`).notes).toHaveLength(1)
    expect(() => read(`${current}ask: { ask: y }\n`)).toThrow(
      expect.objectContaining({
        code: 'SOME_INVALID',
        message: expect.stringContaining('"query" and "ask" are one key'),
        place: expect.objectContaining({ line: 6 }),
      }),
    )
  })

  it('is a fault of the file, and no endless search, in what refers to itself', () => {
    expect(() => read('ask: &a { more: *a }\n')).toThrow(expect.objectContaining({ code: 'SOME_INVALID' }))
    expect(() => read('pieces: &a [*a]\n')).toThrow(expect.objectContaining({ code: 'SOME_INVALID' }))
  })

  it('is in no schema for editors', () => {
    expect(JSON.stringify(z.toJSONSchema(schema))).not.toMatch(/formerly|pieces/)
  })
})
