import { Refusal } from '#foundation'
import { gaussRule } from './gauss-rule.ts'
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
  return decomposer(cells.map(({ codes }) => codes))(numbersOf(cells))
}

/** Sizes and rates of cells, by period and cell. */
export interface CellNumbers {
  readonly sizes: readonly [Float64Array, Float64Array]
  readonly rates: readonly [Float64Array, Float64Array]
}

export function numbersOf(cells: readonly Cell[]): CellNumbers {
  const column = (read: (cell: Cell) => number) => Float64Array.from(cells, read)
  return {
    sizes: [column(({ size }) => size[0]), column(({ size }) => size[1])],
    rates: [column(({ rate }) => rate[0]), column(({ rate }) => rate[1])],
  }
}

/** A decomposition for cells with given codes: what only the codes decide is done once. */
export function decomposer(codes: readonly (readonly string[])[]): (numbers: CellNumbers) => Effects {
  requireEqualLengths(...codes)
  const factors = codes[0]?.length ?? 0
  const layers = layersOf(codes, factors)
  const effects = productEffects(factors)
  return ({ sizes, rates }) => {
    const [before, after] = [structureOf(sizes[0], layers, factors), structureOf(sizes[1], layers, factors)]
    const composition = new Array<number>(factors).fill(0)
    const overall = [0, 0]
    let rate = 0
    for (let at = 0; at < codes.length; at++) {
      const [r1, r2] = [rates[0][at] as number, rates[1][at] as number]
      const [w1, w2] = [before.shares[at] as number, after.shares[at] as number]
      rate += ((r2 - r1) * (w1 + w2)) / 2
      overall[0] = (overall[0] as number) + r1 * w1
      overall[1] = (overall[1] as number) + r2 * w2
      effects(before.parts, after.parts, at * factors)
      for (let factor = 0; factor < factors; factor++)
        composition[factor] = (composition[factor] as number) + ((r1 + r2) / 2) * (effects.found[factor] as number)
    }
    return { composition, rate, total: (overall[1] as number) - (overall[0] as number) }
  }
}

interface Structure {
  readonly shares: Float64Array
  /** By cell and factor: the factors of a cell multiply to its share. */
  readonly parts: Float64Array
}

/** To which group each cell belongs when only some factors are looked at. */
interface Margin {
  readonly groupOf: Int32Array
  readonly groups: number
}

/** The margins that lack a factor and have all later ones: each can be told from the finest of them. */
interface Layer extends Margin {
  readonly margins: readonly (Margin & { readonly weights: Float64Array })[]
}

function marginOf(codes: readonly (readonly string[])[], set: number): Margin {
  const places = new Map<string, number>()
  const groupOf = Int32Array.from(codes, (own) => {
    const key = own.filter((_, factor) => (set >> factor) & 1).join('\u0000')
    const place = places.get(key) ?? places.size
    places.set(key, place)
    return place
  })
  return { groupOf, groups: places.size }
}

function layersOf(codes: readonly (readonly string[])[], factors: number): readonly Layer[] {
  const everything = 2 ** factors - 1
  return Array.from({ length: factors }, (_, lacking) => {
    const finest = marginOf(codes, everything & ~(1 << lacking))
    const someCellOf = new Int32Array(finest.groups)
    finest.groupOf.forEach((group, cell) => {
      someCellOf[group] = cell
    })
    const later = everything & ~(2 ** (lacking + 1) - 1)
    const margins = Array.from({ length: 2 ** lacking }, (_, earlier) => {
      const set = later | earlier
      const { groupOf, groups } = marginOf(codes, set)
      return { groupOf: someCellOf.map((cell) => groupOf[cell] as number), groups, weights: weightsOf(set, factors) }
    })
    return { ...finest, margins }
  })
}

/**
 * The share of each cell, written as a product with one part for each factor: part `f` is the geometric mean, weighed as
 * Das Gupta weighs, of how much each margin grows when the factor is added to others.
 */
function structureOf(sizes: Float64Array, layers: readonly Layer[], factors: number): Structure {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (!(total > 0)) throw new Refusal('ZERO_DENOMINATOR', 'In one of the periods there is nobody, so there is no rate.')
  const tables = layers.map((layer) => logarithmsIn(layer, sizes, factors))
  const parts = new Float64Array(sizes.length * factors)
  for (let at = 0; at < sizes.length; at++) {
    const size = sizes[at] as number
    if (size === 0) continue
    const own = Math.log(size) / factors
    const start = at * factors
    let rest = size / total
    for (let factor = 0; factor < factors - 1; factor++) {
      let logarithm = own
      for (let layer = 0; layer < factors; layer++) {
        const group = (layers[layer] as Layer).groupOf[at] as number
        logarithm += (tables[layer] as Float64Array)[group * factors + factor] as number
      }
      const part = Math.exp(logarithm)
      parts[start + factor] = part
      rest /= part
    }
    parts[start + factors - 1] = rest
  }
  return { shares: sizes.map((size) => size / total), parts }
}

/** By group of the finest margin of a layer and factor: what all margins of the layer add to the logarithm of the part. */
function logarithmsIn({ groupOf, groups, margins }: Layer, sizes: Float64Array, factors: number): Float64Array {
  const finest = sumsBy(groupOf, groups, sizes)
  const table = new Float64Array(groups * factors)
  for (const margin of margins) {
    const logarithms = sumsBy(margin.groupOf, margin.groups, finest).map(Math.log)
    for (let group = 0, place = 0; group < groups; group++) {
      const logarithm = logarithms[margin.groupOf[group] as number] as number
      for (let factor = 0; factor < factors; factor++, place++)
        table[place] = (table[place] as number) + (margin.weights[factor] as number) * logarithm
    }
  }
  return table
}

function sumsBy(groupOf: Int32Array, groups: number, values: Float64Array): Float64Array {
  const sums = new Float64Array(groups)
  for (let at = 0; at < values.length; at++) {
    const group = groupOf[at] as number
    sums[group] = (sums[group] as number) + (values[at] as number)
  }
  return sums
}

/**
 * With which weight the logarithm of a margin enters the part of each factor: with the factor it counts for it, without it
 * against it, both as often as just these factors come first in an order.
 */
function weightsOf(set: number, factors: number): Float64Array {
  return Float64Array.from({ length: factors }, (_, factor) => {
    const holds = ((set >> factor) & 1) === 1
    const others = bits(set) - (holds ? 1 : 0)
    return (holds ? 1 : -1) * weightOf(others, factors)
  })
}

/** The share of the orders of all factors in which a given set of some of them, and no other, comes before a given one. */
function weightOf(before: number, factors: number): number {
  return (factorial(before) * factorial(factors - 1 - before)) / factorial(factors)
}

interface ProductEffects {
  /** Finds the effects of the factors that begin at a place; they stand in `found` until the next call. */
  (first: ArrayLike<number>, last: ArrayLike<number>, start: number): void
  readonly found: Float64Array
}

/**
 * What the change of a product is due to, by factor: its own change times all others, each taken from before or after and
 * averaged over all orders of change. That average is the integral of the product of the others along the straight way from
 * before to after, a polynomial that Gauss's rule integrates exactly.
 *
 * @see Das Gupta (1993), equation 4.5
 */
function productEffects(factors: number): ProductEffects {
  const found = new Float64Array(factors)
  const others = new Float64Array(factors)
  const { nodes, weights } = gaussRule(Math.ceil(factors / 2))
  const effects = (first: ArrayLike<number>, last: ArrayLike<number>, start: number): void => {
    found.fill(0)
    for (let node = 0; node < nodes.length; node++) {
      const at = nodes[node] as number
      let product = weights[node] as number
      for (let factor = 0; factor < factors; factor++) {
        others[factor] = product
        product *= between(first[start + factor] as number, last[start + factor] as number, at)
      }
      product = 1
      for (let factor = factors - 1; factor >= 0; factor--) {
        const [before, after] = [first[start + factor] as number, last[start + factor] as number]
        found[factor] = (found[factor] as number) + (after - before) * (others[factor] as number) * product
        product *= between(before, after, at)
      }
    }
  }
  return Object.assign(effects, { found })
}

function between(before: number, after: number, at: number): number {
  return before + at * (after - before)
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
  const effects = productEffects(before.length)
  effects(before, after, 0)
  return [...effects.found]
}
