import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Fault, nearestHeader, nearestName, openLoosely, openYaml, Refusal, readYaml, tryYaml } from '../index.ts'

const folder = mkdtempSync(join(tmpdir(), 'configuration-'))
afterAll(() => rmSync(folder, { recursive: true }))

const schema = z.strictObject({
  name: z.string(),
  kind: z.enum(['flow', 'stock']),
  parts: z.array(
    z.strictObject({ of: z.union([z.strictObject({ count: z.string() }), z.strictObject({ share: z.string() })]) }),
  ),
  words: z.partialRecord(z.enum(['one', 'two']), z.string().min(1)).default({}),
})

function file(text: string): string {
  const path = join(folder, 'some.yaml')
  writeFileSync(path, text)
  return path
}

function faultsOf(text: string): readonly Fault[] {
  try {
    readYaml(file(text), schema, 'SOME_INVALID')
  } catch (error) {
    const { code, place } = error as Refusal
    expect([error instanceof Refusal, code]).toEqual([true, 'SOME_INVALID'])
    return place.faults ?? []
  }
  return []
}

const sound = 'name: a\nkind: flow\nparts:\n  - of:\n      count: x\n'

describe('the nearest name', () => {
  it.each([
    ['custdy', ['custody', 'custody_stock', 'sentences'], 'custody'],
    ['CMS', ['CUST', 'CSM', 'FIN'], 'CSM'],
    ['code-2021', ['codes-2017', 'codes-2021'], 'codes-2021'],
    ['age_broad', ['age_band', 'broad_age'], 'broad_age'],
    ['Z', ['F', 'M'], undefined],
    ['week', ['year', 'quarter', 'month'], 'year'],
    ['nothing_like_it', ['year', 'quarter'], undefined],
  ])('to %s among %j is %s', (name, allowed, found) => {
    expect(nearestName(name, allowed)).toBe(found)
  })
})

describe('the header that is meant', () => {
  it.each([
    ['sentenced on', 'SENTENCED_ON'],
    ['SENTENCE_DATE', 'SENTENCED_ON'],
    ['dateOfSentence', 'SENTENCED_ON'],
    ['Дата вынесения приговора', 'ДАТА_ПРИГОВОРА'],
    ['ДАТА', undefined],
    ['REMARK', undefined],
  ])('by %s is %s', (name, found) => {
    const allowed = ['SENTENCED_ON', 'ДАТА_ПРИГОВОРА', 'ДАТА_ОЦЕНКИ', 'COURT']
    expect(nearestHeader(name, allowed)).toBe(found)
  })
})

describe('a file of the configuration', () => {
  it('is read, and knows the lines of its parts', () => {
    const { value, lineOf } = openYaml(file(sound), schema, 'SOME_INVALID')
    expect(value.parts).toEqual([{ of: { count: 'x' } }])
    expect([['kind'], ['parts', 0], ['parts', 0, 'of', 'count'], ['parts', 0, 'nothing'], []].map(lineOf)).toEqual([
      2, 4, 5, 4, 1,
    ])
  })

  it.each([
    [sound.replace('kind', 'kinde'), 2, 'kinde', 'kind'],
    [sound.replace('flow', 'flwo'), 2, 'flwo', 'flow'],
    [sound.replace('count', 'cuont'), 5, 'cuont', 'count'],
    [`${sound}words: { oen: x }\n`, 6, 'oen', 'one'],
  ])('tells a misspelled word once, with its line and the right one (%#)', (text, line, word, nearest) => {
    expect(faultsOf(text)).toMatchObject([{ line, word, nearest, code: 'SOME_INVALID' }])
  })

  it('tells all faults at once, of syntax too', () => {
    expect(faultsOf('nam: a\nkind: flwo\nparts:\n  - off: 1\n').map(({ line, word }) => [line, word])).toEqual([
      [2, 'flwo'],
      [4, 'off'],
      [1, 'nam'],
    ])
    expect(faultsOf('name: "a\nkind: flow\n')[0]?.message).toMatch(/quotation mark/)
    expect(faultsOf('name: a\nname: b\nkind: flow\nparts: []\n')).toMatchObject([{ line: 2 }])
  })

  it('says in plain words what is missing, what stands there instead, and what to write', () => {
    const reported = (text: string) => faultsOf(text).map(({ line, message }) => `${line} ${message}`)
    expect(reported('kind: flow\nparts: 5\n')).toEqual([
      '1 name: this is missing: write a text, in quotation marks if it looks like a number or a date',
      '2 parts: here stands a number: write a list',
    ])
    expect(reported('name: [a]\nkind: 1\nparts: []\nwords: { one: "" }\n')).toEqual([
      '1 name: here stands a list: write a text, in quotation marks if it looks like a number or a date',
      '2 kind: write one of: flow, stock',
      '4 words.one: write a text that is not empty',
    ])
    for (const [text, said] of [
      ['name: a\n\tkind: flow\n', /tab/],
      ['name: a\n kind: flow\n', /colon|indent/],
      ['name: a: b\n', /quotation marks/],
      ['name: [a\nkind: flow\n', /bracket/],
    ] as const)
      expect(reported(text).join('\n')).toMatch(said)
  })

  it('names every fault in the sentence that people read', () => {
    expect(() => readYaml(file('nam: a\nkind: flwo\nparts: []\n'), schema, 'SOME_INVALID')).toThrow(
      /There are 2 faults:\n.*some\.yaml:2: kind: there is no option "flwo"\. Did you mean "flow"\?.*\n.*some\.yaml:1: .*"nam"/,
    )
  })

  it.each([
    ['name: *a\n', 1],
    [
      `a: &a [x]\n${Array.from({ length: 9 }, (_, at) => `b${at}: &b${at} [${`*${at ? `b${at - 1}` : 'a'},`.repeat(9)}]\n`).join('')}`,
      2,
    ],
  ])('tells parts that stand for nothing, or for more and more (%#)', (text, line) => {
    expect(faultsOf(text)).toMatchObject([{ line, message: expect.stringContaining('written out') }])
    expect(openLoosely(file(text), schema, 'SOME_INVALID')).toBeUndefined()
  })

  it('may have a part that stands for another', () => {
    expect(readYaml(file('name: &a x\nkind: flow\nparts: []\nwords: { one: *a }\n'), schema, 'A').words).toEqual({
      one: 'x',
    })
  })

  it('is left out where several are read, and its faults are kept', () => {
    const faults: Fault[] = []
    expect(tryYaml(file('name: 1'), schema, 'SOME_INVALID', faults)).toBeUndefined()
    expect(faults.length).toBeGreaterThan(1)
  })
})
