import { finestOf } from './claims/alike-groups.ts'
import type { Excess, ExcessRule } from './excess.ts'
import { KeyTable } from './tables/key-table.ts'
import { type CellTable, marginKeys } from './tables/shape.ts'

/** Sums over fewer raised cells are taken as if there were so many. */
const fewestRaised = 12
const stepShare = 0.25
/** What one step makes of the greatest excess: what earlier blocks have left is not made good at once. */
const maxMean = 0.25
/** With fewer people who are unique on what is known, the search has no room to mind them by kind. */
export const fewestUnique = 100

/** What published blocks have left in the strata of claims that are minded over all blocks. */
export class LeftExcess {
  readonly #sums = new Map<number, number>()

  /** @param isRaised - whether a cell is published although it is small */
  add({ keys, width, of, isCarried }: Excess, isRaised: (cell: number) => boolean): void {
    if (!isCarried) return
    for (const [at, key] of keys.entries()) {
      const cell = Math.floor(at / width)
      if (isRaised(cell)) this.#sums.set(key, (this.#sums.get(key) ?? 0) + (of[cell] as number))
    }
  }

  /** What has to be made good; below 0 where too little was right, which would make the opposite too likely. */
  of(key: number): number {
    return this.#sums.get(key) ?? 0
  }
}

/**
 * Prices of raised cells by stratum, moved up while claims on cells of the stratum would be right too often (subgradient steps
 * on the Lagrangian). Left alone the search prefers true cells, since a decoy costs more in small margins.
 */
export class Prices {
  /** What raising each cell costs beyond its margins. */
  readonly costs: Float64Array
  readonly #priced: readonly Priced[]

  /** @param left - what earlier blocks have left */
  constructor(cells: number, excesses: readonly Excess[], left: LeftExcess) {
    this.costs = new Float64Array(cells)
    this.#priced = excesses.map((excess) => pricedOf(excess, left))
  }

  /** Moves the prices by what is raised now. @param weight - of all margins that a move changes */
  settle(up: Uint8Array, weight: number): void {
    this.costs.fill(0)
    for (const priced of this.#priced) {
      const { prices } = priced
      for (const [stratum, mean] of meansOf(priced, up).entries()) {
        const step = stepShare * weight * Math.min(maxMean, mean)
        prices[stratum] = Math.max(0, (prices[stratum] as number) + step)
      }
      addCosts(priced, this.costs)
    }
  }
}

interface Priced {
  readonly excess: Excess
  /** The number of each stratum of each cell. */
  readonly strata: Int32Array
  /** Cells that exceed what is aimed at, or fall short of it, when they are raised. */
  readonly unequal: Int32Array
  /** By number of the stratum. */
  readonly left: Float64Array
  readonly prices: Float64Array
}

function pricedOf(excess: Excess, left: LeftExcess): Priced {
  const table = new KeyTable()
  const strata = Int32Array.from(excess.keys, (key) => table.add(key))
  const unequal = Int32Array.from(excess.of.keys()).filter((cell) => excess.of[cell] !== 0)
  const sums = new Float64Array(table.size)
  if (excess.isCarried) for (const [at, key] of excess.keys.entries()) sums[strata[at] as number] = left.of(key)
  return { excess, strata, unequal, left: sums, prices: new Float64Array(table.size) }
}

function addCosts({ excess: { of, width }, strata, unequal, prices }: Priced, costs: Float64Array): void {
  for (const cell of unequal) {
    const own = of[cell] as number
    let cost = costs[cell] as number
    for (let at = cell * width; at < (cell + 1) * width; at++) cost += (prices[strata[at] as number] as number) * own
    costs[cell] = cost
  }
}

/** By how much raised cells of each stratum exceed what is aimed at, on average, with what earlier blocks have left. */
function meansOf({ excess: { of, width }, strata, left }: Priced, up: Uint8Array): Float64Array {
  const [sums, raised] = [left.slice(), new Int32Array(left.length)]
  for (let cell = 0; cell < up.length; cell++) {
    if (up[cell] === 0) continue
    for (let at = cell * width; at < (cell + 1) * width; at++) {
      const stratum = strata[at] as number
      sums[stratum] = (sums[stratum] as number) + (of[cell] as number)
      raised[stratum] = (raised[stratum] as number) + 1
    }
  }
  return sums.map((sum, stratum) => sum / Math.max(fewestRaised, raised[stratum] as number))
}

/** How many people of a block are the only ones with what is known of them. */
export function countUnique(block: CellTable, { dimensions, known }: Pick<ExcessRule, 'dimensions' | 'known'>): number {
  const table = new KeyTable(block.counts.length)
  const people: number[] = []
  for (const [cell, key] of marginKeys(finestOf(known, dimensions), dimensions, block).entries()) {
    const place = table.add(key)
    people[place] = (people[place] ?? 0) + (block.counts[cell] as number)
  }
  return people.filter((count) => count === 1).length
}
