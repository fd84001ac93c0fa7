import { type Request, type Response, Router } from 'express'
import { inEachLanguage, languageOfPage, principalOf, refusePurposeIn, requestedPolicy, type Service } from '#api'
import type { Catalog } from '#warehouse'
import { type Board, boardPath, readBoards } from '../boards/board.ts'
import { boardRoutes, sendBoardPage } from '../http/board-pages.tsx'
import { sendExploration } from '../http/explore-routes.tsx'
import type { Site } from '../pages/frame/layout.tsx'
import { boardsFor, pagesFor, siteFor } from '../pages/frame/site.ts'

/** What follows the language in the address of each page of {@link restrictedPages}. */
export function pagesOfLevels(catalog: Catalog): readonly string[] {
  return ['explore', ...boardsOfLevels(boardsFor(readBoards(), catalog)).map(boardPath)]
}

/** Boards without those that another one stands for. */
function boardsOfLevels(boards: readonly Board[]): readonly Board[] {
  return boards.filter(({ levels }) => levels === undefined)
}

/**
 * The pages with figures of the levels that are not public. They belong to the restricted process; the public one hands on
 * whoever has signed in. What they show is not kept, embedded, drawn as files or packed.
 */
export function restrictedPages(service: Service<'analyst' | 'officer'>): Router {
  const router = Router({ caseSensitive: true })
  const boards = boardsFor(readBoards(), service.catalog)
  const site = siteFor(boards, pagesFor(service.catalog))
  const shown = boardsOfLevels(boards)
  router.get(boardRoutes(shown), async (request, response) => {
    const view = viewOf(request, response, service)
    await sendBoardPage(request, response, view, shown, siteOf(request, response, site))
  })
  router.get(inEachLanguage('explore'), async (request, response) => {
    const view = viewOf(request, response, service)
    await sendExploration(request, response, view, siteOf(request, response, site), languageOfPage(request))
  })
  return router
}

/**
 * The service as whoever asks may see it. Pages are written for the public and know one level; here theirs is the one that
 * was asked for, with the asker in every question, so that each answer is allowed and audited.
 */
function viewOf({ query }: Request, response: Response, service: Service<'analyst' | 'officer'>): Service<'public'> {
  refusePurposeIn(query)
  const { level } = requestedPolicy(query['level'], service.levels)
  const asker = principalOf(response)
  return {
    ...service,
    levels: ['public'],
    audience: level,
    pin: () => service.pin(level, { asker }),
  }
}

function siteOf({ query }: Request, response: Response, site: Site): Site {
  const { level } = requestedPolicy(query['level'], ['analyst', 'officer'])
  return { ...site, restricted: { level, purpose: principalOf(response)?.purpose ?? '' } }
}
