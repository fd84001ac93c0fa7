import { type Request, type Response, Router } from 'express'
import { type Service, searchOf } from '#api'
import { languages } from '#jurisdictions'
import { type Board, boardPath } from '../boards/board.ts'
import { loadHeadlines } from '../headlines/load-headlines.ts'
import { BoardPage } from '../pages/board/board-page.tsx'
import type { Site } from '../pages/frame/layout.tsx'
import { drawPanel, sendBoard } from './send-board.ts'
import { pageText } from './send-rendered.ts'

/** The first page at `/{language}`, and boards at `/{language}/d/{board}`. */
export function boardPages(service: Service<'public'>, boards: readonly Board[], site: Site): Router {
  const router = Router({ caseSensitive: true })
  for (const path of ['/:language', '/:language/d/:board'])
    router.get(path, async (request, response, next) => {
      if (!(await sendBoardPage(request, response, service, boards, site))) next()
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
  const { language: asked, board: name } = request.params
  const language = languages.find((known) => known === asked)
  const path = name === undefined ? '' : `d/${name}`
  const board = boards.find((known) => boardPath(known) === path)
  if (language === undefined || board === undefined) return false
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
  return true
}
