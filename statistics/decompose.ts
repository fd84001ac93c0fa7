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
  const margins = Array.from({ length: 2 ** factors }, (_, set) => marginOf(codes, set))
  return ({ sizes, rates }) => {
    const [before, after] = [structureOf(sizes[0], margins, factors), structureOf(sizes[1], margins, factors)]
    const composition = new Array<number>(factors).fill(0)
    const overall = [0, 0]
    let rate = 0
    for (let at = 0; at < codes.length; at++) {
      const [r1, r2] = [rates[0][at] as number, rates[1][at] as number]
      const [w1, w2] = [before.shares[at] as number, after.shares[at] as number]
      rate += ((r2 - r1) * (w1 + w2)) / 2
      overall[0] = (overall[0] as number) + r1 * w1
      overall[1] = (overall[1] as number) + r2 * w2
      for (let factor = 0; factor < factors; factor++) {
        const place = at * factors + factor
        const change = (after.parts[place] as number) - (before.parts[place] as number)
        if (change === 0) continue
        const others = othersAveraged(before.parts, after.parts, { start: at * factors, factors, factor })
        const part = ((r1 + r2) / 2) * others * change
        composition[factor] = (composition[factor] as number) + part
      }
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

/**
 * The share of each cell, written as a product with one part for each factor: part `f` is the geometric mean, weighed as
 * Das Gupta weighs, of how much each margin grows when the factor is added to others.
 */
function structureOf(sizes: Float64Array, margins: readonly Margin[], factors: number): Structure {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (!(total > 0)) throw new Refusal('ZERO_DENOMINATOR', 'In one of the periods there is nobody, so there is no rate.')
  const logarithms = margins.map(({ groupOf, groups }) => {
    const sums = new Float64Array(groups)
    for (let at = 0; at < sizes.length; at++) {
      const group = groupOf[at] as number
      sums[group] = (sums[group] as number) + (sizes[at] as number)
    }
    return sums.map(Math.log)
  })
  const weights = weightsOfSets(factors)
  const parts = new Float64Array(sizes.length * factors)
  const own = new Float64Array(margins.length)
  for (let at = 0; at < sizes.length; at++) {
    if (sizes[at] === 0) continue
    for (let set = 0; set < margins.length; set++)
      own[set] = (logarithms[set] as Float64Array)[(margins[set] as Margin).groupOf[at] as number] as number
    for (let factor = 0; factor < factors; factor++) {
      let logarithm = 0
      for (let set = 0; set < own.length; set++) {
        if (((set >> factor) & 1) === 1) continue
        logarithm += (weights[set] as number) * ((own[set | (1 << factor)] as number) - (own[set] as number))
      }
      parts[at * factors + factor] = Math.exp(logarithm)
    }
  }
  return { shares: sizes.map((size) => size / total), parts }
}

/**
 * The weight of each set of factors that may come before another one: the share of the orders of all factors in which just
 * these do.
 */
function weightsOfSets(factors: number): Float64Array {
  const known = weightsByFactors.get(factors)
  if (known !== undefined) return known
  const weights = Float64Array.from({ length: 2 ** factors }, (_, set) => {
    const size = bits(set)
    return size === factors ? 0 : (factorial(size) * factorial(factors - 1 - size)) / factorial(factors)
  })
  weightsByFactors.set(factors, weights)
  return weights
}

const weightsByFactors = new Map<number, Float64Array>()

/**
 * The product of all other parts of a cell, averaged over the ways to take each from before or after.
 *
 * @see Das Gupta (1993), equation 4.5
 */
function othersAveraged(
  first: ArrayLike<number>,
  last: ArrayLike<number>,
  { start, factors, factor }: { readonly start: number; readonly factors: number; readonly factor: number },
): number {
  const weights = weightsOfSets(factors)
  let sum = 0
  for (let set = 0; set < weights.length; set++) {
    if (((set >> factor) & 1) === 1) continue
    let product = weights[set] as number
    for (let other = 0; other < factors; other++)
      if (other !== factor)
        product *= (((set >> other) & 1) === 1 ? last[start + other] : first[start + other]) as number
    sum += product
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
    (value, factor) =>
      ((after[factor] as number) - value) * othersAveraged(before, after, { start: 0, factors: before.length, factor }),
  )
}
