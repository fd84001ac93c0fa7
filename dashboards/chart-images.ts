import type { Request, Response } from 'express'
import type { Service } from '#api'
import { Refusal } from '#foundation'
import { languages } from '#jurisdictions'
import type { Board } from './boards/board.ts'
import { captioned } from './chart-caption.ts'
import type { Chart } from './charts/index.ts'
import { aboutAnswer } from './pages/about-answer.ts'
import { loadOverview, readOverview } from './pages/load-overview.ts'
import {
  type ChartName,
  chartNames,
  type OverviewContext,
  overviewChart,
  overviewCharts,
} from './pages/overview-charts.ts'
import { sentencesDimension } from './pages/sentences-dimension.ts'
import { renderPng } from './render/render-png.ts'
import { renderSvg } from './render/render-svg.ts'
import { sendDrawn } from './send-drawn.ts'
import { figuresFor } from './texts/figures.ts'

/** `GET /v1/charts/{chart}.{svg,png}`: a chart of the overview as an image, with the parameters of the page and `lang`. */
export async function sendChartImage(
  request: Request,
  response: Response,
  service: Service<'public'>,
  boards: readonly Board[],
): Promise<void> {
  const { name, extension } = fileOf(request, boards)
  const language = languages.find((known) => known === request.query['lang']) ?? 'en'
  const { choice } = readOverview(request.query, service)
  const type = extension === 'svg' ? 'image/svg+xml' : 'image/png'
  await sendDrawn(request, response, service, { language, type }, async (ask) => {
    const context = await loadOverview(choice, service, language, ask)
    if (!overviewCharts(context).includes(name)) throw unknownChart(boards)
    const { chart, rows } = overviewChart(name, context)
    const svg = await renderSvg(withCaption(chart, context), rows)
    return extension === 'svg' ? svg : await renderPng(svg)
  })
}

function fileOf({ params }: Request, boards: readonly Board[]): { name: ChartName; extension: 'svg' | 'png' } {
  const [wanted, extension, ...more] = String(params['file']).split('.')
  const name = chartNames.find((known) => known === wanted)
  if (name === undefined || more.length > 0 || (extension !== 'svg' && extension !== 'png')) throw unknownChart(boards)
  return { name, extension }
}

function unknownChart(boards: readonly Board[]): Refusal {
  const panels = boards.flatMap((board) => board.panels.map(({ name }) => `${board.name}-${name}`))
  const allowed = [...chartNames, ...panels].flatMap((name) => [`${name}.svg`, `${name}.png`])
  return new Refusal('NOT_FOUND', `There is no such chart. There are: ${allowed.join(', ')}.`, { allowed })
}

function withCaption(chart: Chart, { t, answers, choice, service, language }: OverviewContext): Chart {
  const { mix } = answers
  const place = sentencesDimension(service, 'region')?.codes.find(({ code }) => code === choice.region)
  const years = { base: String(choice.base), year: String(choice.year) }
  return captioned(chart, `${t(`chart_${chart.name}`, years)}: ${place?.label[language] ?? t('whole_country')}`, [
    ...aboutAnswer(mix, { t, language, service, figures: figuresFor(language) }),
    t('protected_note'),
  ])
}
