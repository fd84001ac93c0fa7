import type { Cube } from '../../../catalog/cube.ts'
import { type Grain, grains, monthsIn } from '../../../catalog/periods.ts'
import type { MonthRange } from '../../../facts/calendar.ts'

/**
 * How a table parts time: by whole periods of a grain, or as one stretch of months. What the last day of the register cuts, such as the
 * year at hand or all there is, is a stretch: in the next release it is another one, and their difference is told.
 */
export type TimePart = Grain | MonthRange

/**
 * What an answer tells, whatever it was asked in: the sets of people that it counts. All its sets are disjoint, and equal
 * tables count equal sets, for which the noise is the same.
 */
export interface ReleasedTable {
  readonly cube: string
  /** By the finest dimension of each chain, such as `court`, the dimension whose codes are told apart; left out where none is. */
  readonly levels: Readonly<Record<string, string>>
  readonly time: TimePart
  /** The months that it is about. */
  readonly months: MonthRange
  /** Which of the people are counted, as texts; the empty one is all of them. */
  readonly counts: readonly string[]
}

/** The dimensions of each chain of a cube without time, finest first. */
export function chainsOf({ rows, dimensions }: Cube): readonly (readonly string[])[] {
  const chain = (name: string): readonly string[] => {
    const above = dimensions.get(name)?.above
    return above === undefined || !dimensions.has(above) ? [name] : [name, ...chain(above)]
  }
  return rows.slice(1).map(chain)
}

/** Codes that a dimension tells apart; one for none. */
export function codesAt(level: string | undefined, { dimensions }: Cube): number {
  if (level === undefined) return 1
  const known = dimensions.get(level)?.codes.filter(({ code }) => code !== 'UNK') ?? []
  return Math.max(1, known.length)
}

/** The coarser of two levels of a chain; `undefined` is everybody. */
export function coarserLevel(
  one: string | undefined,
  other: string | undefined,
  chain: readonly string[],
): string | undefined {
  return one === undefined || other === undefined
    ? undefined
    : chain[Math.max(chain.indexOf(one), chain.indexOf(other))]
}

export const isStretch = (time: TimePart): time is MonthRange => typeof time === 'object'

/** All whole years that are covered; nothing where there is none. */
export function wholeYears({ first, last }: MonthRange): MonthRange | undefined {
  const end = Math.floor((last + 1) / monthsIn.year) * monthsIn.year - 1
  return end < first ? undefined : { first, last: end }
}

/** Months of one set of a part of time; of a grain the fewest that any of its periods within some months has covered. */
export function monthsOfPart(time: TimePart, within: MonthRange, covered: MonthRange): number {
  if (isStretch(time)) return lengthOf(time)
  const months = monthsIn[time]
  const lengths = [within.first, within.last].map((month) => lengthOf(cutPeriod(month, months, covered)))
  return Math.max(1, Math.min(...lengths))
}

/** The period of so many months in which a month lies, as far as it is covered. */
function cutPeriod(month: number, months: number, covered: MonthRange): MonthRange {
  const start = Math.floor(month / months) * months
  return { first: Math.max(start, covered.first), last: Math.min(start + months - 1, covered.last) }
}

export function lengthOf({ first, last }: MonthRange): number {
  return last - first + 1
}

export function overlap(one: MonthRange, other: MonthRange): boolean {
  return one.first <= other.last && other.first <= one.last
}

/** The name under which months are known: a period of a grain that only the beginning of the register may cut, or a stretch. */
export function partOf(months: MonthRange, covered: MonthRange, finest: Grain): TimePart {
  const has = grains.slice(0, grains.indexOf(finest) + 1)
  const grain = has.toReversed().find((known) => {
    const { first, last } = cutPeriod(months.first, monthsIn[known], {
      first: covered.first,
      last: Number.POSITIVE_INFINITY,
    })
    return first === months.first && last === months.last
  })
  return grain ?? months
}

/** A text that is equal for tables that count equal sets in the same months. */
export function nameOfTable({ cube, levels, time }: ReleasedTable): string {
  const places = Object.entries(levels)
    .map(([chain, level]) => `${chain}:${level}`)
    .sort()
  return [cube, ...places, isStretch(time) ? `${time.first}-${time.last}` : time].join(' ')
}
