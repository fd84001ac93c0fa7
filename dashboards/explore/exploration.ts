import type { Request } from 'express'
import { type JsonAnswer, jsonAnswer, requireKnown, servedDimensions } from '#api'
import { Refusal } from '#foundation'
import type { Catalog, Dataset, Dimension, Measure, Parameters } from '#warehouse'
import { datasetNamed, parseQuestion, periodCode } from '#warehouse'
import { chartKinds } from '../boards/board.ts'
import { type Chart, chartOf, type PanelModel } from '../charts/index.ts'
import type { TableData } from '../charts/table-data.ts'
import { modelOfAnswer, suggestedKind } from '../panels/answer-model.ts'
import { shapeOf } from '../panels/answer-shape.ts'
import { tableOfAnswer } from '../panels/answer-table.ts'
import type { BoardContext } from '../panels/board-context.ts'
import { isStateOfPanel } from '../panels/refusal-only.ts'

type Kind = (typeof chartKinds)[number]

/** What a reader explores; the URL holds exactly this. */
export interface ExploreChoice {
  readonly dataset: string
  readonly measure: string
  readonly by: readonly string[]
  readonly filters: Readonly<Record<string, string>>
  readonly from: string | undefined
  readonly to: string | undefined
  readonly chart: Kind | undefined
}

export type ExploreContext = Omit<BoardContext, 'choice' | 'askMethod'>

export interface Exploration {
  readonly context: ExploreContext
  readonly choice: ExploreChoice
  readonly title: string
  /** What the dataset has to offer. */
  readonly measures: readonly Measure[]
  readonly dimensions: readonly Dimension[]
  /** Without an answer: why there is none. */
  readonly refused?: Refusal
  readonly answer?: JsonAnswer
  readonly table?: TableData
  readonly model?: PanelModel | undefined
  readonly chart?: Chart | undefined
  readonly address: string
}

const defaultDataset = 'sentences'
const defaultBy = ['year', 'sanction_class']
const maxRows = 2000

const namesOfAddress = ['dataset', 'measure', 'by', 'from', 'to', 'chart', 'lang', 'level']

/**
 * Lets only addresses through whose names mean something in some dataset: forms keep filters when the dataset is changed.
 *
 * @throws {@link Refusal} `UNKNOWN_PARAMETER`
 */
export function requireExplorable(query: Request['query'], { datasets }: Catalog): void {
  const dimensions = [...datasets.values()].flatMap((dataset) => [...dataset.dimensions.keys()])
  requireKnown(query, [...namesOfAddress, ...new Set(dimensions)])
}

/** Reads the choice out of a URL; what does not fit the dataset is refused by the grammar, with what would. */
export function readExploreChoice(query: Readonly<Record<string, unknown>>, catalog: Catalog): ExploreChoice {
  const { dataset: asked, measure, by, from, to, chart, ...others } = query
  const dataset = datasetNamed(textIn(asked) ?? firstDataset(catalog), catalog)
  const filters = Object.entries(others).flatMap(([name, value]): [string, string][] => {
    const code = textIn(value)
    return code === undefined ? [] : [[name, code]]
  })
  const names = [by].flat().flatMap((name) => textIn(name)?.split(',') ?? [])
  return {
    dataset: dataset.name,
    measure: textIn(measure) ?? [...dataset.measures.keys()][0] ?? '',
    by: by === undefined && asked === undefined ? firstDimensions(dataset) : [...new Set(names)],
    filters: Object.fromEntries(filters),
    from: periodIn(from, catalog),
    to: periodIn(to, catalog),
    chart: chartKind(textIn(chart)),
  }
}

/** Of a jurisdiction without sentences the first dataset that it has. */
function firstDataset({ datasets }: Catalog): string {
  return datasets.has(defaultDataset) ? defaultDataset : ([...datasets.keys()][0] ?? defaultDataset)
}

function firstDimensions({ name, dimensions }: Dataset): readonly string[] {
  return name === defaultDataset ? defaultBy : ['year'].filter((dimension) => dimensions.has(dimension))
}

/** @throws {@link Refusal} `BAD_FILTER` for a kind of chart that there is not */
function chartKind(asked: string | undefined): ExploreChoice['chart'] {
  const kind = chartKinds.find((known) => known === asked)
  if (asked === undefined || kind !== undefined) return kind
  const message = `There are the charts ${chartKinds.join(', ')}.`
  throw new Refusal('BAD_FILTER', message, { parameter: 'chart', allowed: chartKinds })
}

/** Asks what was chosen. A refusal becomes part of the page: it says what would be possible. */
export async function explore(choice: ExploreChoice, context: ExploreContext): Promise<Exploration> {
  const { service, edition, language, t, figures, ask } = context
  const dataset = datasetNamed(choice.dataset, service.catalog)
  const measure = dataset.measures.get(choice.measure)
  const parameters = parametersOf(choice, measure)
  const level = service.audience === 'public' ? {} : { level: service.audience }
  const begun = {
    context,
    choice,
    title: titleOf(choice, context),
    measures: [...dataset.measures.values()],
    dimensions: servedDimensions(dataset, edition),
    address: `/v1/data/${choice.dataset}?${new URLSearchParams({ ...parameters, ...level, lang: language })}`,
  }
  try {
    const question = parseQuestion({ ...parameters, limit: String(maxRows) } as Parameters, dataset)
    const given = await ask(question)
    const answer = jsonAnswer(given, service.catalog, language)
    const answered = { ...choice, by: given.coarser ?? choice.by, filters: given.question.where }
    const title = titleOf(answered, context)
    const shape = shapeOf(answer, service.catalog, language)
    const model = modelOfAnswer(choice.chart ?? suggestedKind(shape), answer, shape)
    const table = {
      caption: title,
      ...tableOfAnswer(answer, shape, { t, figures }),
      download: `${begun.address}&format=csv`,
    }
    const words = { name: 'explore', description: title, language, total: t('denominator') }
    return { ...begun, title, answer, table, model, chart: model && chartOf(model, words) }
  } catch (error) {
    if (!isStateOfPanel(error)) throw error
    return { ...begun, refused: error }
  }
}

function parametersOf(
  { by, filters, from, to, measure }: ExploreChoice,
  known: Measure | undefined,
): Readonly<Record<string, string>> {
  const isShare = known !== undefined && 'share' in known.form
  return {
    measure,
    ...(by.length === 0 ? {} : { by: by.join(',') }),
    ...filters,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(isShare ? { interval: '95' } : {}),
  }
}

interface Filtered {
  readonly filters: Readonly<Record<string, string | readonly string[]>>
}

/** What an answer is of: where it is not as it was asked for, its own dimensions and filters. */
function titleOf(
  { dataset: name, measure, by, filters }: Pick<ExploreChoice, 'dataset' | 'measure' | 'by'> & Filtered,
  { service, language }: ExploreContext,
): string {
  const { measures, dimensions } = datasetNamed(name, service.catalog)
  const labels = by.map((one) => dimensions.get(one)?.label[language] ?? one)
  const narrowed = Object.entries(filters).flatMap(([one, codes]) =>
    [codes].flat().map((code) => dimensions.get(one)?.codes.find((own) => own.code === code)?.label[language] ?? code),
  )
  const what = measures.get(measure)?.label[language] ?? measure
  return [what, ...labels, ...narrowed].join(' · ')
}

/** The code of a period, however it was written. */
function periodIn(value: unknown, { jurisdiction: calendar }: Catalog): string | undefined {
  const text = textIn(value)
  return text === undefined ? undefined : periodCode(text, calendar)
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
