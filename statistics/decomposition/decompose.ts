import { Refusal } from '#foundation'
import { requireAmounts, requireEqualLengths, requireFinite } from '../numeric/assertions.ts'
import { type Crossing, crossingOf, type Layer } from './crossing.ts'
import { productEffects } from './product-effects.ts'

/** One cell of a crossed structure, in two periods: how many there are, and the rate among them. */
export interface CrossedCell {
  /** The code of each factor, such as offence, sex and region. */
  readonly codes: readonly string[]
  readonly size: readonly [number, number]
  /** In any unit, such as the share sent to custody. */
  readonly rate: readonly [number, number]
}

/** The parts of the change of an overall rate, each in the unit of the rate. */
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
 * @throws {@link Refusal} `ZERO_DENOMINATOR` when a period has nobody; `NOT_A_COUNT`, `GAP_IN_SERIES`
 * @see Kitagawa, E. (1955), JASA 50, for one factor; Das Gupta, P. (1993), Standardization and Decomposition of Rates,
 *   chapter 5, for crossed factors
 */
export function decompose(cells: readonly CrossedCell[]): Effects {
  requireCells(cells)
  return decomposer(cells.map(({ codes }) => codes))(periodOf(cells, 0), periodOf(cells, 1))
}

/** @throws {@link Refusal} `NOT_A_COUNT`, `GAP_IN_SERIES` */
export function requireCells(cells: readonly CrossedCell[]): void {
  requireAmounts(
    cells.flatMap(({ size }) => size),
    'The sizes of the cells',
  )
  requireFinite(
    cells.flatMap(({ rate }) => rate),
    'The rates of the cells',
  )
}

/** The sizes and rates of all cells in one period. */
export interface CellsOfPeriod {
  readonly sizes: Float64Array
  readonly rates: Float64Array
}

export function periodOf(cells: readonly CrossedCell[], at: 0 | 1): CellsOfPeriod {
  return {
    sizes: Float64Array.from(cells, ({ size }) => size[at]),
    rates: Float64Array.from(cells, ({ rate }) => rate[at]),
  }
}

/** A decomposition for cells with given codes: what only the codes decide is done once. */
export function decomposer(
  codes: readonly (readonly string[])[],
): (before: CellsOfPeriod, after: CellsOfPeriod) => Effects {
  requireEqualLengths(...codes)
  const crossing = crossingOf(codes)
  const { factors } = crossing
  const addEffects = productEffects(factors)
  return (first, last) => {
    const [before, after] = [structureOf(first.sizes, crossing), structureOf(last.sizes, crossing)]
    const composition = new Float64Array(factors)
    let [rate, total] = [0, 0]
    for (let at = 0; at < codes.length; at++) {
      const [r1, r2] = [first.rates[at] as number, last.rates[at] as number]
      const [w1, w2] = [before.shares[at] as number, after.shares[at] as number]
      rate += ((r2 - r1) * (w1 + w2)) / 2
      total += r2 * w2 - r1 * w1
      addEffects(composition, (r1 + r2) / 2, before.parts, after.parts, at * factors)
    }
    return { composition: [...composition], rate, total }
  }
}

interface Structure {
  readonly shares: Float64Array
  /** By cell and factor: the factors of a cell multiply to its share. */
  readonly parts: Float64Array
}

/**
 * The share of each cell, written as a product with one part for each factor: part `f` is the geometric mean, weighed as
 * Das Gupta weighs, of how much each margin grows when the factor is added to others.
 */
function structureOf(sizes: Float64Array, crossing: Crossing): Structure {
  const { factors, rowOf } = crossing
  let total = 0
  for (const size of sizes) total += size
  if (!(total > 0)) throw new Refusal('ZERO_DENOMINATOR', 'In one of the periods there is nobody, so there is no rate.')
  const table = logarithmsOf(sizes, crossing)
  const shares = new Float64Array(sizes.length)
  const parts = new Float64Array(sizes.length * factors)
  for (let cell = 0; cell < sizes.length; cell++) {
    const size = sizes[cell] as number
    if (size === 0) continue
    const [start, own] = [cell * factors, logarithm(size) / factors]
    let rest = size / total
    shares[cell] = rest
    for (let factor = 0; factor < factors - 1; factor++) {
      let sum = own
      for (let layer = 0; layer < factors; layer++) sum += table[(rowOf[start + layer] as number) + factor] as number
      const part = Math.exp(sum)
      parts[start + factor] = part
      rest /= part
    }
    parts[start + factors - 1] = rest
  }
  return { shares, parts }
}

const logarithmsOfWholes = Float64Array.from({ length: 4096 }, (_, count) => Math.log(count))

/** Counts are whole and most are small: looking up is twice as fast as computing. */
function logarithm(count: number): number {
  return logarithmsOfWholes[count] ?? Math.log(count)
}

function logarithmsOf(sizes: Float64Array, { factors, layers, tableLength }: Crossing): Float64Array {
  const table = new Float64Array(tableLength)
  let first = 0
  for (const { groupOf, groups, margins } of layers) {
    const finest = sumsBy(groupOf, groups, sizes)
    for (const margin of margins) addLogarithms(table, first, margin, sumsBy(margin.groupOf, margin.groups, finest))
    first += groups * (factors - 1)
  }
  return table
}

function addLogarithms(
  table: Float64Array,
  first: number,
  { groupOf, weights }: Layer['margins'][number],
  sums: Float64Array,
): void {
  const count = weights.length - 1
  for (let group = 0; group < sums.length; group++) sums[group] = logarithm(sums[group] as number)
  for (let group = 0, place = first; group < groupOf.length; group++) {
    const sum = sums[groupOf[group] as number] as number
    for (let factor = 0; factor < count; factor++, place++)
      table[place] = (table[place] as number) + (weights[factor] as number) * sum
  }
}

function sumsBy(groupOf: Int32Array, groups: number, values: Float64Array): Float64Array {
  const sums = new Float64Array(groups)
  for (let at = 0; at < values.length; at++) {
    const group = groupOf[at] as number
    sums[group] = (sums[group] as number) + (values[at] as number)
  }
  return sums
}
