import type { Cube } from '../../../catalog/cube.ts'
import type { MonthRange } from '../../../facts/calendar.ts'
import {
  chainsOf,
  coarserLevel,
  codesAt,
  isStretch,
  monthsOfPart,
  nameOfTable,
  overlap,
  type ReleasedTable,
} from './released-table.ts'

/** Sets that each of two tables needs to make up one set of the finest table that both determine. */
type Pieces = readonly [number, number]

/**
 * What two tables tell of each other's cells, as a part of what a direct answer tells. Two tables determine the same sums
 * over the finest table that is coarser than both. Such a sum ties its pieces of both tables together, each with noise of the same
 * variance V: a single piece is told once more with the variance (pieces - 1) V, which is 1 / (pieces - 1) of a direct answer.
 *
 * @returns 0 where they have no months in common or are the same table, 1 at most
 */
export function sharedInformation(one: ReleasedTable, other: ReleasedTable, cube: Cube, covered: MonthRange): number {
  if (one.cube !== other.cube || !overlap(one.months, other.months)) return 0
  if (nameOfTable(one) === nameOfTable(other)) return isTiedByCounts(one, other) ? 1 / 2 : 0
  const time = piecesOfTime(one, other, covered)
  if (time === undefined) return 0
  const pieces = chainsOf(cube).map((chain): Pieces => {
    const [level, another] = [one.levels[chain[0] ?? ''], other.levels[chain[0] ?? '']]
    const common = codesAt(coarserLevel(level, another, chain), cube)
    return [codesAt(level, cube) / common, codesAt(another, cube) / common]
  })
  const [mine, yours] = [time, ...pieces].reduce<Pieces>((all, each) => [all[0] * each[0], all[1] * each[1]], [1, 1])
  return 1 / Math.max(1, mine + yours - 1)
}

/** Of two stretches neither is made of the other's: their difference is told, as if each was the whole. */
function piecesOfTime(one: ReleasedTable, other: ReleasedTable, covered: MonthRange): Pieces | undefined {
  if (isStretch(one.time) && isStretch(other.time)) return overlap(one.time, other.time) ? [1, 1] : undefined
  const within = {
    first: Math.max(one.months.first, other.months.first),
    last: Math.min(one.months.last, other.months.last),
  }
  const [mine, yours] = [one, other].map(({ time }) => monthsOfPart(time, within, covered)) as [number, number]
  if (isStretch(one.time)) return [1, Math.max(1, mine / yours)]
  if (isStretch(other.time)) return [Math.max(1, yours / mine), 1]
  const common = Math.max(mine, yours)
  return [common / mine, common / yours]
}

/** Whether of what is counted in the same sets one count is the sum of two others. */
function isTiedByCounts(one: ReleasedTable, other: ReleasedTable): boolean {
  const counts = [...new Set([...one.counts, ...other.counts])].map(parse)
  return counts.some((whole) => counts.some((part) => counts.some((rest) => part !== rest && isSum(whole, part, rest))))
}

const parse = (count: string): readonly [string, ReadonlySet<string>] => {
  const [name = '', codes = ''] = count.split('=')
  return [name, new Set(codes.split(','))]
}

function isSum(
  whole: ReturnType<typeof parse>,
  part: ReturnType<typeof parse>,
  rest: ReturnType<typeof parse>,
): boolean {
  const isOne = whole[0] === part[0] && part[0] === rest[0]
  const isDisjoint = [...part[1]].every((code) => !rest[1].has(code))
  return (
    isOne &&
    isDisjoint &&
    whole[1].size === part[1].size + rest[1].size &&
    [...part[1], ...rest[1]].every((code) => whole[1].has(code))
  )
}
