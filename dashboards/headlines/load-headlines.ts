import { Refusal } from '#foundation'
import { columnName, datasetNamed, periodLabel } from '#warehouse'
import type { Board, BoardHeadline } from '../boards/board.ts'
import type { AskedParameters, BoardContext } from '../panels/board-context.ts'
import { resultOf } from '../panels/findings/drawing.ts'
import { lawsBetween, lawsSaid } from '../panels/laws-between.ts'
import { missingMoves } from '../panels/missing-shares.ts'
import { interpolated, yearsOf } from '../panels/questions.ts'
import { refusalOnly } from '../panels/refusal-only.ts'
import { numberIn, rowsOf } from '../panels/rows.ts'
import { askRows } from '../panels/run-query.ts'
import { refusalWords } from '../texts/refusal-words.ts'
import { growthHeadline, type Headline, rowOf, type SeriesInterval, shareHeadline } from './headline.ts'

/** What a page says of the change between its two years. */
export interface LoadedHeadlines {
  /** None when the two years cannot be compared. */
  readonly headlines: readonly Headline[]
  /** Why something is not said, the laws between the two years, and what figures would be if they were counted otherwise. */
  readonly notices: readonly string[]
}

/** Asks what a board says of the change between its two years. */
export async function loadHeadlines({ headlines }: Board, context: BoardContext): Promise<LoadedHeadlines> {
  const asked = await Promise.all(headlines.map((headline) => loadHeadline(headline, context).catch(refusalOnly)))
  const loaded = asked.flatMap((one) => (one instanceof Refusal ? [] : [one]))
  const refused = asked.flatMap((one) => (one instanceof Refusal ? [one] : []))
  const { t, figures } = context
  const years = yearsOf(context)
  const { jurisdiction: calendar } = context.service.catalog
  const labelOf = (year: number) => periodLabel(String(year), calendar)
  const laws = lawsBetween(loaded[0]?.answer.breaks ?? [], [String(years.base), String(years.year)], calendar)
  const said = loaded.flatMap(({ headline, isShare, ...series }): readonly Headline[] => {
    const words = { years, calendar, t, figures, laws }
    const one = isShare ? shareHeadline(headline, series, words) : growthHeadline(headline, series, words)
    return one === undefined ? [] : [one]
  })
  const otherwise = await Promise.all(loaded.map(({ headline, rows }) => sayOtherwise(headline, rows, context)))
  const reasons = new Set(refused.map((refusal) => refusalWords(refusal, undefined, context)))
  const crossed = lawsSaid(laws, [labelOf(years.base), labelOf(years.year)], { t, figures })
  return { headlines: said, notices: [...reasons, ...crossed, ...otherwise.flat()] }
}

async function loadHeadline(headline: BoardHeadline, context: BoardContext) {
  const { dataset, measure, where } = headline
  const { base, year } = yearsOf(context)
  const filters = { ...context.choice.filters, ...interpolated(where, dataset, context) }
  const asked = { ...filters, measure, by: 'year', interval: '95' }
  const two = { dataset, measure, where: filters, by: 'year', before: String(base), after: String(year) }
  const isShare = 'share' in (datasetNamed(dataset, context.service.catalog).measures.get(measure)?.form ?? {})
  const [answer, moves, interval] = await Promise.all([
    askRows(dataset, { ...asked, base: String(base) }, context),
    missingMoves(two, context),
    isShare ? null : askGrowth(dataset, asked, context),
  ])
  return { headline, isShare, answer, rows: rowsOf(answer), moves, interval }
}

/** How sure growth is, by the method of the API; `null` where there are too few years to know how much they vary. */
async function askGrowth(
  dataset: string,
  asked: AskedParameters,
  context: BoardContext,
): Promise<SeriesInterval | null> {
  const { base, year } = yearsOf(context)
  try {
    const years = { since: String(base), until: String(year) }
    const { findings } = await context.askMethod('growth', dataset, { ...asked, ...years })
    const [found] = findings.findings
    return found === undefined ? null : resultOf<SeriesInterval>(found)
  } catch (error) {
    if (error instanceof Refusal && ['TOO_FEW_PERIODS', 'UNKNOWN_CODE'].includes(error.code)) return null
    throw error
  }
}

/** What a share would be in the later year if others were counted. */
async function sayOtherwise(
  { dataset, measure, otherwise }: BoardHeadline,
  rows: ReturnType<typeof rowsOf>,
  context: BoardContext,
): Promise<readonly string[]> {
  const { year } = yearsOf(context)
  const total = numberIn(rowOf(rows, year), columnName(measure, 'n'))
  if (otherwise === undefined || total === null || total === 0) return []
  const filters = { ...context.choice.filters, ...interpolated(otherwise.where, dataset, context) }
  const asked = { ...filters, measure: otherwise.count, by: 'year', from: String(year), to: String(year) }
  const [row] = rowsOf(await askRows(dataset, asked, context))
  const share = context.figures.percent((numberIn(row, otherwise.count) ?? 0) / total)
  return [context.t(otherwise.text, { year: periodLabel(String(year), context.service.catalog.jurisdiction), share })]
}
