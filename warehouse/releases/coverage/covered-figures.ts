import type { Interval, Random } from '#statistics'
import type { FigureKind } from '../../catalog/figure-kind.ts'
import type { Conditions } from '../../query/figures/figure-conditions.ts'
import { type Figures, figuresOf } from '../../query/figures/figures.ts'
import type { RowCounts, TableRows } from './counted-table.ts'
import { meanOf } from './held-often-enough.ts'
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
  readonly published: Conditions
  readonly exact: Conditions
}

const draws = 50
/** After so many rows, intervals that hold so much more often than they have to need no more. */
const [enough, plenty] = [40, 0.97]
/** Rows of a table that are tried, evenly spread: fewer where an interval takes long. */
const mostRows: Readonly<Record<FigureKind, number>> = {
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
  const { truthOf, told } = reading[kind]
  const found: { own: number[]; underlying: number[] } = { own: [], underlying: [] }
  for (const places of sampleOf(rows, kind)) {
    if (found.underlying.length === enough && meanOf(found.underlying) >= plenty) break
    const figures = new RowFigures(parts, counts, places)
    const truth = truthOf(figuresOf(measure, figures.truth(), exact))
    if (truth === null) continue
    const isHeld = (pair: ReturnType<RowFigures['drawn']>) => {
      const interval = told(figuresOf(measure, pair, published))
      return interval && interval.lower <= truth.lower && (interval.upper ?? Infinity) >= truth.upper
    }
    const own = isHeld(figures.published())
    if (own != null) found.own.push(Number(own))
    const answers = Array.from({ length: draws }, () => isHeld(figures.drawn(random))).filter((is) => is != null)
    if (answers.length > 0) found.underlying.push(answers.filter((is) => is).length / answers.length)
  }
  return found
}

interface Reading {
  /** What an interval has to hold: a figure, or the band in which it lies. */
  readonly truthOf: (figures: Figures) => Interval | null
  /** The interval, where the figure is told. */
  readonly told: (figures: Figures) => Figures['interval']
}

const point = (value: number | null) => (value === null ? null : { lower: value, upper: value })
const reading: Readonly<Record<FigureKind, Reading>> = {
  count: { truthOf: ({ value }) => point(value), told: ({ value, interval }) => (value ? interval : null) },
  share: { truthOf: ({ value }) => point(value), told: ({ interval }) => interval },
  median: { truthOf: ({ band }) => band, told: ({ interval }) => interval },
  growth: { truthOf: ({ change }) => point(change), told: ({ changeInterval }) => changeInterval },
  difference: { truthOf: ({ change }) => point(change), told: ({ changeInterval }) => changeInterval },
}

/** Rows, evenly spread; compared ones with the row of the period before. */
function sampleOf({ size, before }: TableRows, kind: FigureKind): readonly (readonly number[])[] {
  const isCompared = kind === 'growth' || kind === 'difference'
  const all = Array.from({ length: size }, (_, row) => row).filter((row) => !isCompared || (before[row] as number) >= 0)
  const step = Math.max(1, all.length / mostRows[kind])
  const taken = Array.from({ length: Math.min(all.length, mostRows[kind]) }, (_, at) => all[Math.floor(at * step)] ?? 0)
  // Every third one first: whoever stops early has seen rows from all parts of the table.
  const order = [0, 1, 2].flatMap((first) => taken.filter((_, at) => at % 3 === first))
  return order.map((row) => (isCompared ? [row, before[row] as number] : [row]))
}
