import type { JsonAnswer, Service } from '#api'
import type { Language } from '#jurisdictions'
import { modelOfAnswer } from '../boards/answer-model.ts'
import { shapeOf } from '../boards/answer-shape.ts'
import type { BoardPanel } from '../boards/board.ts'
import { type Chart, chartOf, colours, type PanelModel, plainPoint } from '../charts/index.ts'
import { renderSvg } from '../render/render-svg.ts'
import type { Translate } from '../texts/messages.ts'
import { changesIn } from './changes.ts'
import type { HeadlineMoves } from './headline-moves.ts'
import type { OverviewAnswers, OverviewChoice } from './overview-questions.ts'
import type { DrawnChart } from './panel.tsx'

export interface OverviewContext {
  readonly language: Language
  readonly t: Translate
  readonly choice: OverviewChoice
  readonly answers: OverviewAnswers
  /** By headline, what was missing in the two years. */
  readonly moves: HeadlineMoves
  readonly service: Service<'public'>
}

export const chartNames = ['growth', 'share', 'mix', 'regions'] as const
export type ChartName = (typeof chartNames)[number]

/** The answers that a chart of the overview is made of. */
export const answersBehind = {
  growth: ['custodial', 'noncustodial'],
  share: ['share'],
  mix: ['mix'],
  regions: ['regions'],
} as const satisfies Readonly<Record<ChartName, readonly (keyof OverviewAnswers)[]>>

/** The charts of the overview. With one region chosen there is nothing to compare it with. */
export function overviewCharts({ answers }: OverviewContext): readonly ChartName[] {
  return chartNames.filter((name) => name !== 'regions' || answers.regions !== undefined)
}

/** The figures of a chart of the overview, for every carrier; `undefined` where there are none. */
export function overviewModel(name: ChartName, context: OverviewContext): PanelModel | undefined {
  const { answers, choice, t } = context
  switch (name) {
    case 'growth':
      return besides(
        { name: t('custodial'), colour: colours.custodial, model: modelOf('lines', answers.custodial, context) },
        {
          name: t('noncustodial'),
          colour: colours.noncustodial,
          model: modelOf('lines', answers.noncustodial, context),
        },
      )
    case 'share':
      return recoloured(modelOf('lines', answers.share, context), () => colours.custodial)
    case 'mix':
      return modelOf('stacked', answers.mix, context)
    case 'regions': {
      const model = recoloured(modelOf('bars', answers.regions, context), (code) =>
        code === String(choice.base) ? colours.earlier : colours.custodial,
      )
      const years = [choice.base, choice.year].map(String)
      return model && { ...model, series: model.series.filter(({ code = '' }) => years.includes(code)) }
    }
  }
}

function modelOf(
  kind: BoardPanel['chart'],
  answer: JsonAnswer | undefined,
  { answers, service, language }: OverviewContext,
): PanelModel | undefined {
  const model = answer && modelOfAnswer(kind, answer, shapeOf(answer, service.catalog, language))
  const laws = changesIn(answers.mix).map(({ on, number }) => ({ on, number }))
  return model?.grain === undefined ? model : { ...model, laws }
}

interface Named {
  readonly name: string
  readonly colour: string
  readonly model: PanelModel | undefined
}

/** Counts of one series each as the series of one model, over the periods of all: where one has no row it is nobody. */
function besides(...all: readonly Named[]): PanelModel | undefined {
  const models = all.flatMap(({ model }) => model ?? [])
  const [first] = models
  if (first === undefined || models.length < all.length) return undefined
  const codes = [...new Set(models.flatMap(({ categories }) => categories.map(({ code }) => code)))].sort()
  const pointAt = ({ categories, series: [only] }: PanelModel, code: string) =>
    only?.points[categories.findIndex((known) => known.code === code)]
  const points = (own: PanelModel) =>
    codes.map((code) => {
      const unfinished = models.some((model) => pointAt(model, code)?.unfinished)
      return pointAt(own, code) ?? { ...plainPoint(0), unfinished }
    })
  const series = all.map(({ name, colour, model = first }) => ({ name, colour, points: points(model) }))
  return { ...first, categories: codes.map((code) => ({ code, label: code })), series }
}

function recoloured(model: PanelModel | undefined, colour: (code: string | undefined) => string) {
  return model && { ...model, series: model.series.map((one) => ({ ...one, colour: colour(one.code) })) }
}

/** A chart of the overview, where there are figures for it. */
export function overviewChart(name: ChartName, context: OverviewContext): Chart | undefined {
  const { t, language } = context
  const model = overviewModel(name, context)
  const words = { name, description: t(`chart_${name}_about`), language, total: t('denominator') }
  return model && chartOf(model, words)
}

/** Draws the charts of the overview for its page. */
export async function drawOverview(
  context: OverviewContext,
  signal: AbortSignal,
): Promise<Readonly<Partial<Record<ChartName, DrawnChart>>>> {
  const drawn = overviewCharts(context).map(async (name) => {
    const chart = overviewChart(name, context)
    return chart === undefined
      ? []
      : [[name, { chart, svg: await renderSvg(chart, signal), isInteractive: true }] as const]
  })
  return Object.fromEntries((await Promise.all(drawn)).flat())
}

/** The address of the rows of a question at the API. */
export function dataAddress(question: Readonly<Record<string, string>>, format: 'csv', language: Language): string {
  return `/v1/data/sentences?${new URLSearchParams({ ...question, lang: language, format })}`
}
