import { type Request, type Response, Router } from 'express'
import { namedLanguage, type RequestKind, requestedPolicy, type Service, searchOf } from '#api'
import { type Language, languages } from '#jurisdictions'
import { askingMethods } from './boards/ask-methods.ts'
import type { Board, BoardPanel } from './boards/board.ts'
import { type BoardChoice, readBoardChoice } from './boards/board-choice.ts'
import { type BoardContext, filledIn, type LoadedPanel, loadPanel } from './boards/load-board.ts'
import { titleOf } from './boards/title-of.ts'
import { imageSpec } from './chart-caption.ts'
import {
  chartJson,
  kindOfPicture,
  notDrawn,
  type PictureFormat,
  pictureFile,
  pictureFormat,
  sentAs,
} from './chart-files.ts'
import { reportPanel } from './pack/report-panel.ts'
import { BoardPage, BoardPanelView, type DrawnPanel } from './pages/board-page.tsx'
import { EmbedPage } from './pages/embed-page.tsx'
import type { Site } from './pages/layout.tsx'
import type { SigningKey } from './proof/signing-key.ts'
import { releaseFor } from './release-for.ts'
import { renderSvg } from './render/render-svg.ts'
import { pageText, sendDrawn } from './send-drawn.ts'
import { signedSearch } from './signed-search.ts'
import { figuresFor } from './texts/figures.ts'
import { translator } from './texts/messages.ts'

/** Boards at `/{language}/d/{board}`, their charts as pictures at `/v1/charts/…` and alone at `/embed/…`. */
export function boardRoutes(
  service: Service<'public'>,
  boards: readonly Board[],
  site: Site,
  key: () => SigningKey,
): Router {
  const router = Router()
  router.get('/:language/d/:board', async (request, response, next) => {
    if (!(await sendBoardPage(request, response, service, boards, site))) next()
  })
  router.get('/embed/:chart', async (request, response, next) => {
    const found = chartNamed(request.params.chart, boards)
    if (found === undefined) return next()
    const language = languageIn(request)
    // Whoever embeds a chart shows it in a frame of their own page; everything else stays forbidden.
    const policy = String(response.getHeader('Content-Security-Policy')).replace(
      /frame-ancestors [^;]*/,
      'frame-ancestors *',
    )
    response.set('Content-Security-Policy', policy).removeHeader('X-Frame-Options')
    await sendBoard(
      request,
      response,
      { service, ...found, language, kind: 'chart' },
      async (context, [loaded], signal) => {
        const panel = await draw(loaded as LoadedPanel, service, signal)
        const view = <BoardPanelView board={found.board} panel={panel} context={context} search="" isPublic isAlone />
        return pageText(
          <EmbedPage language={language} title={titleOf(panel, context)} site={site} note={context.t('protected_note')}>
            {view}
          </EmbedPage>,
        )
      },
    )
  })
  router.get('/v1/charts/:file', async (request, response, next) => {
    const [name = '', ending = ''] = String(request.params.file).split('.')
    const [found, format] = [chartNamed(name, boards), pictureFormat(ending)]
    if (found === undefined || (ending !== 'json' && format === undefined)) return next()
    const language = languageIn(request)
    if (format === undefined)
      return await sendBoard(
        request,
        response,
        { service, ...found, language, kind: 'chart', type: 'application/json' },
        async (_, [loaded]) => {
          if (loaded?.model === undefined || loaded.chart === undefined) throw loaded?.refused ?? notDrawn()
          return chartJson(loaded.model, loaded.chart)
        },
      )
    const picture = { name, format, key: key() }
    await sendPicture(request, response, { service, ...found, language }, picture)
  })
  return router
}

/** Sends the page of a board; says whether there is one. */
export async function sendBoardPage(
  request: Request,
  response: Response,
  service: Service<'public'>,
  boards: readonly Board[],
  site: Site,
): Promise<boolean> {
  const language = languages.find((known) => known === request.params['language'])
  const board = boards.find(({ name }) => name === request.params['board'])
  if (language === undefined || board === undefined) return false
  await sendBoard(
    request,
    response,
    { service, board, panels: board.panels, language },
    async (context, panels, signal) => {
      const drawn = await Promise.all(panels.map((panel) => draw(panel, service, signal)))
      const page = <BoardPage board={board} panels={drawn} context={context} search={searchOf(request)} site={site} />
      return pageText(page)
    },
  )
  return true
}

interface Sending {
  readonly service: Service<'public'>
  readonly board: Board
  readonly panels: readonly BoardPanel[]
  readonly language: Language
  readonly kind?: RequestKind
  readonly type?: string
  readonly file?: string
}

async function sendPicture(
  request: Request,
  response: Response,
  { service, board, panels, language }: Sending,
  { name, format, key }: { readonly name: string; readonly format: PictureFormat; readonly key: SigningKey },
): Promise<void> {
  const release = releaseFor(service)
  const choice = choiceOf(request, board, service)
  const asked = panels[0] === undefined ? {} : filledIn(panels[0].ask, { choice, service })
  const file = sentAs(format, {
    name,
    jurisdiction: release.jurisdiction,
    codes: Object.values(choice.filters),
    periods: [asked['from'] ?? [], asked['to'] ?? release.through].flat(),
    language,
  })
  const sending = { service, board, panels, language, kind: kindOfPicture(format), ...file }
  await sendBoard(request, response, sending, async (context, [loaded], signal) => {
    if (loaded?.chart === undefined || loaded.answer === undefined) throw loaded?.refused ?? notDrawn()
    const link = `${service.publicUrl}/${language}/d/${board.name}${signedSearch(request.query)}`
    const claimed = reportPanel(name, loaded.panel, loaded, context)
    const answered = releaseFor(service, loaded.answer.release ?? undefined)
    return await pictureFile(
      format,
      { ...claimed, chart: imageSpec(loaded.chart, loaded, context), language, release: answered, link },
      service,
      key,
      signal,
    )
  })
}

async function sendBoard(
  request: Request,
  response: Response,
  { service, board, panels, language, kind, type = 'text/html; charset=utf-8', file }: Sending,
  draw: (context: BoardContext, panels: readonly LoadedPanel[], signal: AbortSignal) => Promise<string | Uint8Array>,
): Promise<void> {
  const choice = choiceOf(request, board, service)
  await sendDrawn(request, response, service, { language, kind, type, file }, async (ask, signal) => {
    const askMethod = askingMethods(service, ask, signal)
    const words = { language, t: translator(language), figures: figuresFor(language) }
    const context = { service, ...words, choice, ask, askMethod }
    return await draw(context, await Promise.all(panels.map((panel) => loadPanel(panel, context))), signal)
  })
}

/** Language and level are no choice of a board. */
function choiceOf({ query }: Request, board: Board, { catalog, audience }: Service<'public'>): BoardChoice {
  requestedPolicy(query['level'], [audience])
  return readBoardChoice(query, board, catalog)
}

async function draw(loaded: LoadedPanel, { audience }: Service<'public'>, signal: AbortSignal): Promise<DrawnPanel> {
  const { chart } = loaded
  if (chart === undefined) return loaded
  return { ...loaded, drawn: { chart, svg: await renderSvg(chart, signal), isInteractive: audience === 'public' } }
}

/** A chart by its name in an address: the board, a hyphen, the panel. */
function chartNamed(name: string, boards: readonly Board[]) {
  for (const board of boards)
    for (const panel of board.panels) if (`${board.name}-${panel.name}` === name) return { board, panels: [panel] }
  return undefined
}

function languageIn(request: Request): Language {
  return namedLanguage(request) ?? 'en'
}
