import type { Language } from '#jurisdictions'
import type { BoardPanel } from '../boards/board.ts'
import { chartOf, colours, type PanelModel } from '../charts/index.ts'
import type { TableBody } from '../charts/table-data.ts'
import { modelOfAnswer } from './answer-model.ts'
import { type AnswerShape, shapeOf } from './answer-shape.ts'
import { tableOfAnswer } from './answer-table.ts'
import type { AnswerPart, AskedParameters, BoardContext, LoadedPanel } from './board-context.ts'
import { dumbbellTable, ofTwoYears } from './dumbbell.ts'
import { askGroups, modelOfGroups, tableOfGroups } from './groups-of-codes.ts'
import { askRows } from './run-query.ts'
import { sayTrend } from './say-trend.ts'

/** What a panel shows of the answer to a question. @throws {@link Refusal} what the grammar or protection refuses */
export async function loadAnswer(
  panel: BoardPanel,
  parameters: AskedParameters,
  context: BoardContext,
): Promise<Omit<LoadedPanel, 'panel' | 'unfiltered'>> {
  const { service, language } = context
  const answer = await askRows(panel.dataset, parameters, context)
  const shape = shapeOf(answer, service.catalog, language, panel.value)
  const parts = await askGroups(panel, parameters, context)
  const address = addressOf(`/v1/data/${panel.dataset}`, parameters, language)
  const { model, table } = shown(panel, { answer, shape, parameters, parts }, context)
  return {
    answer,
    address,
    ...(parts.length === 0 ? {} : { parts }),
    ...drawn(panel, model, context),
    table: { caption: panel.title[language], ...table, download: `${address}&format=csv` },
    steps: panel.drill_down !== undefined && parameters['by'] !== panel.drill_down ? shape.dimensions[0] : undefined,
    ...(panel.trend === undefined ? { sentences: [] } : await sayTrend(panel, panel.trend, parameters, context)),
  }
}

interface Answered extends AnswerPart {
  readonly shape: AnswerShape
  readonly parts: readonly AnswerPart[]
}

interface Shown {
  readonly model: PanelModel | undefined
  readonly table: TableBody
}

function shown(panel: BoardPanel, { answer, shape, parameters, parts }: Answered, context: BoardContext): Shown {
  const { t, figures, language, service } = context
  if (panel.series.length > 0) {
    const models = parts.map((part) =>
      modelOfAnswer(panel.chart, part.answer, shapeOf(part.answer, service.catalog, language)),
    )
    const model = modelOfGroups(panel.series, models, language)
    return { model, table: tableOfGroups(model, { t, figures }) }
  }
  const model = coloured(modelOfAnswer(panel.chart, answer, shape), panel.colour)
  if (panel.chart === 'dumbbell')
    return { model: ofTwoYears(model, parameters), table: dumbbellTable(answer, shape, parameters, { t, figures }) }
  return { model, table: tableOfAnswer(answer, shape, { t, figures, hasTotal: panel.total }) }
}

/** What has no colour of its own code is shown in that of its panel. */
function coloured(model: PanelModel | undefined, colour: BoardPanel['colour']): PanelModel | undefined {
  if (model === undefined || colour === undefined) return model
  const recoloured = model.series.map((one) =>
    one.colour === colours.noncustodial ? { ...one, colour: colours[colour] } : one,
  )
  return { ...model, series: recoloured }
}

/** A model with the chart of it; nothing where there is only a table. */
export function drawn(
  panel: BoardPanel,
  model: PanelModel | undefined,
  { service, language, t }: BoardContext,
): Pick<LoadedPanel, 'model' | 'chart'> {
  if (model === undefined) return {}
  const words = { name: panel.name, description: panel.description[language], language, total: t('denominator') }
  return { model, chart: chartOf(model, words, service.jurisdiction.map) }
}

/** The address of a question at the API. */
export function addressOf(path: string, parameters: AskedParameters, language: Language): string {
  return `${path}?${new URLSearchParams({ ...parameters, lang: language })}`
}
