import type { Request, Response } from 'express'
import { namedLanguage, type Service } from '#api'
import { Refusal } from '#foundation'
import type { Board } from './boards/board.ts'
import { captioned } from './chart-caption.ts'
import {
  chartJson,
  kindOfPicture,
  notDrawn,
  type PictureFormat,
  pictureFile,
  pictureFormat,
  pictureFormats,
  sentAs,
} from './chart-files.ts'
import type { Chart } from './charts/index.ts'
import { noticesOfAnswer } from './pack/report-panel.ts'
import { aboutAnswer } from './pages/about-answer.ts'
import { loadOverview, readOverview } from './pages/load-overview.ts'
import {
  answersBehind,
  chartNames,
  type OverviewContext,
  overviewChart,
  overviewModel,
} from './pages/overview-charts.ts'
import { sentencesDimension } from './pages/sentences-dimension.ts'
import { answerClaim } from './proof/answer-claim.ts'
import type { SigningKey } from './proof/signing-key.ts'
import { releaseFor } from './release-for.ts'
import { sendDrawn } from './send-drawn.ts'
import { signedSearch } from './signed-search.ts'
import { figuresFor } from './texts/figures.ts'

/**
 * `GET /v1/charts/{chart}.{json,svg,png,pdf,pptx}`: a chart of the overview as its model or as a sealed file, with the
 * parameters of the page and `lang`.
 */
export async function sendChartImage(
  request: Request,
  response: Response,
  service: Service<'public'>,
  boards: readonly Board[],
  key: SigningKey,
): Promise<void> {
  const { name, format } = fileOf(request, boards)
  const language = namedLanguage(request) ?? 'en'
  const { choice } = readOverview(request.query, service)
  const release = releaseFor(service)
  const { jurisdiction, through } = release
  const codes = choice.region === undefined ? [] : [choice.region]
  const periods = [String(choice.base), through]
  const file = sentAs(format, { name, jurisdiction, codes, periods, language })
  await sendDrawn(
    request,
    response,
    service,
    { language, kind: kindOfPicture(format), ...file },
    async (ask, signal) => {
      const context = await loadOverview(choice, service, language, ask)
      const [model, chart] = [overviewModel(name, context), overviewChart(name, context)]
      if (model === undefined || chart === undefined) throw notDrawn()
      if (format === 'json') return chartJson(model, chart)
      const answers = answersBehind[name].flatMap((answer) => context.answers[answer] ?? [])
      const answered = releaseFor(service, answers[0]?.release ?? undefined)
      const title = titleOf(chart, context)
      const claims = answers.map((answer) => answerClaim(answer, title))
      const source = aboutOverview(context)
      const notices = noticesOfAnswer(context.answers.mix, { t: context.t, figures: figuresFor(language) })
      const panel = { name, title, about: chart.description, sentences: [], notices, source, model, chart }
      const link = `${service.publicUrl}/${language}/${signedSearch(request.query)}`
      const picture = {
        panel,
        claims,
        chart: withCaption(chart, title, context),
        language,
        release: answered,
        link,
      }
      return await pictureFile(format, picture, service, key, signal)
    },
  )
}

function fileOf({ params }: Request, boards: readonly Board[]) {
  const [wanted, extension, ...more] = String(params['file']).split('.')
  const name = chartNames.find((known) => known === wanted)
  const format: PictureFormat | 'json' | undefined = extension === 'json' ? extension : pictureFormat(extension ?? '')
  if (name === undefined || format === undefined || more.length > 0) throw unknownChart(boards)
  return { name, format }
}

function unknownChart(boards: readonly Board[]): Refusal {
  const panels = boards.flatMap((board) => board.panels.map(({ name }) => `${board.name}-${name}`))
  const allowed = [...chartNames, ...panels].flatMap((name) =>
    ['json', ...pictureFormats].map((format) => `${name}.${format}`),
  )
  return new Refusal('NOT_FOUND', `There is no such chart. There are: ${allowed.join(', ')}.`, { allowed })
}

function titleOf({ name }: Chart, { t, choice, service, language }: OverviewContext): string {
  const place = sentencesDimension(service, 'region')?.codes.find(({ code }) => code === choice.region)
  const years = { base: String(choice.base), year: String(choice.year) }
  return `${t(`chart_${name}`, years)}: ${place?.label[language] ?? t('whole_country')}`
}

function withCaption(chart: Chart, title: string, context: OverviewContext): Chart {
  return captioned(chart, title, [...aboutOverview(context), context.t('protected_note')])
}

function aboutOverview({ t, answers, service, language }: OverviewContext): readonly string[] {
  return aboutAnswer(answers.mix, { t, language, service, figures: figuresFor(language) })
}
