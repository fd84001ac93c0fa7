import type { Margins } from './margins.ts'
import { membersOf, type PartitionMembers } from './partners.ts'

/** Partitions whose margins have more cells than this, for a cell on average, are not fine: too many cells would be brought forward. */
const maxMembers = 100

/**
 * What the move of each cell costs in all its fine margins together, brought forward with every move. That pays while few of many moves
 * that are tried are made.
 */
export class FineMargins {
  /** Places of the partitions that are not fine. */
  readonly coarse: Int32Array
  readonly #margins: Margins
  readonly #changes: Int32Array
  readonly #up: Uint8Array
  readonly #fine: readonly PartitionMembers[]
  readonly #places: Int32Array
  readonly #sums: Float64Array

  /**
   * @param changes - by margin, what its rise and then what its fall costs
   * @param up - by cell, whether it is raised: its move is a fall
   */
  constructor(margins: Margins, changes: Int32Array, up: Uint8Array) {
    const all = margins.partitions.map((_, partition) => membersOf(partition, margins, up.length))
    this.#margins = margins
    this.#changes = changes
    this.#up = up
    this.#fine = all.filter((members) => meanMembers(members) <= maxMembers)
    this.#places = Int32Array.from(this.#fine, ({ partition }) => partition)
    this.coarse = Int32Array.from(all.keys()).filter((partition) => !this.#places.includes(partition))
    this.#sums = new Float64Array(up.length)
    for (let cell = 0; cell < up.length; cell++) this.sumUp(cell)
  }

  ofMove(cell: number): number {
    return this.#sums[cell] as number
  }

  /** Of lowering a cell and raising another: margins of both stay as they are. */
  ofExchange(falling: number, rising: number): number {
    const [{ of, partitions }, changes, places] = [this.#margins, this.#changes, this.#places]
    const [one, other] = [falling * partitions.length, rising * partitions.length]
    let sum = (this.#sums[falling] as number) + (this.#sums[rising] as number)
    for (let index = 0; index < places.length; index++) {
      const place = places[index] as number
      const margin = of[one + place] as number
      if (margin === of[other + place]) sum -= (changes[2 * margin] as number) + (changes[2 * margin + 1] as number)
    }
    return sum
  }

  /**
   * Adds what the fine margins of a cell cost to the sums of all their cells, or takes it away before the cell moves; without those that
   * another cell has too.
   */
  add(cell: number, other: number, times: 1 | -1): void {
    const [{ of, partitions }, changes, up, sums] = [this.#margins, this.#changes, this.#up, this.#sums]
    for (const { partition, cells, starts, first } of this.#fine) {
      const margin = of[cell * partitions.length + partition] as number
      if (cell !== other && margin === of[other * partitions.length + partition]) continue
      const [rise, fall] = [times * (changes[2 * margin] as number), times * (changes[2 * margin + 1] as number)]
      const end = starts[margin - first + 1] as number
      for (let at = starts[margin - first] as number; at < end; at++) {
        const member = cells[at] as number
        sums[member] = (sums[member] as number) + (up[member] === 1 ? fall : rise)
      }
    }
  }

  /** Adds up anew what the move of a cell costs. */
  sumUp(cell: number): void {
    const row = cell * this.#margins.partitions.length
    const change = this.#up[cell] as number
    let sum = 0
    for (let index = 0; index < this.#places.length; index++)
      sum += this.#changes[2 * (this.#margins.of[row + (this.#places[index] as number)] as number) + change] as number
    this.#sums[cell] = sum
  }
}

/** How many cells the margin of a cell has, on average over all cells. */
function meanMembers({ cells, starts }: PartitionMembers): number {
  let squares = 0
  for (let margin = 1; margin < starts.length; margin++)
    squares += ((starts[margin] as number) - (starts[margin - 1] as number)) ** 2
  return squares / Math.max(1, cells.length)
}
