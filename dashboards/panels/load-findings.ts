import { type JsonAnswer, jsonAnswer, type MethodFindings } from '#api'
import type { Language } from '#jurisdictions'
import { type Catalog, datasetNamed, periodLabel } from '#warehouse'
import type { BoardPanel } from '../boards/board.ts'
import type { AskedParameters, BoardContext, LoadedPanel } from './board-context.ts'
import { leftOut, nothingDrawn } from './findings/drawing.ts'
import { type FindingSource, findingDrawings } from './findings/index.ts'
import { lawsBetween, lawsSaid } from './laws-between.ts'
import { addressOf, drawn } from './load-answer.ts'
import { askRows } from './run-query.ts'

/** What a panel shows of the findings of a method. @throws {@link Refusal} what the method or protection refuses */
export async function loadFindings(
  panel: BoardPanel,
  method: string,
  parameters: AskedParameters,
  context: BoardContext,
): Promise<Omit<LoadedPanel, 'panel' | 'unfiltered'>> {
  const { service, language, t, figures, askMethod } = context
  const { catalog, jurisdiction } = service
  const drawing = findingDrawings[method]
  if (drawing === undefined) throw new Error(`no drawing for the method ${method}`)
  const { answer: asked, findings } = await askMethod(method, panel.dataset, parameters)
  const nameOf = namesIn(panel.dataset, catalog, language)
  const labelOf = (period: string) => periodLabel(period, catalog.jurisdiction)
  const about = { t, figures, nameOf, labelOf, show: panel.result, places: jurisdiction.profile.prison_places }
  const { model, table, sentences } = findings.findings.length === 0 ? nothingDrawn : drawing.draw(findings, about)
  const source = drawing.shows?.[panel.result ?? '']
  const answer =
    source === undefined ? jsonAnswer(asked, catalog, language) : await askSource(source, parameters, context)
  const address = addressOf(`/v1/statistics/${method}`, { dataset: panel.dataset, ...parameters }, language)
  return {
    answer,
    findings,
    address,
    ...drawn(panel, model && { ...model, source: answer.source }, context),
    table: { caption: panel.title[language], ...table, download: address },
    sentences: [...sentences, ...lawsCrossed(findings, answer, context), ...leftOut(findings, about)],
  }
}

/** What is said beside one of several findings comes from the figures that it is made of, not from those of the question. */
async function askSource(
  { dataset, ask }: FindingSource,
  { to }: AskedParameters,
  context: BoardContext,
): Promise<JsonAnswer> {
  return await askRows(dataset, to === undefined ? ask : { ...ask, to }, context)
}

/** A finding about two periods says which changes of law lie between them. */
function lawsCrossed(
  { parameters: { from, to } }: MethodFindings,
  { breaks }: JsonAnswer,
  { service, ...words }: Pick<BoardContext, 't' | 'figures' | 'service'>,
): readonly string[] {
  if (from === undefined || to === undefined || from === to) return []
  const years = [String(from), String(to)] as const
  const { jurisdiction: calendar } = service.catalog
  const named = [periodLabel(years[0], calendar), periodLabel(years[1], calendar)] as const
  return lawsSaid(lawsBetween(breaks, years, calendar), named, words)
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
