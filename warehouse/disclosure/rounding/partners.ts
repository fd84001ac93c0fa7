import type { Margins } from './margins.ts'
import { controlled } from './penalties.ts'

/** The cells of each margin of a partition. */
export interface PartitionMembers {
  readonly partition: number
  /** The number of its first margin. */
  readonly first: number
  /** Cells ordered by margin. */
  readonly cells: Int32Array
  /** Where the members of each margin begin. */
  readonly starts: Int32Array
}

const fewest = 2
const maxMean = 600
const partnerPartitions = 40

/** Partners for an exchange, in a spread of partitions; where sums are given, within these, for all others would change them. */
export function makePartners(margins: Margins, size: number): readonly PartitionMembers[] {
  const { partitions, starts } = margins
  const given = partitions.findIndex(({ charges }) => charges.some(({ penalty }) => penalty === controlled))
  if (given !== -1) return [membersOf(given, margins, size)]
  const suitable = partitions.flatMap((_, partition) => {
    const mean = size / ((starts[partition + 1] ?? 0) - (starts[partition] ?? 0))
    return mean >= fewest && mean <= maxMean ? [partition] : []
  })
  const step = Math.max(1, suitable.length / partnerPartitions)
  const chosen = Array.from(
    { length: Math.min(suitable.length, partnerPartitions) },
    (_, place) => suitable[Math.floor(place * step)] ?? 0,
  )
  return chosen.map((partition) => membersOf(partition, margins, size))
}

/** The cells of each margin of a partition, in their order. @param size - how many cells there are */
export function membersOf(
  partition: number,
  { partitions: { length: width }, of, starts }: Margins,
  size: number,
): PartitionMembers {
  const first = starts[partition] as number
  const ends = new Int32Array((starts[partition + 1] as number) - first + 1)
  const numbers = new Int32Array(size)
  for (let cell = 0; cell < size; cell++) {
    const number = (of[cell * width + partition] as number) - first
    numbers[cell] = number
    ends[number + 1] = (ends[number + 1] as number) + 1
  }
  for (let number = 1; number < ends.length; number++)
    ends[number] = (ends[number] as number) + (ends[number - 1] as number)
  const [places, cells] = [ends.slice(), new Int32Array(size)]
  for (let cell = 0; cell < size; cell++) {
    const number = numbers[cell] as number
    cells[places[number] as number] = cell
    places[number] = (places[number] as number) + 1
  }
  return { partition, first, cells, starts: ends }
}
