import { type Calendar, columnName, type MeasurePart, periodLabel } from '#warehouse'
import type { BoardHeadline } from '../boards/board.ts'
import type { TwoYears } from '../boards/years.ts'
import type { ChartRow } from '../charts/index.ts'
import { across } from '../panels/laws-between.ts'
import { largerMove, type MissingMove, untoldReason } from '../panels/missing-shares.ts'
import { numberIn } from '../panels/rows.ts'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'

/** A sentence that says no more than its interval allows, and the figures behind it. */
export interface Headline {
  readonly name: string
  readonly figure: string
  readonly sentence: string
  readonly detail: string
}

/** `untold`: more may be due to what is not recorded than the change itself. */
type Direction = 'up' | 'down' | 'none' | 'untold'

/** An interval of growth that holds what a series of years varies beyond chance. */
export interface SeriesInterval {
  readonly lower: number
  readonly upper: number
}

/** The figures of a headline. */
export interface HeadlineSeries {
  /** Of all years, each beside the earlier one of the two. */
  readonly rows: readonly ChartRow[]
  /** How the share of what is not recorded moved. */
  readonly moves: readonly MissingMove[]
  /** Of counts: how sure their growth is by what the years vary; `null` where there are too few years to know. */
  readonly interval: SeriesInterval | null
}

export interface HeadlineContext {
  readonly years: TwoYears
  readonly calendar: Calendar
  readonly t: Translate
  readonly figures: FigureWriter
  /** Between the two years. */
  readonly laws: readonly { readonly on: string; readonly title: string }[]
}

type Named = Pick<BoardHeadline, 'name' | 'measure'>

/** How a count grew from the earlier year to the later one; nothing when the two cannot be compared. */
export function growthHeadline(
  { name, measure }: Named,
  series: HeadlineSeries,
  context: HeadlineContext,
): Headline | undefined {
  const { t, figures } = context
  const { interval } = series
  const byChance = changeIn(series.rows, context.years.year, measure)
  if (byChance === undefined) return undefined
  const change = interval === null ? byChance : { ...byChance, ...interval, direction: directionOf(interval) }
  const said = wordsOf(change, series.moves, context)
  const growth = change.direction === 'none' ? figures.growth(change.change) : figures.size(change.change)
  const [before, after] = [figures.count(change.before), figures.count(change.after)]
  const between = t(interval === null ? 'between_chance' : 'between_years', {
    lower: figures.growth(change.lower),
    upper: figures.growth(change.upper),
  })
  const sides = besideExtreme(series.rows, measure, change, { ...context, write: figures.count })
  return {
    name,
    figure: said.direction === 'untold' ? '–' : figures.growth(change.change),
    sentence: t(`headline_${name}`, { ...said, growth }),
    detail: [t('counts', { ...said, before, after }), ...sides, between].join('; '),
  }
}

/** How a share changed from the earlier year to the later one; nothing when the two cannot be compared. */
export function shareHeadline(
  { name, measure }: Named,
  series: Pick<HeadlineSeries, 'rows' | 'moves'>,
  context: HeadlineContext,
): Headline | undefined {
  const { years, t, figures } = context
  const change = changeIn(series.rows, years.year, measure)
  if (change === undefined) return undefined
  const said = wordsOf(change, series.moves, context)
  const row = rowOf(series.rows, years.year)
  const [lower, upper] = [
    numberIn(row, columnName(measure, 'lower')) ?? 0,
    numberIn(row, columnName(measure, 'upper')) ?? 1,
  ]
  const [before, after] = [figures.percent(change.before), figures.percent(change.after)]
  const between = t('between', { lower: figures.percent(lower), upper: figures.percent(upper) })
  const sides = besideExtreme(series.rows, measure, change, { ...context, write: figures.percent })
  return {
    name,
    figure: after,
    sentence: t(`headline_${name}`, { ...said, before, after }),
    detail: [...sides, between].join('; '),
  }
}

/** What a sentence says of a change besides its size: its years and direction, the laws that it goes across, why it cannot be told. */
function wordsOf(
  change: Change,
  moves: readonly MissingMove[],
  { years, calendar, t, figures, laws }: HeadlineContext,
) {
  const larger = largerMove(moves, change.change)
  const direction: Direction = larger === undefined ? change.direction : 'untold'
  const [base, year] = [periodLabel(String(years.base), calendar), periodLabel(String(years.year), calendar)]
  return { direction, reason: untoldReason(larger, { t, figures }), across: across(laws, { t, figures }), base, year }
}

/** A base year that is the lowest or highest one makes a change look large: then the year before it is told too. */
function besideExtreme(
  rows: readonly ChartRow[],
  measure: string,
  { direction, before }: Change,
  { years: { base }, calendar, t, write }: HeadlineContext & { readonly write: (value: number) => string },
): readonly string[] {
  if (direction === 'none') return []
  const whole = rows.filter((row) => row['period_status'] !== 'incomplete' && numberIn(row, measure) !== null)
  const isBeyond = (row: ChartRow) => {
    const value = numberIn(row, measure) ?? 0
    return row['year'] !== base && (direction === 'up' ? value <= before : value >= before)
  }
  if (whole.some(isBeyond)) return []
  const previous = numberIn(rowOf(whole, base - 1), measure)
  const named = { base: periodLabel(String(base), calendar), previous: periodLabel(String(base - 1), calendar) }
  const words = { extreme: direction === 'up' ? 'lowest' : 'highest', ...named }
  if (previous === null) return [t('base_is_extreme', words)]
  return [t('base_is_extreme_since', { ...words, value: write(previous) })]
}

interface Change {
  readonly before: number
  readonly after: number
  readonly change: number
  readonly lower: number
  readonly upper: number
  readonly direction: Exclude<Direction, 'untold'>
}

/** A change is called one only when its interval leaves out zero. */
function changeIn(rows: readonly ChartRow[], year: number, measure: string): Change | undefined {
  const row = rowOf(rows, year)
  const read = (part: MeasurePart) => numberIn(row, columnName(measure, part))
  const [before, after, change] = [read('before'), read('value'), read('change')]
  const [lower, upper] = [read('change_lower'), read('change_upper')]
  if (before == null || after == null || change == null || lower == null || upper == null) return undefined
  return { before, after, change, lower, upper, direction: directionOf({ lower, upper }) }
}

function directionOf({ lower, upper }: SeriesInterval): Change['direction'] {
  return lower > 0 ? 'up' : upper < 0 ? 'down' : 'none'
}

/** The row of a year. */
export function rowOf(rows: readonly ChartRow[], year: number): ChartRow | undefined {
  return rows.find((row) => row['year'] === year)
}
