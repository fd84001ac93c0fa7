import type { Interval, Random } from '#statistics'
import type { FigureKind } from '../../catalog/figure-kind.ts'
import type { MeasureContext } from '../../query/figures/figure-conditions.ts'
import { figuresOf, type MeasureValues } from '../../query/figures/figures.ts'
import type { RowCounts, TableRows } from './counted-table.ts'
import { meanOf } from './coverage-shortfall.ts'
import type { Parts } from './parts.ts'
import { RowFigures } from './row-figures.ts'

/** How often the intervals of a table held, in a sample of its rows. */
export interface Covered {
  /** By row whose interval is told: 1 where it holds the figure of the register. */
  readonly own: readonly number[]
  /** By row: the part of the draws in which the interval holds the underlying figure. */
  readonly underlying: readonly number[]
}

export interface TableOfParts {
  readonly parts: Parts
  readonly counts: readonly RowCounts[]
  readonly rows: TableRows
}

/** The conditions under which a table is published, and those under which its truth is read. */
export interface Readings {
  readonly published: MeasureContext
  readonly exact: MeasureContext
}

const draws = 50
/** After so many rows, intervals that hold so much more often than they have to need no more. */
const [enough, plenty] = [40, 0.97]
/** Rows of a table that are tried, evenly spread: fewer where an interval takes long. */
const maxRows: Readonly<Record<FigureKind, number>> = {
  count: 40,
  growth: 25,
  median: 40,
  share: 120,
  difference: 120,
}

/**
 * How often the intervals of one kind hold: the register's own figure, and the one that underlies it, for which the register's is
 * taken. For that, chance is drawn anew from the true counts, and the real errors of the cells are added.
 */
export function coveredFigures(
  kind: FigureKind,
  { parts, counts, rows }: TableOfParts,
  { published, exact }: Readings,
  random: Random,
): Covered {
  const { measure } = parts
  const { truthOf, intervalOf } = reading[kind]
  const found: { own: number[]; underlying: number[] } = { own: [], underlying: [] }
  for (const places of sampleOf(rows, kind)) {
    if (found.underlying.length === enough && meanOf(found.underlying) >= plenty) break
    const figures = new RowFigures(parts, counts, places)
    const truth = truthOf(figuresOf(measure, figures.truth(), exact))
    if (truth === null) continue
    const covers = (pair: ReturnType<RowFigures['drawn']>) => {
      const interval = intervalOf(figuresOf(measure, pair, published))
      return interval && interval.lower <= truth.lower && (interval.upper ?? Infinity) >= truth.upper
    }
    const own = covers(figures.published())
    if (own != null) found.own.push(Number(own))
    const answers = Array.from({ length: draws }, () => covers(figures.drawn(random))).filter((is) => is != null)
    if (answers.length > 0) found.underlying.push(answers.filter((is) => is).length / answers.length)
  }
  return found
}

interface Reading {
  /** What an interval has to hold: a figure, or the band in which it lies. */
  readonly truthOf: (figures: MeasureValues) => Interval | null
  /** The interval, where the figure is told. */
  readonly intervalOf: (figures: MeasureValues) => MeasureValues['interval']
}

const point = (value: number | null) => (value === null ? null : { lower: value, upper: value })
const reading: Readonly<Record<FigureKind, Reading>> = {
  count: { truthOf: ({ value }) => point(value), intervalOf: ({ value, interval }) => (value ? interval : null) },
  share: { truthOf: ({ value }) => point(value), intervalOf: ({ interval }) => interval },
  median: { truthOf: ({ band }) => band, intervalOf: ({ interval }) => interval },
  growth: { truthOf: ({ change }) => point(change), intervalOf: ({ changeInterval }) => changeInterval },
  difference: { truthOf: ({ change }) => point(change), intervalOf: ({ changeInterval }) => changeInterval },
}

/** Rows, evenly spread; compared ones with the row of the period before. */
function sampleOf({ size, before }: TableRows, kind: FigureKind): readonly (readonly number[])[] {
  const isCompared = kind === 'growth' || kind === 'difference'
  const all = Array.from({ length: size }, (_, row) => row).filter((row) => !isCompared || (before[row] as number) >= 0)
  const step = Math.max(1, all.length / maxRows[kind])
  const taken = Array.from({ length: Math.min(all.length, maxRows[kind]) }, (_, at) => all[Math.floor(at * step)] ?? 0)
  // Every third one first: whoever stops early has seen rows from all parts of the table.
  const order = [0, 1, 2].flatMap((first) => taken.filter((_, at) => at % 3 === first))
  return order.map((row) => (isCompared ? [row, before[row] as number] : [row]))
}
