import type { MarginErrors } from './margin-errors.ts'
import { controlled, type Penalty, reach } from './penalties.ts'
import { KeyTable } from './tables/key-table.ts'
import { type CellTable, type CubeDimension, type MarginalTable, marginKeyAt, marginKeys } from './tables/shape.ts'

/** What an error of the margins of a partition costs in one family. */
export interface PenaltyTerm {
  readonly family: MarginalTable
  readonly penalty: Penalty
  /** What was promised: no margin of the family is off by more. */
  readonly promise: number
}

/** What earlier blocks have left in the margins of a family, if it reaches over several blocks. */
export type CarriedErrors = (family: MarginalTable) => Pick<MarginErrors, 'of'> | undefined

/**
 * A way to divide the cells of a block, with the families that divide them so: within one quarter a table by quarter, one
 * by year and one over all time have the same margins, and differ in what earlier quarters have left.
 */
export interface MarginPartition {
  readonly family: MarginalTable
  readonly charges: readonly PenaltyTerm[]
}

/** The margins of a block's free cells in all partitions, in arrays that a tight loop can read. */
export interface Margins {
  readonly partitions: readonly MarginPartition[]
  /** Number of the margin of cell `i` in partition `p`, at `i × partitions + p`. */
  readonly of: Int32Array
  /** Published less true with what earlier blocks have left, by place of the charge, then by number of the margin. */
  readonly errors: readonly Int16Array[]
  /** Where the margins of each partition begin. */
  readonly starts: Int32Array
}

/** @throws RangeError when an error carried is beyond the reach of the penalties */
export function makeMargins(
  free: CellTable,
  dimensions: readonly CubeDimension[],
  partitions: readonly MarginPartition[],
  left: CarriedErrors,
): Margins {
  const size = free.counts.length
  const of = new Int32Array(size * partitions.length)
  const starts = new Int32Array(partitions.length + 1)
  const carried: number[][] = Array.from(
    { length: Math.max(0, ...partitions.map(({ charges }) => charges.length)) },
    () => [],
  )
  let first = 0
  for (const [index, { family, charges }] of partitions.entries()) {
    const keys = marginKeys(family, dimensions, free)
    const leftOf = charges.map(({ family: charged }) => leftReader(charged, left(charged), free, dimensions))
    const table = new KeyTable(size / 4)
    for (let cell = 0; cell < size; cell++) {
      const key = keys[cell] as number
      const margin = first + table.add(key)
      of[cell * partitions.length + index] = margin
      if (margin < (carried[0]?.length ?? 0)) continue
      for (const [place, errors] of carried.entries()) errors.push(leftOf[place]?.(cell) ?? 0)
    }
    first += table.size
    starts[index + 1] = first
  }
  if (carried.some((errors) => errors.some((error) => Math.abs(error) > reach / 2)))
    throw new RangeError('an error carried is out of reach')
  return {
    partitions,
    of,
    errors: carried.map((errors) => Int16Array.from(errors)),
    starts,
  }
}

/** What earlier blocks have left in the margin of a family that a cell belongs to. */
function leftReader(
  family: MarginalTable,
  left: ReturnType<CarriedErrors>,
  free: CellTable,
  dimensions: readonly CubeDimension[],
): (cell: number) => number {
  return left === undefined ? () => 0 : (cell) => left.of(marginKeyAt(cell, family, dimensions, free))
}

/** The margins that are off by more than was promised of their family. */
export function brokenMargins(about: Margins): readonly { partition: number; margin: number }[] {
  const { partitions, errors, starts } = about
  return partitions.flatMap(({ charges }, partition) =>
    charges.flatMap(({ promise }, place) => {
      const first = starts[partition] as number
      const members = errors[place]?.subarray(first, starts[partition + 1]) ?? new Int16Array(0)
      return [...members.keys()]
        .filter((index) => Math.abs(members[index] as number) > promise)
        .map((index) => ({ partition, margin: first + index }))
    }),
  )
}

/** Adds to the error of a margin, whatever was left there. */
export function addError(errors: readonly Int16Array[], margin: number, error: number): void {
  for (let place = 0; place < errors.length; place++) {
    const members = errors[place] as Int16Array
    members[margin] = (members[margin] as number) + error
  }
}

/** Members of margins, for partitions in which a margin has a handful of them: partners for an exchange. */
export interface SwapCandidates {
  readonly partition: number
  /** Cells ordered by margin. */
  readonly cells: Int32Array
  /** Where the members of each margin begin. */
  readonly starts: Int32Array
}

const fewest = 2
const maxMean = 600
const partnerPartitions = 40

/** Partners in a spread of partitions; where sums are given, within these, for all others would change them. */
export function makePartners({ partitions, of, starts }: Margins, size: number): readonly SwapCandidates[] {
  const given = partitions.findIndex(({ charges }) => charges.some(({ penalty }) => penalty === controlled))
  if (given !== -1) return [partnersIn(given, partitions.length, of, starts, size)]
  const suitable = partitions.flatMap((_, partition) => {
    const mean = size / ((starts[partition + 1] ?? 0) - (starts[partition] ?? 0))
    return mean >= fewest && mean <= maxMean ? [partition] : []
  })
  const step = Math.max(1, suitable.length / partnerPartitions)
  const chosen = Array.from(
    { length: Math.min(suitable.length, partnerPartitions) },
    (_, place) => suitable[Math.floor(place * step)] ?? 0,
  )
  return chosen.map((partition) => partnersIn(partition, partitions.length, of, starts, size))
}

function partnersIn(
  partition: number,
  width: number,
  of: Int32Array,
  starts: Int32Array,
  size: number,
): SwapCandidates {
  const first = starts[partition] ?? 0
  const counts = new Int32Array((starts[partition + 1] ?? 0) - first + 1)
  const margin = (cell: number) => (of[cell * width + partition] as number) - first
  for (let cell = 0; cell < size; cell++) counts[margin(cell) + 1] = (counts[margin(cell) + 1] as number) + 1
  for (let number = 1; number < counts.length; number++)
    counts[number] = (counts[number] as number) + (counts[number - 1] as number)
  const [places, cells] = [counts.slice(), new Int32Array(size)]
  for (let cell = 0; cell < size; cell++) {
    const place = places[margin(cell)] as number
    cells[place] = cell
    places[margin(cell)] = place + 1
  }
  return { partition, cells, starts: counts }
}
