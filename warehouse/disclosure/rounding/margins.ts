import type { LeftErrors } from './margin-errors.ts'
import { type Penalty, reach } from './penalties.ts'
import { firstCells, MarginNumbers, marginSums } from './tables/margin-numbers.ts'
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

/** Of a partition: by month, quarter, year and over all time. */
export const maxCharges = 4

/** The margins of a block's free cells in all partitions, in arrays that a tight loop can read. */
export interface Margins {
  readonly partitions: readonly MarginPartition[]
  /** Number of the margin of cell `i` in partition `p`, at `i × partitions + p`. */
  readonly of: Int32Array
  /** Published less true with what earlier blocks have left: of charge `c` of margin `m`, at `m × maxCharges + c`. */
  readonly errors: Int16Array
  /** Where the margins of each partition begin. */
  readonly starts: Int32Array
}

/**
 * The margins of a block.
 *
 * @param own - published less true, by cell
 * @param left - what earlier blocks have left
 * @throws RangeError when an error carried is beyond the reach of the penalties
 */
export function makeMargins(
  free: CellTable,
  own: Int32Array,
  dimensions: readonly CubeDimension[],
  partitions: readonly MarginPartition[],
  left: CarriedErrors,
): Margins {
  const numbered = numberPartitions(free, own, dimensions, partitions)
  const starts = new Int32Array(partitions.length + 1)
  for (const [index, { sums }] of numbered.entries()) starts[index + 1] = (starts[index] as number) + sums.length
  const errors = new Int16Array(maxCharges * (starts.at(-1) ?? 0))
  for (const [index, { charges }] of partitions.entries()) {
    const { sums, cells } = numbered[index] as NumberedPartition
    const start = (starts[index] as number) * maxCharges
    for (let margin = 0; margin < sums.length; margin++)
      errors.fill(sums[margin] as number, start + margin * maxCharges, start + (margin + 1) * maxCharges)
    for (const [place, { family }] of charges.entries())
      for (const [margin, error] of leftIn(cells, family, left(family), dimensions, free))
        errors[start + margin * maxCharges + place] = (sums[margin] as number) + error
  }
  return { partitions, of: byCell(numbered, starts), errors, starts }
}

interface NumberedPartition {
  /** By cell, the number of its margin from 0 on. */
  readonly of: Int32Array
  /** The first cell of each margin. */
  readonly cells: Int32Array
  /** By margin, what its own cells are off by. */
  readonly sums: Int32Array
}

function numberPartitions(
  free: CellTable,
  own: Int32Array,
  dimensions: readonly CubeDimension[],
  partitions: readonly MarginPartition[],
): readonly NumberedPartition[] {
  const numbers = new MarginNumbers(dimensions, free)
  const numbered: NumberedPartition[] = []
  for (const index of inOrderOfFamilies(partitions)) {
    const margins = numbers.of((partitions[index] as MarginPartition).family)
    numbered[index] = { of: margins.of.slice(), cells: firstCells(margins), sums: marginSums(margins, own) }
  }
  return numbered
}

/** Cells and partitions that are turned round together: their rows fit into the cache. */
const tile = 64

/** The margins of each cell side by side. */
function byCell(numbered: readonly NumberedPartition[], starts: Int32Array): Int32Array {
  const [width, size] = [numbered.length, numbered[0]?.of.length ?? 0]
  const all = new Int32Array(width * size)
  for (let first = 0; first < size; first += tile)
    for (let index = 0; index < width; index++) {
      const { of } = numbered[index] as NumberedPartition
      const start = starts[index] as number
      for (let cell = first; cell < Math.min(first + tile, size); cell++)
        all[cell * width + index] = start + (of[cell] as number)
    }
  return all
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

/** What earlier blocks have left in the margins of a family, by number of the margin. @param cells - the first of each margin */
function leftIn(
  cells: Int32Array,
  family: MarginalTable,
  left: ReturnType<CarriedErrors>,
  dimensions: readonly CubeDimension[],
  free: CellTable,
): readonly (readonly [number, number])[] {
  if (left === undefined) return []
  const lefts: [number, number][] = []
  for (let margin = 0; margin < cells.length; margin++) {
    const error = left.of(marginKeyAt(cells[margin] as number, family, dimensions, free))
    if (Math.abs(error) > reach / 2) throw new RangeError('an error carried is out of reach')
    if (error !== 0) lefts.push([margin, error])
  }
  return lefts
}

/** The margins that are off by more than was promised of their family. */
export function brokenMargins({ partitions, errors, starts }: Margins) {
  return partitions.flatMap(({ charges }, partition) =>
    charges.flatMap(({ promise }, place) => {
      const [first = 0, end = 0] = starts.subarray(partition, partition + 2)
      const broken: { partition: number; margin: number }[] = []
      for (let margin = first; margin < end; margin++)
        if (Math.abs(errors[margin * maxCharges + place] as number) > promise) broken.push({ partition, margin })
      return broken
    }),
  )
}
