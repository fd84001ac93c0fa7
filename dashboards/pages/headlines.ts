import type { Service } from '#api'
import { largerMove, type MissingMove, untoldReason } from '../boards/missing-shares.ts'
import type { ChartRow } from '../charts/index.ts'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import { classesOfSanctions } from './classes-of-sanctions.ts'
import type { HeadlineMoves, Tone } from './headline-moves.ts'
import { across, lawsBetween } from './laws-between.ts'
import type { grownSeries, OverviewGrowth } from './overview-growth.ts'
import type { OverviewAnswers, OverviewChoice } from './overview-questions.ts'
import { numberIn, rowsOf } from './rows.ts'

/** A sentence that says no more than its interval allows, and the figures behind it. */
export interface Headline {
  readonly tone: Tone
  readonly figure: string
  readonly sentence: string
  readonly detail: string
}

/** `untold`: more may be due to what is not recorded than the change itself. */
type Direction = 'up' | 'down' | 'none' | 'untold'

/** Where nothing is missing, or it is not known. */
const nothingMoved: HeadlineMoves = { all: [], noncustodial: [], custodial: [], share: [] }

/**
 * The headlines of the overview, from the earlier year to the later one, or none when the two cannot be compared.
 *
 * @param moves - by headline, how the share of what is not recorded moved
 */
export function headlines(
  answers: OverviewAnswers,
  growths: OverviewGrowth,
  choice: OverviewChoice,
  t: Translate,
  figures: FigureWriter,
  moves = nothingMoved,
): readonly Headline[] {
  const context = { choice, t, figures, laws: lawsOf(answers, choice) }
  const growth = (tone: Exclude<Tone, 'share'>, name: (typeof grownSeries)[number]) =>
    growthHeadline(tone, { rows: rowsOf(answers[name]), moves: moves[tone], interval: growths[name] }, context)
  return [
    ...growth('all', 'all'),
    ...growth('noncustodial', 'noncustodialYears'),
    ...growth('custodial', 'custodialYears'),
    ...shareHeadline({ rows: rowsOf(answers.shareYears), moves: moves.share }, context),
  ]
}

/** The changes of law between the two years of the overview. */
export function lawsOf({ all }: Pick<OverviewAnswers, 'all'>, { base, year }: OverviewChoice) {
  return lawsBetween(all.breaks, String(base), String(year))
}

interface Series {
  readonly rows: readonly ChartRow[]
  readonly moves: readonly MissingMove[]
}

interface HeadlineContext {
  readonly choice: OverviewChoice
  readonly t: Translate
  readonly figures: FigureWriter
  readonly laws: readonly { readonly on: string; readonly title: string }[]
}

/** Of counts: how sure their growth is by what the years vary, if that is known. */
interface GrownSeries extends Series {
  readonly interval: OverviewGrowth[keyof OverviewGrowth]
}

function growthHeadline(
  tone: Exclude<Tone, 'share'>,
  series: GrownSeries,
  context: HeadlineContext,
): readonly Headline[] {
  const { choice, t, figures } = context
  const { interval } = series
  const byChance = changeIn(series.rows, choice.year, 'persons')
  if (byChance === null) return []
  const change = interval === null ? byChance : { ...byChance, ...interval, direction: directionOf(interval) }
  const told = toldOf(change, series.moves, context)
  const growth = change.direction === 'none' ? figures.growth(change.change) : figures.size(change.change)
  const years = { base: String(choice.base), year: String(choice.year) }
  const counts = t('counts', { before: figures.count(change.before), after: figures.count(change.after), ...years })
  const between = t(interval === null ? 'between_chance' : 'between_years', {
    lower: figures.growth(change.lower),
    upper: figures.growth(change.upper),
  })
  const sides = besideExtreme(series.rows, 'persons', change, { ...context, write: figures.count })
  return [
    {
      tone,
      figure: told.direction === 'untold' ? '–' : figures.growth(change.change),
      sentence: t(`headline_${tone}`, { ...told, ...years, growth }),
      detail: [counts, ...sides, between].join('; '),
    },
  ]
}

function shareHeadline(series: Series, context: HeadlineContext): readonly Headline[] {
  const { choice, t, figures } = context
  const change = changeIn(series.rows, choice.year, 'custodial_share')
  if (change === null) return []
  const told = toldOf(change, series.moves, context)
  const row = series.rows.find((candidate) => candidate['year'] === choice.year)
  const [lower, upper] = [numberIn(row, 'custodial_share_lower') ?? 0, numberIn(row, 'custodial_share_upper') ?? 1]
  const sides = besideExtreme(series.rows, 'custodial_share', change, { ...context, write: figures.percent })
  return [
    {
      tone: 'share',
      figure: figures.percent(change.after),
      sentence: t('headline_share', {
        ...told,
        base: String(choice.base),
        year: String(choice.year),
        before: figures.percent(change.before),
        after: figures.percent(change.after),
      }),
      detail: [...sides, t('between', { lower: figures.percent(lower), upper: figures.percent(upper) })].join('; '),
    },
  ]
}

/** What a sentence says of a change besides its size: its direction, the laws that it goes across, why it cannot be told. */
function toldOf(change: Change, moves: readonly MissingMove[], { t, figures, laws }: HeadlineContext) {
  const larger = largerMove(moves, change.change)
  const direction: Direction = larger === undefined ? change.direction : 'untold'
  return { direction, reason: untoldReason(larger, { t, figures }), across: across(laws, { t, figures }) }
}

/** A base year that is the lowest or highest one makes a change look large: then the year before it is told too. */
function besideExtreme(
  rows: readonly ChartRow[],
  measure: string,
  { direction, before }: Change,
  { choice: { base }, t, write }: HeadlineContext & { readonly write: (value: number) => string },
): readonly string[] {
  if (direction === 'none') return []
  const whole = rows.filter((row) => row['period_status'] !== 'incomplete' && numberIn(row, measure) !== null)
  const isBeyond = (row: ChartRow) => {
    const value = numberIn(row, measure) as number
    return row['year'] !== base && (direction === 'up' ? value <= before : value >= before)
  }
  const previous = numberIn(
    whole.find((row) => row['year'] === base - 1),
    measure,
  )
  if (whole.some(isBeyond)) return []
  const years = { base: String(base), previous: String(base - 1) }
  const extreme = direction === 'up' ? 'lowest' : 'highest'
  return [
    previous === null
      ? t('base_is_extreme', { extreme, ...years })
      : t('base_is_extreme_since', { extreme, ...years, value: write(previous) }),
  ]
}

/** The class of sentences of custody that are not served unless a condition is broken. */
const suspended = 'SUSP'

/** The custodial share if suspended sentences were counted as custody. */
export function shareWithSuspended(
  { mix, shareYears }: OverviewAnswers,
  { year, grain }: OverviewChoice,
  service: Pick<Service<'public'>, 'catalog'>,
): number | null {
  const inYear = rowsOf(mix).filter((row) => String(row[grain]).startsWith(String(year)))
  const persons = (codes: readonly string[]) =>
    inYear
      .filter((row) => codes.includes(String(row['sanction_class'])))
      .reduce((sum, row) => sum + (numberIn(row, 'persons') ?? 0), 0)
  const total = numberIn(
    rowsOf(shareYears).find((row) => row['year'] === year),
    'custodial_share_n',
  )
  return total === null || total === 0 ? null : persons([...classesOfSanctions(service).custodial, suspended]) / total
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
function changeIn(rows: readonly ChartRow[], year: number, measure: string): Change | null {
  const row = rows.find((candidate) => candidate['year'] === year)
  const [before, after, change, lower, upper] = ['_before', '', '_change', '_change_lower', '_change_upper'].map(
    (suffix) => numberIn(row, measure + suffix),
  )
  if (before == null || after == null || change == null || lower == null || upper == null) return null
  return { before, after, change, lower, upper, direction: directionOf({ lower, upper }) }
}

function directionOf({ lower, upper }: { readonly lower: number; readonly upper: number }): Change['direction'] {
  return lower > 0 ? 'up' : upper < 0 ? 'down' : 'none'
}
