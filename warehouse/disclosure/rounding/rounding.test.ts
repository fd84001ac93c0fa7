import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Block,
  type CellTable,
  familyNamed,
  measureClaims,
  measureErrors,
  protectCube,
  secretRandom,
  tableOfPromises,
} from './index.ts'
import { flat, noPromise, random, ruleFor } from './testing/rules.ts'
import { sentenced, sentencedRule } from './testing/sentenced.ts'

const [years, courts, sanctions] = [flat('year', 3), flat('court', 12), flat('sanction', 8)]

/** Persons at random in courts and sanctions: nearly all cells are small. */
function population(seed: string, persons: number): readonly Block[] {
  const draw = secretRandom(Buffer.from('population'), seed)
  return [0, 1, 2].map((year) => {
    const counts = new Map<number, number>()
    for (let person = 0; person < persons; person++) {
      const key = draw.below(12) * 8 + Math.floor(draw.next() ** 2 * 8)
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    const keys = [...counts.keys()].sort((one, other) => one - other)
    const cells: CellTable = {
      codes: [
        Int32Array.from(keys, () => year),
        Int32Array.from(keys, (key) => Math.floor(key / 8)),
        Int32Array.from(keys, (key) => key % 8),
      ],
      counts: Int32Array.from(keys, (key) => counts.get(key) ?? 0),
    }
    return { name: `200${year}`, cells }
  })
}

const rule = ruleFor([years, courts, sanctions])
const total = (values: Int32Array) => values.reduce((sum, value) => sum + value, 0)

describe('a protected cube', () => {
  it('publishes multiples of three near the counts only, and is the same for the same secret only', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 5, max: 200 }), (seed, persons) => {
        const blocks = population(seed, persons)
        const solved = protectCube(blocks, rule, random)
        for (const { cells, published } of solved)
          for (const [place, shown] of published.entries()) {
            expect(shown % 3).toBe(0)
            expect(Math.abs(shown - (cells.counts[place] ?? 0))).toBeLessThanOrEqual(3)
          }
        expect(protectCube(blocks, rule, random)).toEqual(solved)
      }),
      { numRuns: 15 },
    )
    const blocks = population('x', 150)
    const other = protectCube(blocks, rule, (block) => secretRandom(Buffer.from('another'), block))
    expect(other).not.toEqual(protectCube(blocks, rule, random))
  })

  it('adds up whatever it is summed by, and its totals are near the true ones', () => {
    const blocks = population('totals', 180)
    const errors = measureErrors(protectCube(blocks, rule, random), rule)
    for (const { greatest } of errors) expect(greatest).toBeLessThanOrEqual(8)
    expect(errors.find(({ name }) => name === 'year')?.greatest).toBeLessThanOrEqual(4)
  })

  it('shows cells that are truly empty, so that a published one proves nobody', () => {
    const solved = protectCube(population('decoys', 60), rule, random)
    const empty = solved.flatMap(({ cells, published }) =>
      [...published].filter((shown, place) => shown > 0 && cells.counts[place] === 0),
    )
    expect(empty.length).toBeGreaterThan(5)
  })

  it('stays as it was published when a block is added', () => {
    const blocks = population('growing', 120)
    const first = protectCube(blocks.slice(0, 2), rule, random)
    const settled = first.map(({ name, cells, published }) => ({ name, cells, published }))
    const grown = protectCube([...settled, ...blocks.slice(2)], rule, random)
    expect(grown.slice(0, 2)).toEqual(first)
    expect(grown).toHaveLength(3)
  })
})

describe('what is measured', () => {
  it('is every family, and says what was not kept', () => {
    const solved = protectCube(population('measured', 180), rule, random)
    const strict = { greatest: 0, mean: 0 }
    const table = tableOfPromises(measureErrors(solved, rule), {
      promised: strict,
      block: strict,
      year: strict,
      across: strict,
    })
    expect(table.map(({ scope, kept: stored }) => [scope, stored])).toEqual([
      ['block', false],
      ['across', false],
    ])
    expect(table[0]?.margins).toBeGreaterThan(100)
  })

  it('is the key attack: without decoys a claim on a person is certain, with them it is not', () => {
    const people = sentenced('claims', 400)
    const attack = (perCell: number) => {
      const chosen = sentencedRule()
      const solved = protectCube(people, { ...chosen, decoys: { ...chosen.decoys, perCell } }, random)
      return measureClaims(solved, chosen, { atMost: 0.6, overGuessing: 0.05, gain: 0.1, from: 100 })[0]
    }
    const [bare, covered] = [attack(0), attack(4)]
    expect([bare?.right, bare?.kept]).toEqual([bare?.claimed, false])
    expect(covered?.claimed).toBeGreaterThan(300)
    expect((covered?.right ?? 0) / (covered?.claimed ?? 1)).toBeLessThan(0.5)
  })

  it('keeps promised margins within 2 where their cells allow it', () => {
    const dimensions = [years, courts, sanctions]
    const promised = ruleFor(dimensions, {
      promisedFamilies: [familyNamed(['year', 'court'], dimensions)],
      promises: { promised: { greatest: 2, mean: 1 }, block: noPromise, year: noPromise, across: noPromise },
      attempts: 4,
    })
    const errors = measureErrors(protectCube(population('promised', 180), promised, random), promised)
    expect(errors.find(({ scope }) => scope === 'promised')?.greatest).toBeLessThanOrEqual(2)
  })
})

describe('rounding to base 5 of the table exPSD (Langsrud and Heldal, SmallCountRounding 1.2.5)', () => {
  const table = [6, 0, 1, 3, 4, 1, 2, 3, 1, 2, 0, 1, 1, 0, 2]
  const dimensions = [flat('all of it', 1), flat('row', 3), flat('column', 5)]
  const places = [...table.keys()].filter((place) => (table[place] ?? 0) > 0)
  const cells: CellTable = {
    codes: [
      Int32Array.from(places, () => 0),
      Int32Array.from(places, (place) => Math.floor(place / 5)),
      Int32Array.from(places, (place) => place % 5),
    ],
    counts: Int32Array.from(places, (place) => table[place] ?? 0),
  }
  const plain = ruleFor(dimensions, {
    base: 5,
    decoys: { perCell: 0, varied: ['column'], alike: ['row'] },
    schedule: { soft: 200, hard: 50 },
  })

  it('adds up, leaves no small count, and is no worse than the published solution', () => {
    const squares = Array.from({ length: 20 }, (_, start) => {
      const [solved] = protectCube([{ name: String(start), cells }], plain, random)
      expect([...(solved?.published ?? [])].filter((shown) => shown > 0 && shown < 5)).toEqual([])
      const errors = measureErrors(solved === undefined ? [] : [solved], plain)
      const [sum] = [total(solved?.published ?? new Int32Array(0))]
      expect(Math.abs(sum - 27)).toBeLessThanOrEqual(4)
      const named = (name: string) => errors.find((error) => error.name === name)?.squares ?? 0
      return named('row × column') + named('row') + named('column') + named('total')
    })
    // All cells published: the sum of squares of the package is 68, which is the optimum of 2^11 solutions.
    expect(Math.min(...squares)).toBeLessThanOrEqual(68)
  })
})
