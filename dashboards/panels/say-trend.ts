import { jsonAnswer } from '#api'
import { Refusal } from '#foundation'
import type { Interval } from '#statistics'
import { periodLabel } from '#warehouse'
import type { BoardPanel } from '../boards/board.ts'
import { lastWholeYear } from '../boards/years.ts'
import type { AskedParameters, BoardContext, LoadedPanel } from './board-context.ts'
import { resultOf } from './findings/drawing.ts'
import { across, lawsBetween, lawsSaid } from './laws-between.ts'
import { refusalOnly } from './refusal-only.ts'

/** What a question says of its time and measure; a trend has its own, and takes only the filters. */
const ofTheQuestion = ['by', 'from', 'to', 'measure', 'interval']

interface Trend extends Interval {
  readonly growth: number
  readonly verdict: string
  readonly from: string
  readonly to: string
}

/** What may be said of the growth of a count since the base year, as its interval allows. */
export async function sayTrend(
  { dataset }: BoardPanel,
  measure: string,
  parameters: AskedParameters,
  context: BoardContext,
): Promise<Pick<LoadedPanel, 'sentences' | 'trendRefused'>> {
  const { service, t, figures, askMethod, language } = context
  const { jurisdiction: calendar } = service.catalog
  // Too few years for a trend are no reason to show no figures.
  const found = await askMethod('trend', dataset, questionOfTrend(measure, parameters, context)).catch(refusalOnly)
  if (found instanceof Refusal) return { sentences: [], trendRefused: found }
  const [trend] = found.findings.findings
  if (trend === undefined) return { sentences: [] }
  const { growth, lower, upper, ...about } = resultOf<Trend>(trend)
  const written = { growth: figures.growth(growth), lower: figures.growth(lower), upper: figures.growth(upper) }
  const [from, to] = [periodLabel(about.from, calendar), periodLabel(about.to, calendar)]
  const laws = lawsBetween(jsonAnswer(found.answer, service.catalog, language).breaks, [about.from, about.to], calendar)
  const words = { ...about, from, to, ...written, size: figures.size(growth), across: across(laws, { t, figures }) }
  return { sentences: [t('trend_sentence', words), ...lawsSaid(laws, [from, to], { t, figures })] }
}

function questionOfTrend(
  measure: string,
  parameters: AskedParameters,
  { service, choice: { span } }: BoardContext,
): AskedParameters {
  const filters = Object.entries(parameters).filter(([name]) => !ofTheQuestion.includes(name))
  const from = String(service.catalog.jurisdiction.baseYear)
  const until = span === undefined ? {} : { to: String(lastWholeYear({ to: span.end }, service.catalog.jurisdiction)) }
  return { measure, by: 'year', from, ...until, ...Object.fromEntries(filters) }
}
