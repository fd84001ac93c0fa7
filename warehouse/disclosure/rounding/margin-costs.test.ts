import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { controlledPartitions } from './controlled-margins.ts'
import { MarginCosts } from './margin-costs.ts'
import { LeftErrors } from './margin-errors.ts'
import { type Margins, makeMargins, maxCharges } from './margins.ts'
import { cost } from './penalties.ts'
import { type CellTable, type CubeDimension, familiesOf, joinCells, marginKeys } from './tables/shape.ts'
import { sentenced, sentencedDimensions, sentencedRule } from './testing/sentenced.ts'

const base = 3
const rule = sentencedRule({ promisedFamilies: [[0, 1, 1, 0]] })
const blocks = sentenced('costs', 300)
const [earlier, free] = blocks.map(({ cells }) => cells) as [CellTable, CellTable]

/** Margins of a quarter after one in which nothing was published. */
function margins(): Margins {
  const partitions = controlledPartitions(free, rule)
  const left = new LeftErrors(
    sentencedDimensions,
    rule.families.filter(([time = 0]) => time > rule.blockLevel),
    free,
  )
  left.add([{ cells: earlier, published: earlier.counts.map((count) => (count % 2 === 0 ? 3 : 0)) }])
  return makeMargins(free, new Int32Array(free.counts.length), sentencedDimensions, partitions, (family) =>
    left.of(family),
  )
}

/** What all margins cost, from scratch. */
function costOf({ partitions, errors, starts }: Margins, isHard: boolean): number {
  let sum = 0
  for (const [partition, { charges }] of partitions.entries())
    for (let margin = starts[partition] ?? 0; margin < (starts[partition + 1] ?? 0); margin++)
      for (const [place, { penalty }] of charges.entries())
        sum += cost(errors[margin * maxCharges + place] ?? 0, penalty, isHard)
  return sum
}

const size = free.counts.length
const moves = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { minLength: 1, maxLength: 30 })

describe('the cost of a move', () => {
  it('is what all margins cost after it less what they cost before, after any moves, with soft and with hard bounds', () => {
    fc.assert(
      fc.property(moves, fc.boolean(), (tried, isHard) => {
        const [about, up] = [margins(), new Uint8Array(size)]
        const costs = new MarginCosts(about, base, up)
        costs.charge(isHard)
        for (const [one, other] of tried) {
          const before = costOf(about, isHard)
          const isExchange = up[one] !== up[other]
          const [falling, rising] = up[one] === 1 ? [one, other] : [other, one]
          const expected = isExchange ? costs.ofExchange(falling, rising, 0, Infinity) : costs.ofFlip(one, 0, Infinity)
          if (isExchange) costs.exchange(falling, rising)
          else costs.move(one)
          expect(costOf(about, isHard) - before).toBe(expected)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('is the same by hard bounds when moves were made with soft ones before', () => {
    const [about, up] = [margins(), new Uint8Array(size)]
    const costs = new MarginCosts(about, base, up)
    costs.charge(false)
    for (let cell = 0; cell < size; cell += 5) costs.move(cell)
    costs.charge(true)
    const before = costOf(about, true)
    const expected = costs.ofExchange(5, 6, 0, Infinity)
    costs.exchange(5, 6)
    expect(costOf(about, true) - before).toBe(expected)
  })
})

describe('what is left in margins over several blocks', () => {
  it('is the same whether blocks are added one by one or together', () => {
    const families = rule.families.filter(([time = 0]) => time > rule.blockLevel)
    const solved = blocks.map(({ cells }) => ({
      cells,
      published: cells.counts.map((_, cell) => (cell % 3 === 0 ? 3 : 0)),
    }))
    const [single, together] = [families, families].map((own) => new LeftErrors(sentencedDimensions, own, free))
    for (const block of solved) single?.add([block])
    together?.add(solved)
    for (const family of families)
      for (let key = 0; key < 200; key++) expect(single?.of(family)?.of(key)).toBe(together?.of(family)?.of(key))
    expect(together?.of([0, 0, 0, 0])).toBeUndefined()
  })

  it('is known of the times that are solved, and not of others', () => {
    const years = { name: 'year', size: 2, of: Int32Array.from([0, 0, 0, 0, 1]) }
    const [time, ...others] = sentencedDimensions
    const dimensions = [
      { name: 'quarter', levels: [time?.levels[0], years, time?.levels[1]] } as CubeDimension,
      ...others,
    ]
    const families = familiesOf(dimensions).filter(([level = 0]) => level > 0)
    const all = joinCells(...blocks.map(({ cells }) => cells))
    const last = blocks.at(-1)?.cells as CellTable
    const [known, whole] = [last, all].map((toSolve) => new LeftErrors(dimensions, families, toSolve))
    for (const left of [known, whole]) left?.add([{ cells: all, published: new Int32Array(all.counts.length) }])
    for (const family of families)
      for (const key of marginKeys(family, dimensions, last))
        expect(known?.of(family)?.of(key)).toBe(whole?.of(family)?.of(key))
    expect(known?.of([1, 1, 1, 1])?.of(0)).toBe(0)
    expect(whole?.of([1, 1, 1, 1])?.of(0)).toBeLessThan(0)
  })
})
