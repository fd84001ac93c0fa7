import { existsSync } from 'node:fs'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import {
  acceptedLanguage,
  inEachLanguage,
  isForMachines,
  isForTheLog,
  languageOfPage,
  type Mount,
  operationRoutes,
  problemOf,
  type Service,
  sessionOf,
  takes,
  tellWhatNext,
} from '#api'
import { Refusal } from '#foundation'
import { languages } from '#jurisdictions'
import { readBoards } from '../boards/board.ts'
import { PackCache } from '../pack/pack-cache.ts'
import { ApiReference } from '../pages/api-reference.tsx'
import { ErrorPage } from '../pages/error-page.tsx'
import type { Site } from '../pages/frame/layout.tsx'
import { boardsFor, pagesFor, siteFor } from '../pages/frame/site.ts'
import { SessionPage } from '../pages/session-page.tsx'
import { installedKey } from '../proof/installed-key.ts'
import { translator } from '../texts/messages.ts'
import { boardPages } from './board-pages.tsx'
import { assets, builtFolder, filesIn } from './built-files.ts'
import { chartOperation, embedRoutes } from './chart-routes.tsx'
import { exploreRoutes } from './explore-routes.tsx'
import { packOperations } from './pack-routes.ts'
import { releasePages } from './release-pages.tsx'
import { pageText } from './send-rendered.ts'
import { signingKeyOperation, verifyRoutes } from './verify-routes.tsx'

/** Adds the pages to the application. They come from the server complete; scripts make their charts interactive. */
export const mountDashboards: Mount = (app, service, described) => {
  const boards = boardsFor(readBoards(), service.catalog)
  const site = siteFor(boards, pagesFor(service.catalog), {
    preparation: service.preparation,
    hasSignIn: app.enabled('sign in'),
  })
  app.use('/assets', ...assets())
  for (const [built, ...parameters] of [['notebooks', 'release'], ['docs']] as const) {
    const folder = builtFolder(built)
    app.use(`/${built}`, takes(...parameters), filesIn(folder), requireBuilt(folder))
  }
  app.get('/', takes(), (request, response) => {
    response.set('Vary', 'Accept-Language').redirect(302, `/${acceptedLanguage(request, 'ky')}/`)
  })
  const key = installedKey(service.signingFolder)
  const packs = new PackCache(service, key)
  const operations = [...packOperations(packs), signingKeyOperation(key), chartOperation(boards, key)]
  app.use(boardPages(service, boards, site), embedRoutes(service, boards, site), exploreRoutes(service, site, key))
  app.use(operationRoutes(operations, service), verifyRoutes(service, site, key, packs))
  app.get('/docs/reference', takes(), (_request, response) => {
    const about = { t: translator('en'), site, synthetic: service.served()?.synthetic ?? false }
    const page = <ApiReference operations={described()} {...about} />
    response.set({ 'Cache-Control': 'public, no-cache', 'Content-Language': 'en' }).type('html').send(pageText(page))
  })
  app.get(inEachLanguage('session'), takes(), (request, response) => {
    const language = languageOfPage(request)
    const page = <SessionPage session={sessionOf(response)} language={language} t={translator(language)} site={site} />
    response.set('Cache-Control', 'no-store').type('html').send(pageText(page))
  })
  app.use(releasePages(service, site))
  app.use((request) => {
    throw new Refusal('NOT_FOUND', `There is nothing at ${request.path.slice(0, 100)}.`)
  })
  app.use(sendErrorPage(service, site))
  return operations
}

/** Documents and notebooks are built beside the server that starts first. */
function requireBuilt(folder: string): RequestHandler {
  return (request, response, next) => {
    if (existsSync(folder) || request.path === '/reference') return next()
    response.set('Retry-After', '30')
    throw new Refusal(
      'NOT_BUILT_YET',
      'These pages are being built. Try again in a minute; "npm run build" builds them.',
    )
  }
}

/** Requests of the API get problem documents from the API; people get a page in their language. */
function sendErrorPage({ log }: Service<'public'>, site: Site): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (isForMachines(request.path) || response.headersSent) return next(error)
    const problem = problemOf(error)
    if (isForTheLog(problem)) log.error({ err: error, path: request.path }, 'a page failed')
    const language = languages.find((known) => request.path.startsWith(`/${known}`)) ?? acceptedLanguage(request, 'ky')
    tellWhatNext(response, problem)
    const page = <ErrorPage problem={problem} language={language} t={translator(language)} site={site} />
    response.status(problem.status).set('Cache-Control', 'no-store').type('html').send(pageText(page))
  }
}
