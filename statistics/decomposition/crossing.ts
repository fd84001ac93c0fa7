/** To which group each cell belongs when only some factors are looked at. */
interface Margin {
  readonly groupOf: Int32Array
  readonly groups: number
}

/** The margins that lack a factor and have all later ones: each can be told from the finest of them. */
export interface Layer extends Margin {
  readonly margins: readonly (Margin & { readonly weights: Float64Array })[]
}

/**
 * What only the codes decide. A table has a row for each group of each layer and a column for each factor but the last:
 * what all margins of the layer add to the logarithm of the factor's part.
 */
export interface Crossing {
  readonly factors: number
  readonly layers: readonly Layer[]
  /** By cell and layer: where the row of its group begins in the table. */
  readonly rowOf: Int32Array
  readonly tableLength: number
}

/** Finds the groups of cells that a crossed structure with these codes has. */
export function crossingOf(codes: readonly (readonly string[])[]): Crossing {
  const factors = codes[0]?.length ?? 0
  const layers = layersOf(codes, factors)
  const rowOf = new Int32Array(codes.length * factors)
  let first = 0
  for (const [layer, { groupOf, groups }] of layers.entries()) {
    for (let cell = 0; cell < codes.length; cell++)
      rowOf[cell * factors + layer] = (first + (groupOf[cell] as number)) * (factors - 1)
    first += groups
  }
  return { factors, layers, rowOf, tableLength: first * (factors - 1) }
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

function bits(set: number): number {
  let count = 0
  for (let rest = set; rest > 0; rest >>= 1) count += rest & 1
  return count
}

function factorial(number: number): number {
  return number <= 1 ? 1 : number * factorial(number - 1)
}
