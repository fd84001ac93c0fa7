import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { sentenceHeaders, sentencesCsv } from '../../cli/testing/sentences.ts'
import { areOfBirths, areOfBirthsTogether, areOfPhones } from '../personal/births-in-keys.ts'
import { gateOf } from '../personal/gate.ts'
import { file, take } from '../testing/take.ts'
import { birthKeys, hiddenNumbers, kyrgyzNumber } from './testing/drawn/births.ts'
import { type Draw, drawFrom, members } from './testing/drawn/draw.ts'
import { drawnKeys, keysOfNobody, phoneKeys } from './testing/drawn/keys.ts'

const gate = gateOf(loadJurisdiction('kg').personal)
const years = [1916, 2012] as const
const seeds = Array.from({ length: 20 }, (_, index) => 100 + index)

/** As whoever holds the file is told: with rows. */
const refusalOf = async (keys: readonly string[], other?: readonly string[]) => {
  const rows = keys.map((key, index) => ({ CASE_ID: key, PERSON_ID: other?.[index] ?? `P${index}` }))
  return await take(file('court_sentences_x.csv', sentencesCsv(rows, sentenceHeaders)), undefined, 1, {
    tellRows: true,
  }).then(
    () => undefined,
    (error: Error) => error.message,
  )
}

describe('a column of keys', () => {
  it.each(Object.entries(birthKeys))('is known by its dates of birth: %s', (_, make) => {
    const missed = seeds.filter((seed) => !areOfBirths(members(40, seed, make), years))
    expect(missed).toEqual([])
  })

  it.each(Object.entries(phoneKeys))('is known by its phones: %s', (_, make) => {
    const missed = seeds.filter((seed) => !areOfPhones(gate, members(40, seed, make)))
    expect(missed).toEqual([])
  })

  it.each([3, 4, 5, 6, 7, 8])(
    'is known by a personal number whose last digits, from %i on, stand in the next column',
    (at) => {
      const missed = seeds.filter((seed) => {
        const numbers = members(40, seed, kyrgyzNumber)
        return !areOfBirthsTogether(
          numbers.map((number) => [number.slice(0, at), number.slice(at)]),
          years,
        )
      })
      expect(missed).toEqual([])
    },
  )

  it('is known where every other key is drawn', () => {
    const mixed = members(60, 5, (draw) =>
      draw.below(10) < 3 ? `P${draw.digits(9)}` : `P${birthKeys['the year first and a number']?.(draw)}`,
    )
    expect(areOfBirths(mixed, years)).toBe(true)
  })

  it.each(Object.entries(keysOfNobody))('is let in where its keys say nothing: %s', (_, make) => {
    const columns = seeds.flatMap((seed) => [12, 40, 500].map((count) => make(drawFrom(seed), count)))
    const taken = columns.filter((keys) => areOfBirths(keys, years) || areOfPhones(gate, keys))
    expect(taken.map((keys) => keys.slice(0, 3))).toEqual([])
    const pairs = columns.map((keys) => keys.map((key, index) => [key, keys[(index * 7) % keys.length] ?? ''] as const))
    expect(pairs.filter((all) => areOfBirthsTogether(all, years)).length).toBe(0)
  })
})

describe('a file whose keys betray somebody', () => {
  it.each([
    ...Object.entries(birthKeys).map(([name, make]) => [name, make, 'BIRTHS_IN_KEYS'] as const),
    ...Object.entries(phoneKeys).map(([name, make]) => [name, make, 'PHONE'] as const),
    ...Object.entries(hiddenNumbers).map(([name, make]) => [name, make, 'column CASE_ID'] as const),
  ])('is refused: %s', async (_, make, code) => {
    const keys = members(40, 7, make)
    const reported = await refusalOf(keys)
    expect(reported).toContain(code)
    expect(keys.filter((key) => reported?.includes(key))).toEqual([])
  })

  it('is refused where the file is so large that parts of it stand for the whole', async () => {
    const keys = members(20_000, 7, (draw) => `${birthKeys['the year first and a number']?.(draw)}`)
    expect(await refusalOf(keys)).toContain('BIRTHS_IN_KEYS')
  })

  it('is refused for personal numbers in two columns side by side', async () => {
    const numbers = members(40, 8, kyrgyzNumber)
    const [heads, tails] = [numbers.map((number) => number.slice(0, 7)), numbers.map((number) => number.slice(7))]
    expect(await refusalOf(heads, tails)).toContain('column PERSON_ID: BIRTHS_IN_TWO_COLUMNS in 40 rows: rows 1, 2, 3')
  })

  it.each(Object.entries(keysOfNobody))('is no file whose keys say nothing: %s', async (_, make) => {
    expect(await refusalOf([...new Set(make(drawFrom(9), 60))])).toBeUndefined()
  })
})

describe('many keys that a machine drew', () => {
  it.each(Object.entries(drawnKeys))('are let in, though some read like something by chance: %s', async (_, make) => {
    expect(await refusalOf([...new Set(members(20_000, 11, make))])).toBeUndefined()
  })

  it.each([
    ['a phone of another length', 'PHONE', (draw: Draw) => `0555${draw.digits(6)}`, 1],
    ['a personal number', 'column CASE_ID', kyrgyzNumber, 1],
    ['a card in one of a hundred', 'BANK_CARD', () => '4111111111111111', 20],
  ])('hide nothing: %s', async (_, code, make, many) => {
    const keys = members(2000, 12, drawnKeys['sixteen hexadecimal digits'] as (draw: Draw) => string)
    const reported = await refusalOf([...keys.slice(many), ...members(many, 13, make)])
    expect(reported).toContain(code)
  })
})
