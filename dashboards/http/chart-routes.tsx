import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { languageParameter, namedLanguage, type Operation, pathParameter, type Service } from '#api'
import { Refusal } from '#foundation'
import { type Board, type BoardPanel, boardPath, chartName } from '../boards/board.ts'
import { imageSpec } from '../exports/chart-caption.ts'
import {
  chartJson,
  kindOfPicture,
  notDrawn,
  type PictureFormat,
  pictureFile,
  pictureFormat,
  pictureFormats,
  sentAs,
} from '../exports/chart-files.ts'
import { reportPanel } from '../exports/report-panel.ts'
import { BoardPanelView } from '../pages/board/board-page.tsx'
import { EmbedPage } from '../pages/board/embed-page.tsx'
import type { Site } from '../pages/frame/layout.tsx'
import { questionOf } from '../panels/questions.ts'
import { releaseFor } from '../panels/release-for.ts'
import { titleOf } from '../panels/title-of.ts'
import type { SigningKey } from '../proof/signing-key.ts'
import { type BoardRequest, choiceOf, drawPanel, sendBoard } from './send-board.ts'
import { pageText } from './send-rendered.ts'
import { signedSearch } from './signed-search.ts'

/** The chart of a panel alone, at `/embed/{chart}`. */
export function embedRoutes(service: Service<'public'>, boards: readonly Board[], site: Site): Router {
  const router = Router({ caseSensitive: true })
  router.get('/embed/:chart', async (request, response, next) => {
    const found = chartNamed(request.params.chart, boards)
    if (found === undefined) return next()
    allowFrames(response)
    const version = service.pin('public')
    const asked = { request, response, service, version, ...found, language: languageIn(request) }
    await sendEmbedded({ ...asked, kind: 'chart' }, site)
  })
  return router
}

/** The chart of a panel as a picture or data, with the parameters of its page, which are checked as there. */
export function chartOperation(boards: readonly Board[], key: () => SigningKey): Operation<'public'> {
  return {
    id: 'readChart',
    path: '/v1/charts/{file}',
    summary: 'A chart of a page as a picture, or its figures as data',
    description:
      'growth, share, mix and regions of the overview, and of each other page its panels, such as probation-entries, as .svg, .png, .pdf, .pptx or .json, with the parameters of the page. Title, unit, source and notices are part of the picture. The JSON has the model of the figures (values, intervals, unfinished periods, colours), from which all other formats are made, and the Vega-Lite specification with its rows. /embed/ and the name shows a panel in a frame.',
    parameters: {
      path: z.object({ file: pathParameter('such as growth.svg', 'growth.svg') }),
      query: z.looseObject({ lang: languageParameter }),
    },
    types: ['image/svg+xml', 'image/png', 'application/json'],
    examples: [
      '/v1/charts/growth.svg?lang=ky&period=quarter',
      '/v1/charts/probation-entries.svg?lang=ru&region=KG-C',
      '/v1/charts/prison-held.json',
    ],
    handle: async (request, response, service) => {
      const [name = '', ending = '', ...more] = String(request.params['file']).split('.')
      const [found, format] = [chartNamed(name, boards), ending === 'json' ? ('json' as const) : pictureFormat(ending)]
      if (found === undefined || format === undefined || more.length > 0) throw unknownChart(boards)
      const version = service.pin('public')
      const asked = { request, response, service, version, ...found, language: languageIn(request) }
      if (format === 'json') await sendData({ ...asked, kind: 'chart', type: 'application/json' })
      else await sendPicture(asked, found.panel, { name, format, key: key() })
    },
  }
}

/** That there is no chart of a name, with those that there are. */
function unknownChart(boards: readonly Board[]): Refusal {
  const names = boards.flatMap((board) => board.panels.map((panel) => chartName(board, panel)))
  const allowed = names.flatMap((name) => ['json', ...pictureFormats].map((format) => `${name}.${format}`))
  return new Refusal('NOT_FOUND', `There is no such chart. There are: ${allowed.join(', ')}.`, { allowed })
}

/** Whoever embeds a chart shows it in a frame of their own page; everything else stays forbidden. */
function allowFrames(response: Response): void {
  const policy = String(response.getHeader('Content-Security-Policy'))
  const open = policy.replace(/frame-ancestors [^;]*/, 'frame-ancestors *')
  response.set('Content-Security-Policy', open).removeHeader('X-Frame-Options')
}

async function sendEmbedded(asked: BoardRequest, site: Site): Promise<void> {
  const { service, board, language } = asked
  await sendBoard(asked, async (context, [loaded], signal) => {
    if (loaded === undefined) throw notDrawn()
    const panel = await drawPanel(loaded, service, signal)
    const view = <BoardPanelView board={board} panel={panel} context={context} search="" isPublic isAlone />
    return pageText(
      <EmbedPage language={language} title={titleOf(panel, context)} site={site} note={context.t('protected_note')}>
        {view}
      </EmbedPage>,
    )
  })
}

async function sendData(asked: BoardRequest): Promise<void> {
  await sendBoard(asked, async (_, [loaded]) => {
    if (loaded?.model === undefined || loaded.chart === undefined) throw loaded?.refused ?? notDrawn()
    return chartJson(loaded.model, loaded.chart)
  })
}

interface PictureRequest {
  readonly name: string
  readonly format: PictureFormat
  readonly key: SigningKey
}

async function sendPicture(
  asked: BoardRequest,
  panel: BoardPanel,
  { name, format, key }: PictureRequest,
): Promise<void> {
  const { request, service, version, board, language } = asked
  const { edition } = version
  const release = releaseFor(service, edition.id)
  const choice = choiceOf(asked)
  const { from, to = release.through } = questionOf(panel, { choice, service, edition })
  const codes = Object.values(choice.filters)
  const periods = [from ?? [], to].flat()
  const file = sentAs(format, { name, jurisdiction: release.jurisdiction, codes, periods, language })
  await sendBoard({ ...asked, kind: kindOfPicture(format), ...file }, async (context, [loaded], signal) => {
    if (loaded?.chart === undefined || loaded.answer === undefined) throw loaded?.refused ?? notDrawn()
    const link = `${service.publicUrl}/${language}/${boardPath(board)}${signedSearch(request.query)}`
    const claimed = reportPanel(name, loaded, context)
    const picture = { ...claimed, chart: imageSpec(loaded.chart, loaded, context), language, release, link }
    return await pictureFile(format, picture, service, key, signal)
  })
}

/** A chart by its name in an address. */
function chartNamed(name: string, boards: readonly Board[]) {
  for (const board of boards)
    for (const panel of board.panels) if (chartName(board, panel) === name) return { board, panel, panels: [panel] }
  return undefined
}

function languageIn(request: Request) {
  return namedLanguage(request) ?? 'en'
}
