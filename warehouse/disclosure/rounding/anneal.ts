import { CellSet } from './cell-set.ts'
import {
  addError,
  brokenMargins,
  type MarginPartition,
  type Margins,
  makePartners,
  type SwapCandidates,
} from './margins.ts'
import { reach, type Slopes, slopesOf } from './penalties.ts'
import type { Prices } from './prices.ts'
import type { SecretRandom } from './random.ts'
import type { Schedule } from './tables/cube-rule.ts'

/** Passes in which nothing is made worse, at the end. */
const coldSweeps = 10
const flipShare = 0.15
const repairTries = 20_000
/** Of the cost of a family of weight 1 by one move. */
const typicalChange = 15
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

/** Partitions next to each other whose charges have the same penalties: one set of slopes for each place of a charge. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly slopes: readonly Slopes[]
  /**
   * What the stretches after it may still make good: beyond that a move is given up early. With hard bounds a single
   * margin may make good anything.
   */
  readonly slack: number
}

class Search {
  readonly #margins: Margins
  readonly #up: Uint8Array
  readonly #base: number
  readonly #random: SecretRandom
  readonly #partners: readonly SwapCandidates[]
  readonly #raised: CellSet
  readonly #width: number
  readonly #settling: Settling | undefined
  readonly #costs: Float64Array

  constructor(margins: Margins, up: Uint8Array, base: number, random: SecretRandom, settling: Settling | undefined) {
    this.#margins = margins
    this.#up = up
    this.#base = base
    this.#random = random
    this.#width = margins.partitions.length
    this.#partners = makePartners(margins, up.length)
    this.#raised = new CellSet(up)
    this.#settling = settling
    this.#costs = settling?.prices.costs ?? new Float64Array(up.length)
  }

  run(sweeps: number, { isHard, from, to }: Phase): void {
    const stretches = this.#stretches(isHard)
    const cooling = sweeps > 1 && from > 0 ? (to / from) ** (1 / (sweeps - 1)) : 1
    for (let sweep = 0, heat = from; sweep < sweeps; sweep++, heat *= cooling) {
      for (let move = 0; move < this.#up.length * movesPerCell; move++) this.#move(stretches, heat)
      if (from > 0) this.#settling?.prices.settle(this.#up, this.#settling.weight)
    }
  }

  /** Margins beyond their promise are gone for one by one: exchanges that start in them, with any cell that helps. */
  repair(): void {
    const stretches = this.#stretches(true)
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
        if (this.#costOfExchange(falling, rising, stretches, 0) >= 0) continue
        this.#flip(falling)
        this.#flip(rising)
      }
    }
  }

  #cellsOf(partition: number, margin: number): readonly number[] {
    const cells = []
    for (let cell = 0; cell < this.#up.length; cell++)
      if (this.#margins.of[cell * this.#width + partition] === margin) cells.push(cell)
    return cells
  }

  #stretches(isHard: boolean): readonly Stretch[] {
    const { partitions } = this.#margins
    const edges = partitions.flatMap((partition, index) => (costAlike(partition, partitions[index - 1]) ? [] : [index]))
    const stretches = edges.map((from, index) => ({
      from,
      to: edges[index + 1] ?? partitions.length,
      slopes: (partitions[from]?.charges ?? []).map(({ penalty }) => slopesOf(penalty, this.#base, isHard)),
    }))
    return stretches.map((stretch, index) => ({
      ...stretch,
      slack: isHard ? Infinity : slackOf(partitions, edges[index + 1]),
    }))
  }

  #move(stretches: readonly Stretch[], heat: number): void {
    const limit = heat === 0 ? 0 : -heat * Math.log(1 - this.#random.next())
    if (this.#random.next() < flipShare || this.#raised.size === 0 || this.#partners.length === 0) {
      const cell = this.#random.below(this.#up.length)
      if (this.#costOfFlip(cell, stretches, limit) <= limit) this.#flip(cell)
      return
    }
    const cell = this.#raised.at(this.#random.below(this.#raised.size))
    const partner = this.#partnerOf(cell)
    if (this.#up[partner] === 1 || this.#costOfExchange(cell, partner, stretches, limit) > limit) return
    this.#flip(cell)
    this.#flip(partner)
  }

  /** A cell that shares a margin. */
  #partnerOf(cell: number): number {
    const { partition, cells, starts } = this.#partners[this.#random.below(this.#partners.length)] as SwapCandidates
    const margin =
      (this.#margins.of[cell * this.#width + partition] as number) - (this.#margins.starts[partition] as number)
    const [first, end] = [starts[margin] as number, starts[margin + 1] as number]
    return cells[first + this.#random.below(end - first)] as number
  }

  #costOfFlip(cell: number, stretches: readonly Stretch[], limit: number): number {
    const { of, errors } = this.#margins
    const isUp = this.#up[cell] === 1
    const row = cell * this.#width
    const own = this.#costs[cell] as number
    let sum = isUp ? -own : own
    for (const { from, to, slopes, slack } of stretches) {
      for (let place = 0; place < slopes.length; place++) {
        const { rise, fall } = slopes[place] as Slopes
        const members = errors[place] as Int16Array
        const slope = isUp ? fall : rise
        for (let at = row + from; at < row + to; at++)
          sum += slope[(members[of[at] as number] as number) + reach] as number
      }
      if (sum > limit + slack) return sum
    }
    return sum
  }

  #costOfExchange(falling: number, rising: number, stretches: readonly Stretch[], limit: number): number {
    const { of, errors } = this.#margins
    const shift = (rising - falling) * this.#width
    const row = falling * this.#width
    let sum = (this.#costs[rising] as number) - (this.#costs[falling] as number)
    for (const { from, to, slopes, slack } of stretches) {
      for (let place = 0; place < slopes.length; place++) {
        const { rise, fall } = slopes[place] as Slopes
        const members = errors[place] as Int16Array
        for (let at = row + from; at < row + to; at++) {
          const down = of[at] as number
          const up = of[at + shift] as number
          if (down === up) continue
          sum += (fall[(members[down] as number) + reach] as number) + (rise[(members[up] as number) + reach] as number)
        }
      }
      if (sum > limit + slack) return sum
    }
    return sum
  }

  #flip(cell: number): void {
    const { of, errors } = this.#margins
    const step = this.#up[cell] === 1 ? -this.#base : this.#base
    this.#up[cell] = this.#up[cell] === 1 ? 0 : 1
    this.#raised.toggle(cell)
    const row = cell * this.#width
    for (let at = row; at < row + this.#width; at++) addError(errors, of[at] as number, step)
  }
}

/** Three standard deviations of what the partitions from `first` on change by, taking a change of one family as typical. */
function slackOf(partitions: readonly MarginPartition[], first = partitions.length): number {
  const weights = partitions.slice(first).flatMap(({ charges }) => charges.map(({ penalty }) => penalty.weight))
  return 3 * typicalChange * Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0))
}

function costAlike({ charges }: MarginPartition, other: MarginPartition | undefined): boolean {
  return (
    other !== undefined &&
    other.charges.length === charges.length &&
    charges.every(({ penalty }, place) => penalty === other.charges[place]?.penalty)
  )
}
