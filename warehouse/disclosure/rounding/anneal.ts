import { CellSet } from './cell-set.ts'
import { MarginCosts } from './margin-costs.ts'
import { brokenMargins, type Margins } from './margins.ts'
import { makePartners, type PartitionMembers } from './partners.ts'
import type { Prices } from './prices.ts'
import type { SecretRandom } from './random.ts'
import type { Schedule } from './tables/cube-rule.ts'

/** Passes in which nothing is made worse, at the end. */
const coldSweeps = 10
const flipShare = 0.15
const repairTries = 20_000
/** Exchanges start from raised cells, which are few: a pass needs fewer moves than there are cells. */
const movesPerCell = 0.5

/**
 * Moves free cells between 0 and the base so that the totals of all minded families move as little as possible:
 * simulated annealing with flips and with exchanges of two cells that share a margin, first with soft, then with hard
 * bounds. `up` and the errors of `margins` are changed in place.
 *
 * @param prices - what raised cells cost beyond their margins, settled after every pass but the cold ones
 */
export function anneal(
  margins: Margins,
  up: Uint8Array,
  base: number,
  { soft, hard }: Schedule,
  random: SecretRandom,
  prices?: Prices,
): void {
  const weight = margins.partitions
    .flatMap(({ charges }) => charges)
    .reduce((sum, { penalty }) => sum + penalty.weight, 0)
  const search = new Search(margins, up, base, random, prices === undefined ? undefined : { prices, weight })
  search.run(soft, { isHard: false, from: 3 * weight, to: 0.1 * weight })
  search.run(hard, { isHard: true, from: 0.6 * weight, to: 0.06 * weight })
  search.run(coldSweeps, { isHard: true, from: 0, to: 0 })
  search.repair()
}

interface Settling {
  readonly prices: Prices
  readonly weight: number
}

interface Phase {
  readonly isHard: boolean
  readonly from: number
  readonly to: number
}

class Search {
  readonly #margins: Margins
  readonly #up: Uint8Array
  readonly #random: SecretRandom
  readonly #partners: readonly PartitionMembers[]
  readonly #raised: CellSet
  readonly #width: number
  readonly #settling: Settling | undefined
  readonly #prices: Float64Array
  readonly #costs: MarginCosts

  constructor(margins: Margins, up: Uint8Array, base: number, random: SecretRandom, settling: Settling | undefined) {
    this.#margins = margins
    this.#up = up
    this.#random = random
    this.#width = margins.partitions.length
    this.#partners = makePartners(margins, up.length)
    this.#raised = new CellSet(up)
    this.#settling = settling
    this.#prices = settling?.prices.costs ?? new Float64Array(up.length)
    this.#costs = new MarginCosts(margins, base, up)
  }

  run(sweeps: number, { isHard, from, to }: Phase): void {
    this.#costs.charge(isHard)
    const cooling = sweeps > 1 && from > 0 ? (to / from) ** (1 / (sweeps - 1)) : 1
    for (let sweep = 0, heat = from; sweep < sweeps; sweep++, heat *= cooling) {
      for (let move = 0; move < this.#up.length * movesPerCell; move++) this.#move(heat)
      if (from > 0) this.#settling?.prices.settle(this.#up, this.#settling.weight)
    }
  }

  /** Margins beyond their promise are gone for one by one: exchanges that start in them, with any cell that helps. */
  repair(): void {
    this.#costs.charge(true)
    const broken = brokenMargins(this.#margins)
    for (const { partition, margin } of broken) {
      const members = this.#cellsOf(partition, margin)
      for (let attempt = 0; attempt < repairTries; attempt++) {
        const [cell, other] = [
          members[this.#random.below(members.length)] as number,
          this.#random.below(this.#up.length),
        ]
        if (this.#up[cell] === this.#up[other]) continue
        const [falling, rising] = this.#up[cell] === 1 ? [cell, other] : [other, cell]
        if (this.#costOfExchange(falling, rising, 0) >= 0) continue
        this.#exchange(falling, rising)
      }
    }
  }

  #cellsOf(partition: number, margin: number): readonly number[] {
    const cells = []
    for (let cell = 0; cell < this.#up.length; cell++)
      if (this.#margins.of[cell * this.#width + partition] === margin) cells.push(cell)
    return cells
  }

  #move(heat: number): void {
    const limit = heat === 0 ? 0 : -heat * Math.log(1 - this.#random.next())
    if (this.#random.next() < flipShare || this.#raised.size === 0 || this.#partners.length === 0) {
      const cell = this.#random.below(this.#up.length)
      if (this.#costOfFlip(cell, limit) <= limit) this.#flip(cell)
      return
    }
    const cell = this.#raised.at(this.#random.below(this.#raised.size))
    const partner = this.#partnerOf(cell)
    if (this.#up[partner] === 1 || this.#costOfExchange(cell, partner, limit) > limit) return
    this.#exchange(cell, partner)
  }

  /** A cell that shares a margin. */
  #partnerOf(cell: number): number {
    const { partition, cells, starts } = this.#partners[this.#random.below(this.#partners.length)] as PartitionMembers
    const margin =
      (this.#margins.of[cell * this.#width + partition] as number) - (this.#margins.starts[partition] as number)
    const [first, end] = [starts[margin] as number, starts[margin + 1] as number]
    return cells[first + this.#random.below(end - first)] as number
  }

  #costOfFlip(cell: number, limit: number): number {
    const isUp = this.#up[cell] === 1
    const own = this.#prices[cell] as number
    return this.#costs.ofFlip(cell, isUp ? -own : own, limit)
  }

  #costOfExchange(falling: number, rising: number, limit: number): number {
    const own = (this.#prices[rising] as number) - (this.#prices[falling] as number)
    return this.#costs.ofExchange(falling, rising, own, limit)
  }

  #flip(cell: number): void {
    this.#raised.toggle(cell)
    this.#costs.move(cell)
  }

  #exchange(falling: number, rising: number): void {
    this.#raised.toggle(falling)
    this.#raised.toggle(rising)
    this.#costs.exchange(falling, rising)
  }
}
