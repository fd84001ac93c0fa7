import type { Service } from '#api'
import type { ChartRow } from '../charts/index.ts'
import type { Figures } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import { classesOfSanctions } from './classes-of-sanctions.ts'
import type { OverviewAnswers, OverviewChoice } from './overview-questions.ts'
import { numberIn, rowsOf } from './rows.ts'

/** A sentence that says no more than its interval allows, and the figures behind it. */
export interface Headline {
  readonly tone: 'all' | 'noncustodial' | 'custodial' | 'share'
  readonly figure: string
  readonly sentence: string
  readonly detail: string
}

type Direction = 'up' | 'down' | 'none'

/** The headlines of the overview, or none when the two years cannot be compared. */
export function headlines(
  answers: OverviewAnswers,
  choice: OverviewChoice,
  t: Translate,
  figures: Figures,
): readonly Headline[] {
  const { base, year } = choice
  const growth = (tone: 'all' | 'noncustodial' | 'custodial', rows: readonly ChartRow[]): Headline[] => {
    const change = changeIn(rows, year, 'persons')
    if (change === null) return []
    const values = {
      direction: change.direction,
      growth: change.direction === 'none' ? figures.growth(change.change) : figures.size(change.change),
      base: String(base),
      year: String(year),
    }
    const counts = t('counts', {
      before: figures.count(change.before),
      after: figures.count(change.after),
      base: String(base),
      year: String(year),
    })
    const between = t('between', { lower: figures.growth(change.lower), upper: figures.growth(change.upper) })
    return [
      {
        tone,
        figure: figures.growth(change.change),
        sentence: t(`headline_${tone}`, values),
        detail: `${counts}; ${between}`,
      },
    ]
  }
  return [
    ...growth('all', rowsOf(answers.all)),
    ...growth('noncustodial', rowsOf(answers.noncustodialYears)),
    ...growth('custodial', rowsOf(answers.custodialYears)),
    ...shareHeadline(rowsOf(answers.shareYears), choice, t, figures),
  ]
}

function shareHeadline(
  rows: readonly ChartRow[],
  { year }: OverviewChoice,
  t: Translate,
  figures: Figures,
): Headline[] {
  const change = changeIn(rows, year, 'custodial_share')
  if (change === null) return []
  const row = rows.find((candidate) => candidate['year'] === year)
  const [lower, upper] = [numberIn(row, 'custodial_share_lower') ?? 0, numberIn(row, 'custodial_share_upper') ?? 1]
  return [
    {
      tone: 'share',
      figure: figures.percent(change.after),
      sentence: t('headline_share', {
        direction: change.direction,
        before: figures.percent(change.before),
        after: figures.percent(change.after),
      }),
      detail: t('between', { lower: figures.percent(lower), upper: figures.percent(upper) }),
    },
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
  readonly direction: Direction
}

/** A change is called one only when its interval leaves out zero. */
function changeIn(rows: readonly ChartRow[], year: number, measure: string): Change | null {
  const row = rows.find((candidate) => candidate['year'] === year)
  const [before, after, change, lower, upper] = ['_before', '', '_change', '_change_lower', '_change_upper'].map(
    (suffix) => numberIn(row, measure + suffix),
  )
  if (before == null || after == null || change == null || lower == null || upper == null) return null
  return { before, after, change, lower, upper, direction: lower > 0 ? 'up' : upper < 0 ? 'down' : 'none' }
}
