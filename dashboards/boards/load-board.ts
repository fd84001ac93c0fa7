import { type JsonAnswer, jsonAnswer, type MethodFindings, type Service } from '#api'
import { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import type { Interval } from '#statistics'
import { type Catalog, datasetNamed, parseQuestion } from '#warehouse'
import { type Chart, chartOf, type PanelModel } from '../charts/index.ts'
import { across, lawsBetween, lawsSaid } from '../pages/laws-between.ts'
import { lastWholeYear } from '../pages/load-overview.ts'
import type { TableData } from '../pages/panel.tsx'
import type { Ask } from '../send-drawn.ts'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import { modelOfAnswer } from './answer-model.ts'
import { type ShapeDimension, shapeOf } from './answer-shape.ts'
import { tableOfAnswer } from './answer-table.ts'
import type { AskMethod } from './ask-methods.ts'
import type { BoardPanel } from './board.ts'
import { type BoardChoice, filtersFor } from './board-choice.ts'
import { leftOut, nothingDrawn, resultOf } from './findings/drawing.ts'
import { type FindingSource, findingDrawings } from './findings/index.ts'
import { filled } from './placeholders.ts'
import { isStateOfPanel, refusalOnly } from './refusal-only.ts'

export interface BoardContext {
  readonly service: Service<'public'>
  readonly language: Language
  readonly t: Translate
  readonly figures: FigureWriter
  readonly choice: BoardChoice
  readonly ask: Ask
  readonly askMethod: AskMethod
}

/** A panel with everything that is shown in it, or why it cannot be shown. */
export interface LoadedPanel {
  readonly panel: BoardPanel
  readonly refused?: Refusal
  /** The figures that the chart shows, for every carrier. */
  readonly model?: PanelModel | undefined
  readonly chart?: Chart | undefined
  readonly answer?: JsonAnswer
  readonly table?: TableData
  readonly sentences: readonly string[]
  /** Why nothing is said of its growth, where something should be. */
  readonly trendRefused?: Refusal | undefined
  /** The address of the rows at the API, without a format; of a method's findings. */
  readonly address?: string
  /** What was asked: names and codes only. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly findings?: MethodFindings
  /** Codes that the page can be narrowed to from this panel, and by which filter. */
  readonly steps?: ShapeDimension | undefined
  /** Filters of the page that this panel cannot be narrowed by. */
  readonly unfiltered: readonly string[]
}

/** Loads a panel. What the grammar or protection refuses becomes the state of this panel, never of the page. */
export async function loadPanel(panel: BoardPanel, context: BoardContext): Promise<LoadedPanel> {
  const { choice, service } = context
  const narrowed = filtersFor(panel, choice, service.catalog)
  const unfiltered = Object.keys(choice.filters).filter((name) => narrowed[name] === undefined)
  try {
    const asked = withinSpan(panel, drilled(panel, filledIn(panel.ask, context), choice), choice)
    const parameters = { ...asked, ...narrowed }
    const loaded =
      panel.method === undefined
        ? await loadAnswer(panel, parameters, context)
        : await loadFindings(panel, panel.method, parameters, context)
    return { panel, unfiltered, parameters, ...loaded }
  } catch (error) {
    if (!isStateOfPanel(error)) throw error
    service.log.info({ panel: panel.name, dataset: panel.dataset, code: error.code }, 'a panel has no answer')
    return { panel, unfiltered, sentences: [], refused: error }
  }
}

async function loadAnswer(panel: BoardPanel, parameters: Readonly<Record<string, string>>, context: BoardContext) {
  const { service, language, t, figures, ask } = context
  const { catalog } = service
  const dataset = datasetNamed(panel.dataset, catalog)
  const answer = jsonAnswer(await ask(parseQuestion(parameters, dataset)), catalog, language)
  const shape = shapeOf(answer, catalog, language, panel.figure)
  const address = addressOf(`/v1/data/${panel.dataset}`, parameters, language)
  return {
    answer,
    address,
    ...drawn(panel, modelOfAnswer(panel.chart, answer, shape), context),
    table: {
      caption: panel.title[language],
      ...tableOfAnswer(answer, shape, t, figures),
      download: `${address}&format=csv`,
    },
    steps: panel.drill !== undefined && parameters['by'] !== panel.drill ? shape.dimensions[0] : undefined,
    ...(panel.trend === undefined ? { sentences: [] } : await sayTrend(panel, panel.trend, parameters, context)),
  }
}

async function loadFindings(
  panel: BoardPanel,
  method: string,
  parameters: Readonly<Record<string, string>>,
  context: BoardContext,
) {
  const { service, language, t, figures, askMethod } = context
  const { catalog, jurisdiction } = service
  const { answer, findings } = await askMethod(method, panel.dataset, parameters)
  const draw = findingDrawings[method]?.draw
  if (draw === undefined) throw new Error(`no drawing for the method ${method}`)
  const names = namesIn(panel.dataset, catalog, language)
  const places = jurisdiction.profile.prison_places
  const about = { t, figures, nameOf: names, show: panel.show, places }
  const { model, table, sentences } = findings.findings.length === 0 ? nothingDrawn : draw(findings, about)
  const source = findingDrawings[method]?.shows?.[panel.show ?? '']
  const told =
    source === undefined ? jsonAnswer(answer, catalog, language) : await sourceOf(source, parameters, context)
  const address = addressOf(`/v1/statistics/${method}`, { dataset: panel.dataset, ...parameters }, language)
  return {
    answer: told,
    findings,
    address,
    ...drawn(panel, model && { ...model, source: told.source }, context),
    table: { caption: panel.title[language], ...table, download: address },
    sentences: [...sentences, ...lawsCrossed(findings, told, about), ...leftOut(findings, about)],
  }
}

/** A model with the chart of it; nothing where there is only a table. */
function drawn(panel: BoardPanel, model: PanelModel | undefined, { service, language, t }: BoardContext) {
  if (model === undefined) return {}
  const words = { name: panel.name, description: panel.about[language], language, total: t('denominator') }
  return { model, chart: chartOf(model, words, service.jurisdiction.map) }
}

/** What is said beside one of several findings comes from the figures that it is made of, not from those of the question. */
async function sourceOf(
  { dataset: name, ask: asked }: FindingSource,
  { to }: Readonly<Record<string, string>>,
  { service: { catalog }, language, ask }: BoardContext,
): Promise<JsonAnswer> {
  const question = parseQuestion(to === undefined ? asked : { ...asked, to }, datasetNamed(name, catalog))
  return jsonAnswer(await ask(question), catalog, language)
}

/** A finding about two periods says which changes of law lie between them. */
function lawsCrossed(
  { parameters: { from, to } }: MethodFindings,
  { breaks }: JsonAnswer,
  words: Pick<BoardContext, 't' | 'figures'>,
): readonly string[] {
  if (from === undefined || to === undefined || from === to) return []
  const years = [String(from), String(to)] as const
  return lawsSaid(lawsBetween(breaks, ...years), years, words)
}

/** What a question says of its time and measure; a trend has its own, and takes only the filters. */
const ofTheQuestion = ['by', 'from', 'to', 'measure', 'interval']

/** What may be said of the growth of a count since the base year, as its interval allows. */
async function sayTrend(
  { dataset }: BoardPanel,
  measure: string,
  parameters: Readonly<Record<string, string>>,
  { service, t, figures, askMethod, language, choice: { span } }: BoardContext,
): Promise<Pick<LoadedPanel, 'sentences' | 'trendRefused'>> {
  const filters = Object.entries(parameters).filter(([name]) => !ofTheQuestion.includes(name))
  const from = String(service.catalog.jurisdiction.baseYear)
  const until = span === undefined ? {} : { to: String(lastWholeYear({ to: span.end })) }
  const asked = { measure, by: 'year', from, ...until, ...Object.fromEntries(filters) }
  // Too few years for a trend are no reason to show no figures.
  const found = await askMethod('trend', dataset, asked).catch(refusalOnly)
  if (found instanceof Refusal) return { sentences: [], trendRefused: found }
  const [trend] = found.findings.findings
  if (trend === undefined) return { sentences: [] }
  const { growth, lower, upper, ...said } = resultOf<Said>(trend)
  const written = { growth: figures.growth(growth), lower: figures.growth(lower), upper: figures.growth(upper) }
  const laws = lawsBetween(jsonAnswer(found.answer, service.catalog, language).breaks, said.from, said.to)
  const words = { ...said, ...written, size: figures.size(growth), across: across(laws, { t, figures }) }
  return { sentences: [t('trend_sentence', words), ...lawsSaid(laws, [said.from, said.to], { t, figures })] }
}

interface Said extends Interval {
  readonly growth: number
  readonly verdict: string
  readonly from: string
  readonly to: string
}

/** What a panel asks for a choice: with the years that stand for its placeholders. */
export function filledIn(
  ask: BoardPanel['ask'],
  { choice, service }: Pick<BoardContext, 'choice' | 'service'>,
): Readonly<Record<string, string>> {
  const { sentences } = service.edition('public').coverages
  const { baseYear } = service.catalog.jurisdiction
  const to = choice.span?.end ?? sentences?.to
  const year = to === undefined ? baseYear : lastWholeYear({ to })
  const values: Readonly<Record<string, string>> = {
    grain: choice.grain,
    year: String(year),
    base: String(baseYear),
    ...Object.fromEntries(Object.entries(choice.inputs).map(([name, value]) => [name, String(value)])),
  }
  return Object.fromEntries(Object.entries(ask).map(([name, text]) => [name, filled(text, values)]))
}

/** Of one section its parts. */
function drilled({ drill }: BoardPanel, parameters: Readonly<Record<string, string>>, { filters }: BoardChoice) {
  const isOpen = drill !== undefined && filters[parameters['by'] ?? ''] !== undefined
  return isOpen ? { ...parameters, by: drill } : parameters
}

/** A series that has no time of its own shows the periods of the choice; a method looks back as far as there are figures. */
function withinSpan(
  { method, ahead }: BoardPanel,
  parameters: Readonly<Record<string, string>>,
  { span }: BoardChoice,
) {
  const by = (parameters['by'] ?? '').split(',')
  if (span === undefined || parameters['to'] !== undefined) return parameters
  const isBegun = method !== undefined || parameters['from'] !== undefined
  if (by.includes('quarter'))
    return { ...parameters, ...(isBegun ? {} : { from: span.from }), ...(ahead ? {} : { to: span.to }) }
  return by.includes('year') ? { ...parameters, to: String(lastWholeYear({ to: span.end })) } : parameters
}

function namesIn(dataset: string, catalog: Catalog, language: Language) {
  const { dimensions } = datasetNamed(dataset, catalog)
  return (dimension: string, code?: string): string => {
    if (code === undefined) return dimensions.get(dimension)?.label[language] ?? dimension
    const places = dimensions.has(dimension) ? [dimensions.get(dimension)] : [...dimensions.values()]
    const found = places.flatMap((place) => place?.codes ?? []).find((known) => known.code === code)
    return found?.label[language] ?? code
  }
}

function addressOf(path: string, parameters: Readonly<Record<string, string>>, language: Language): string {
  return `${path}?${new URLSearchParams({ ...parameters, lang: language })}`
}
