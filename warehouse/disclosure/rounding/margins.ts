import type { LeftErrors } from './margin-errors.ts'
import { controlled, type Penalty, reach } from './penalties.ts'
import { firstCells, MarginNumbers } from './tables/margin-numbers.ts'
import { type CellTable, type CubeDimension, type MarginalTable, marginKeyAt } from './tables/shape.ts'

/** What an error of the margins of a partition costs in one family. */
export interface PenaltyTerm {
  readonly family: MarginalTable
  readonly penalty: Penalty
  /** What was promised: no margin of the family is off by more. */
  readonly promise: number
}

/** What earlier blocks have left in the margins of a family, if it reaches over several blocks. */
export type CarriedErrors = LeftErrors['of']

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
  /** Published less true with what earlier blocks have left: of charge `c` of margin `m`, at `m × places + c`. */
  readonly errors: Int16Array
  /** The largest number of charges. */
  readonly places: number
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
  const of = new Int32Array(free.counts.length * partitions.length)
  const first = numberPartitions(free, dimensions, partitions, of)
  const starts = new Int32Array(partitions.length + 1)
  for (const [index, { length }] of first.entries()) starts[index + 1] = (starts[index] as number) + length
  for (let row = 0; row < of.length; row += partitions.length)
    for (let index = 0; index < partitions.length; index++)
      of[row + index] = (of[row + index] as number) + (starts[index] as number)
  const places = Math.max(0, ...partitions.map(({ charges }) => charges.length))
  const errors = new Int16Array(places * (starts.at(-1) ?? 0))
  for (const [index, { charges }] of partitions.entries())
    for (const [place, { family }] of charges.entries()) {
      const lefts = left(family)
      if (lefts === undefined) continue
      const keyOf = (cell: number) => marginKeyAt(cell, family, dimensions, free)
      const start = (starts[index] as number) * places + place
      for (const [margin, cell] of (first[index] as Int32Array).entries())
        errors[start + margin * places] = withinReach(lefts.of(keyOf(cell)))
    }
  return { partitions, of, errors, places, starts }
}

/**
 * Numbers the margins of each partition from 0 on, into `of` as in {@link Margins}.
 *
 * @returns by partition, the first cell of each margin
 */
function numberPartitions(
  free: CellTable,
  dimensions: readonly CubeDimension[],
  partitions: readonly MarginPartition[],
  of: Int32Array,
): readonly Int32Array[] {
  const numbers = new MarginNumbers(dimensions, free)
  const first: Int32Array[] = []
  for (const index of inOrderOfFamilies(partitions)) {
    const margins = numbers.of((partitions[index] as MarginPartition).family)
    for (let cell = 0, at = index; cell < margins.of.length; cell++, at += partitions.length)
      of[at] = margins.of[cell] as number
    first[index] = firstCells(margins)
  }
  return first
}

/** Places of partitions; those next to each other have the first levels in common. */
function inOrderOfFamilies(partitions: readonly MarginPartition[]): readonly number[] {
  const levels = (place: number) => partitions[place]?.family ?? []
  const firstDifference = (one: number, other: number) =>
    levels(one)
      .map((level, index) => level - (levels(other)[index] ?? 0))
      .find((difference) => difference !== 0)
  return [...partitions.keys()].sort((one, other) => firstDifference(one, other) ?? 0)
}

function withinReach(error: number): number {
  if (Math.abs(error) > reach / 2) throw new RangeError('an error carried is out of reach')
  return error
}

/** The margins that are off by more than was promised of their family. */
export function brokenMargins({ partitions, errors, places, starts }: Margins) {
  return partitions.flatMap(({ charges }, partition) =>
    charges.flatMap(({ promise }, place) => {
      const [first = 0, end = 0] = starts.subarray(partition, partition + 2)
      const broken: { partition: number; margin: number }[] = []
      for (let margin = first; margin < end; margin++)
        if (Math.abs(errors[margin * places + place] as number) > promise) broken.push({ partition, margin })
      return broken
    }),
  )
}

/** Adds to the error of a margin, whatever was left there. */
export function addError({ errors, places }: Pick<Margins, 'errors' | 'places'>, margin: number, error: number): void {
  for (let at = margin * places; at < (margin + 1) * places; at++) errors[at] = (errors[at] as number) + error
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
