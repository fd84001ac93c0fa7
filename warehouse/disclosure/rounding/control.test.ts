import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  agreesWith,
  type Block,
  type CellTable,
  type ControlTotals,
  familiesOf,
  familyNamed,
  protectCube,
  secretRandom,
} from './index.ts'
import { marginKeys } from './tables/shape.ts'
import { flat, random, ruleFor } from './testing/rules.ts'

const dimensions = [flat('year', 2), flat('region', 4), flat('class', 3), flat('attribute', 2), flat('value', 5)]
const by = ['year', 'region', 'class']
const rule = ruleFor(dimensions, {
  decoys: { perCell: 4, varied: ['value'], alike: ['class', 'attribute'] },
  families: familiesOf(dimensions).filter(([, , , attribute]) => attribute === 0),
  control: {
    isOfOther: true,
    totals: familyNamed(by, dimensions),
    parts: familyNamed([...by, 'attribute'], dimensions),
    alike: familyNamed(['class'], dimensions),
  },
})

/** People with two attributes each: every attribute counts everybody. */
function counted(year: number, people: number, draw: ReturnType<typeof secretRandom>): CellTable {
  const counts = new Map<string, number>()
  for (let person = 0; person < people; person++) {
    const place = [year, Math.floor(draw.next() ** 3 * 4), draw.below(3)]
    for (const attribute of [0, 1]) {
      const key = [...place, attribute, Math.floor(draw.next() ** 2 * 5)].join()
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  const keys = [...counts.keys()].sort()
  return {
    codes: dimensions.map((_, index) => Int32Array.from(keys, (key) => Number(key.split(',')[index]))),
    counts: Int32Array.from(keys, (key) => counts.get(key) ?? 0),
  }
}

/** What another cube may publish of the same people: multiples of three near the truth, also where nobody is. */
function publishedTotals(year: number, cells: CellTable, draw: ReturnType<typeof secretRandom>): ControlTotals {
  const truth = new Map<number, number>()
  for (const [cell, key] of marginKeys(familyNamed(by, dimensions), dimensions, cells).entries())
    truth.set(key, (truth.get(key) ?? 0) + (cells.counts[cell] ?? 0) / 2)
  const keys = Array.from({ length: 12 }, (_, key) => year * 12 + key)
  return new Map(keys.map((key) => [key, 3 * Math.max(0, Math.round((truth.get(key) ?? 0) / 3) + draw.below(3) - 1)]))
}

function blocksOf(seed: string, people: number): readonly (Block & { readonly totals: ControlTotals })[] {
  const draw = secretRandom(Buffer.from('control'), seed)
  return [0, 1].map((year) => {
    const cells = counted(year, people, draw)
    return { name: `202${year}`, cells, totals: publishedTotals(year, cells, draw) }
  })
}

describe('a cube that publishes the count of another one', () => {
  it('publishes its numbers in every part, whatever is true, as multiples of three near the truth', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 20, max: 400 }), (seed, people) => {
        const blocks = blocksOf(seed, people)
        const solved = protectCube(blocks, rule, random)
        for (const [index, { cells, published }] of solved.entries()) {
          const { totals } = blocks[index] as (typeof blocks)[number]
          expect(agreesWith(totals, { cells, published }, rule)).toBe(true)
          const sums = new Map<number, number>()
          for (const [cell, key] of marginKeys(familyNamed(by, dimensions), dimensions, cells).entries())
            sums.set(key, (sums.get(key) ?? 0) + (published[cell] ?? 0))
          for (const [key, total] of totals) expect(sums.get(key) ?? 0).toBe(2 * total)
          for (const [cell, shown] of published.entries()) {
            expect(shown % 3).toBe(0)
            expect(Math.abs(shown - (cells.counts[cell] ?? 0))).toBeLessThanOrEqual(9)
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  it('holds each cell once, also where a revision leaves nobody in what was published', () => {
    const [emptied, somebody] = blocksOf('left', 60)
    const { name, cells, totals } = emptied as NonNullable<typeof emptied>
    const left = { codes: cells.codes, counts: cells.counts.map(() => 0) }
    const [solved] = protectCube([{ name, cells: left, totals }, somebody as Block], rule, random)
    const finest = dimensions.map(() => 0)
    const keys = solved === undefined ? [] : [...marginKeys(finest, dimensions, solved.cells)]
    expect(keys.length).toBeGreaterThan(10)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('would not without their control', () => {
    const blocks = blocksOf('free', 200)
    const [first] = protectCube(
      blocks.map(({ name, cells }) => ({ name, cells })),
      rule,
      random,
    )
    expect(first && agreesWith(blocks[0]?.totals, first, rule)).toBe(false)
  })
})
