import { Refusal } from '#foundation'
import { requireEqualLengths } from './require.ts'

/** One cell of a crossed structure, in two periods: how many there are, and the rate among them. */
export interface Cell {
  /** The code of each factor, such as offence, sex and region. */
  readonly codes: readonly string[]
  readonly size: readonly [number, number]
  /** In any unit, such as the share sent to custody. */
  readonly rate: readonly [number, number]
}

export interface Effects {
  /** What the change of each factor's composition accounts for, in the order of the factors. */
  readonly composition: readonly number[]
  /** What the change of rates within cells accounts for. */
  readonly rate: number
  /** The change of the overall rate: the effects add up to it. */
  readonly total: number
}

/**
 * What a change of an overall rate is arithmetically due to: the composition by each factor, and the rates within. It says
 * nothing about causes.
 *
 * @throws {@link Refusal} `ZERO_DENOMINATOR` when a period has nobody
 * @see Kitagawa, E. (1955), JASA 50, for one factor; Das Gupta, P. (1993), Standardization and Decomposition of Rates,
 *   chapter 5, for crossed factors
 */
export function decompose(cells: readonly Cell[]): Effects {
  const factors = cells[0]?.codes.length ?? 0
  requireEqualLengths(...cells.map(({ codes }) => codes))
  const before = structureOf(cells, 0, factors)
  const after = structureOf(cells, 1, factors)
  const meanRate = cells.map(({ rate }) => (rate[0] + rate[1]) / 2)
  const composition = Array.from({ length: factors }, (_, factor) =>
    cells.reduce((sum, _cell, at) => {
      const others = othersAveraged(before.parts, after.parts, at, factor)
      const change = (after.parts[at]?.[factor] as number) - (before.parts[at]?.[factor] as number)
      return sum + (meanRate[at] as number) * others * change
    }, 0),
  )
  const rate = cells.reduce(
    (sum, cell, at) =>
      sum + (cell.rate[1] - cell.rate[0]) * (((before.shares[at] as number) + (after.shares[at] as number)) / 2),
    0,
  )
  const overall = (period: 0 | 1, { shares }: Structure) =>
    cells.reduce((sum, cell, at) => sum + cell.rate[period] * (shares[at] as number), 0)
  return { composition, rate, total: overall(1, after) - overall(0, before) }
}

interface Structure {
  readonly shares: readonly number[]
  /** By cell and factor: the factors of a cell multiply to its share. */
  readonly parts: readonly (readonly number[])[]
}

/**
 * The share of each cell, written as a product with one part for each factor: part `f` is the geometric mean, weighed as
 * Das Gupta weighs, of how much each margin grows when the factor is added to others.
 */
function structureOf(cells: readonly Cell[], period: 0 | 1, factors: number): Structure {
  const total = cells.reduce((sum, { size }) => sum + size[period], 0)
  if (!(total > 0)) throw new Refusal('ZERO_DENOMINATOR', 'In one of the periods there is nobody, so there is no rate.')
  const margins = Array.from({ length: 2 ** factors }, (_, set) => marginsOf(cells, period, set))
  const weights = subsetWeights(factors)
  const shares = cells.map(({ size }) => size[period] / total)
  const parts = cells.map((_, at) => {
    const size = (set: number) => margins[set]?.[at] as number
    return Array.from({ length: factors }, (_unused, factor) => {
      if (size(2 ** factors - 1) === 0) return 0
      let logarithm = 0
      for (let set = 0; set < 2 ** factors; set++) {
        if ((set >> factor) & 1) continue
        logarithm += (weights[bits(set)] as number) * Math.log(size(set | (1 << factor)) / size(set))
      }
      return Math.exp(logarithm)
    })
  })
  return { shares, parts }
}

/** By cell: everybody who has the same codes of a set of factors. */
function marginsOf(cells: readonly Cell[], period: 0 | 1, set: number): readonly number[] {
  const keys = cells.map(({ codes }) => codes.filter((_, factor) => (set >> factor) & 1).join('\u0000'))
  const sums = new Map<string, number>()
  for (const [at, key] of keys.entries()) sums.set(key, (sums.get(key) ?? 0) + (cells[at] as Cell).size[period])
  return keys.map((key) => sums.get(key) ?? 0)
}

/** The weight of a set of `size` other factors: the share of the orders of all factors in which just these come before. */
function subsetWeights(factors: number): readonly number[] {
  return Array.from(
    { length: factors },
    (_, size) => (factorial(size) * factorial(factors - 1 - size)) / factorial(factors),
  )
}

/**
 * The product of all other parts, averaged over the ways to take each from before or after.
 *
 * @see Das Gupta (1993), equation 4.5
 */
function othersAveraged(before: Structure['parts'], after: Structure['parts'], at: number, factor: number): number {
  const [first, last] = [before[at] ?? [], after[at] ?? []]
  const others = [...first.keys()].filter((other) => other !== factor)
  const weights = subsetWeights(others.length + 1)
  let sum = 0
  for (let set = 0; set < 2 ** others.length; set++) {
    const product = others.reduce(
      (value, other, index) => value * (((set >> index) & 1 ? last[other] : first[other]) as number),
      1,
    )
    sum += (weights[bits(set)] as number) * product
  }
  return sum
}

function bits(set: number): number {
  let count = 0
  for (let rest = set; rest > 0; rest >>= 1) count += rest & 1
  return count
}

function factorial(number: number): number {
  return number <= 1 ? 1 : number * factorial(number - 1)
}

/**
 * What the change of a product of several factors is arithmetically due to, such as rates that multiply to another one.
 *
 * @returns one effect for each factor; they add up to the change of the product
 * @see Das Gupta, P. (1993), Standardization and Decomposition of Rates, chapter 2
 */
export function decomposeProduct(before: readonly number[], after: readonly number[]): readonly number[] {
  requireEqualLengths(before, after)
  return before.map(
    (value, factor) => ((after[factor] as number) - value) * othersAveraged([before], [after], 0, factor),
  )
}
