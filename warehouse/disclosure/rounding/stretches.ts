import { type MarginPartition, type Margins, maxCharges } from './margins.ts'
import { type Penalty, reach, risesOf } from './penalties.ts'

/** Of the cost of a family of weight 1 by one move. */
const typicalChange = 15

const free = new Int32Array(2 * reach + 1)

/** By place of the charge, what {@link risesOf} says of its penalty; zeros where there is none. */
export type Rises = readonly [Int32Array, Int32Array, Int32Array, Int32Array]

/** What a margin costs more when its errors rise by the base. @param first - where its errors begin @param offset - of an error in the table */
export function riseOf([a, b, c, d]: Rises, errors: Int16Array, first: number, offset: number): number {
  return (
    (a[(errors[first] as number) + offset] as number) +
    (b[(errors[first + 1] as number) + offset] as number) +
    (c[(errors[first + 2] as number) + offset] as number) +
    (d[(errors[first + 3] as number) + offset] as number)
  )
}

/** Partitions next to each other whose charges have the same penalties. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly rises: Rises
  /**
   * What the stretches after it may still make good: beyond that a move is given up early. With hard bounds a single
   * margin may make good anything.
   */
  readonly slack: number
}

/** Divides partitions into stretches. */
export function stretchesOf({ partitions }: Margins, base: number, isHard: boolean): readonly Stretch[] {
  const known = new Map<Penalty, Int32Array>()
  const risesFor = (penalty: Penalty | undefined) => {
    if (penalty === undefined) return free
    const rises = known.get(penalty) ?? risesOf(penalty, base, isHard, maxCharges)
    known.set(penalty, rises)
    return rises
  }
  const edges = partitions.flatMap((partition, index) => (costAlike(partition, partitions[index - 1]) ? [] : [index]))
  return edges.map((from, index) => ({
    from,
    to: edges[index + 1] ?? partitions.length,
    rises: [0, 1, 2, 3].map((place) => risesFor(partitions[from]?.charges[place]?.penalty)) as unknown as Rises,
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
