import { type Request, type Response, Router } from 'express'
import { inEachLanguage, languageOfPage, type Service, searchOf } from '#api'
import { type Board, boardPath } from '../boards/board.ts'
import { loadHeadlines } from '../headlines/load-headlines.ts'
import { BoardPage } from '../pages/board/board-page.tsx'
import type { Site } from '../pages/frame/layout.tsx'
import { drawPanel, sendBoard } from './send-board.ts'
import { pageText } from './send-rendered.ts'

/** The first page at `/{language}`, and boards at `/{language}/d/{board}`. */
export function boardPages(service: Service<'public'>, boards: readonly Board[], site: Site): Router {
  const router = Router({ caseSensitive: true })
  router.get(boardRoutes(boards), async (request, response) => {
    await sendBoardPage(request, response, service, boards, site)
  })
  return router
}

/** The addresses of boards in each language; the name of one that is not the first page is a parameter. */
export function boardRoutes(boards: readonly Board[]): RegExp[] {
  return boards.map((board) => inEachLanguage(boardPath(board).replace(board.name, '(?<board>$&)')))
}

/** Sends the page of the board that an address of {@link boardRoutes} names. */
export async function sendBoardPage(
  request: Request,
  response: Response,
  service: Service<'public'>,
  boards: readonly Board[],
  site: Site,
): Promise<void> {
  const [language, name] = [languageOfPage(request), request.params['board']]
  const board = boards.find((known) => (known.first ? name === undefined : known.name === name))
  if (board === undefined) throw new Error('this route has no board')
  const { panels, headlines } = board
  const wanted = { request, response, service, version: service.pin('public'), board, panels, language }
  await sendBoard(wanted, async (context, loaded, signal) => {
    const [said, ...drawn] = await Promise.all([
      headlines.length === 0 ? undefined : loadHeadlines(board, context),
      ...loaded.map((panel) => drawPanel(panel, service, signal)),
    ])
    const page = { board, panels: drawn, said, context, search: searchOf(request), site }
    return pageText(<BoardPage {...page} />)
  })
}
