import { addError, type MarginPartition, type Margins } from './margins.ts'
import { type Penalty, reach, risesOf } from './penalties.ts'

/** Of the cost of a family of weight 1 by one move. */
const typicalChange = 15

/** Partitions next to each other whose charges have the same penalties. */
interface Stretch {
  readonly from: number
  readonly to: number
  /** By place of the charge, what {@link risesOf} says of its penalty. */
  readonly rises: readonly Int32Array[]
  /**
   * What the stretches after it may still make good: beyond that a move is given up early. With hard bounds a single
   * margin may make good anything.
   */
  readonly slack: number
}

/**
 * What moves of cells cost in their margins. Of each margin it is known what a rise and a fall cost, over all its charges, and a move
 * changes that for its own margins only. All costs are whole numbers, so that their order does not matter.
 */
export class MarginCosts {
  readonly #margins: Margins
  readonly #base: number
  readonly #width: number
  /** By margin: what its cost changes by when its errors rise by the base, then when they fall. */
  readonly #changes: Int32Array
  #stretches: readonly Stretch[] = []

  constructor(margins: Margins, base: number) {
    this.#margins = margins
    this.#base = base
    this.#width = margins.partitions.length
    this.#changes = new Int32Array(2 * (margins.starts.at(-1) ?? 0))
  }

  /** Charges errors by soft or by hard bounds from now on. */
  charge(isHard: boolean): void {
    this.#stretches = stretchesOf(this.#margins, this.#base, isHard)
    const { starts, errors, places } = this.#margins
    for (const { from, to, rises } of this.#stretches)
      for (let margin = starts[from] as number; margin < (starts[to] as number); margin++) {
        this.#changes[2 * margin] = riseOf(rises, errors, margin * places, reach)
        this.#changes[2 * margin + 1] = -riseOf(rises, errors, margin * places, reach - this.#base)
      }
  }

  /**
   * What it costs to raise a cell, or to lower it, from `start` on. A move that costs more than the limit may be given up early, with
   * any cost above the limit.
   */
  ofFlip(cell: number, isUp: boolean, start: number, limit: number): number {
    const [{ of }, changes] = [this.#margins, this.#changes]
    const row = cell * this.#width
    const fall = isUp ? 1 : 0
    let sum = start
    for (const { from, to, slack } of this.#stretches) {
      for (let at = row + from; at < row + to; at++) sum += changes[2 * (of[at] as number) + fall] as number
      if (sum > limit + slack) return sum
    }
    return sum
  }

  /** The same for lowering one cell and raising another: margins of both stay as they are. */
  ofExchange(falling: number, rising: number, start: number, limit: number): number {
    const [{ of }, changes] = [this.#margins, this.#changes]
    const row = falling * this.#width
    const shift = (rising - falling) * this.#width
    let sum = start
    for (const { from, to, slack } of this.#stretches) {
      for (let at = row + from; at < row + to; at++) {
        const down = of[at] as number
        const up = of[at + shift] as number
        if (down !== up) sum += (changes[2 * down + 1] as number) + (changes[2 * up] as number)
      }
      if (sum > limit + slack) return sum
    }
    return sum
  }

  /** Moves a cell by the base, up or down. */
  move(cell: number, isRise: boolean): void {
    const [{ of, errors, places }, changes, base] = [this.#margins, this.#changes, this.#base]
    const row = cell * this.#width
    for (const { from, to, rises } of this.#stretches)
      for (let at = row + from; at < row + to; at++) {
        const margin = of[at] as number
        addError(this.#margins, margin, isRise ? base : -base)
        const [rise, fall] = [2 * margin, 2 * margin + 1]
        // A fall takes back the rise before it.
        if (isRise) {
          changes[fall] = -(changes[rise] as number)
          changes[rise] = riseOf(rises, errors, margin * places, reach)
        } else {
          changes[rise] = -(changes[fall] as number)
          changes[fall] = -riseOf(rises, errors, margin * places, reach - base)
        }
      }
  }
}

function riseOf(rises: readonly Int32Array[], errors: Int16Array, first: number, offset: number): number {
  let sum = 0
  for (let place = 0; place < rises.length; place++)
    sum += (rises[place] as Int32Array)[(errors[first + place] as number) + offset] as number
  return sum
}

function stretchesOf({ partitions, places }: Margins, base: number, isHard: boolean): readonly Stretch[] {
  const known = new Map<Penalty, Int32Array>()
  const risesFor = (penalty: Penalty) => {
    const rises = known.get(penalty) ?? risesOf(penalty, base, isHard, places)
    known.set(penalty, rises)
    return rises
  }
  const edges = partitions.flatMap((partition, index) => (costAlike(partition, partitions[index - 1]) ? [] : [index]))
  return edges.map((from, index) => ({
    from,
    to: edges[index + 1] ?? partitions.length,
    rises: (partitions[from]?.charges ?? []).map(({ penalty }) => risesFor(penalty)),
    slack: isHard ? Infinity : slackOf(partitions, edges[index + 1]),
  }))
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
