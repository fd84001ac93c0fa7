import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import express, { type ErrorRequestHandler, type Request, type Response } from 'express'
import { render } from 'preact-render-to-string'
import { isForMachines, type Mount, operations, problemOf, type Service } from '#api'
import { packagePath, Refusal } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { sendChartImage } from './chart-images.ts'
import { ApiReference } from './pages/api-reference.tsx'
import { ErrorPage } from './pages/error-page.tsx'
import { FinesPage } from './pages/fines-page.tsx'
import { pages } from './pages/layout.tsx'
import { loadOverview } from './pages/load-overview.ts'
import { MethodsPage } from './pages/methods-page.tsx'
import { Overview } from './pages/overview.tsx'
import { drawOverview } from './pages/overview-charts.ts'
import { ReleasesPage } from './pages/releases-page.tsx'
import { figuresFor } from './texts/figures.ts'
import { translator } from './texts/messages.ts'

const assetFolder = packagePath('dist', 'browser')
const oneYear = 31_536_000_000

const pageOf = { fines: FinesPage, methods: MethodsPage, releases: ReleasesPage }

/** Adds the pages to the application. They come from the server complete; scripts make their charts interactive. */
export const mountDashboards: Mount = (app, service) => {
  const assets = { style: addressOf('taraza.css'), script: addressOf('taraza.js') }
  app.use('/assets', express.static(assetFolder, { maxAge: oneYear, immutable: true, index: false }))
  app.get('/', (request, response) => {
    response.set('Vary', 'Accept-Language').redirect(302, `/${preferredLanguage(request)}/`)
  })
  app.get('/v1/charts/:file', async (request, response) => sendChartImage(request, response, service))
  app.get('/docs', (_request, response) => {
    const about = { t: translator('en'), assets, synthetic: service.served()?.synthetic ?? false }
    sendPage(response, 'en', render(<ApiReference operations={operations(service.catalog)} {...about} />))
  })
  app.get('/:language', async (request, response, next) => {
    if (!isLanguage(request.params.language)) return next()
    await sendOverview(request, response, service, request.params.language, assets)
  })
  app.get('/:language/:page', (request, response, next) => {
    const { language, page } = request.params
    const served = service.served()
    const known = pages.find((name) => name === page)
    if (!isLanguage(language) || known === undefined || served === undefined) return next()
    const Page = pageOf[known]
    const about = { service, release: served, language, t: translator(language), figures: figuresFor(language), assets }
    sendPage(response, language, render(<Page {...about} />))
  })
  app.use((request) => {
    throw new Refusal('NOT_FOUND', `There is nothing at ${request.path.slice(0, 100)}.`)
  })
  app.use(sendErrorPage(service, assets))
}

async function sendOverview(
  request: Request,
  response: Response,
  service: Service<'public'>,
  language: Language,
  assets: Assets,
): Promise<void> {
  const { years, ...context } = await loadOverview(request, response, service, language)
  const charts = await drawOverview(context)
  const search = new URL(request.originalUrl, 'http://localhost').search
  const page = { context, charts, figures: figuresFor(language), years, search, assets }
  sendPage(response, language, render(<Overview {...page} />))
}

function sendPage(response: Response, language: Language, html: string): void {
  response
    .set({ 'Cache-Control': 'public, no-cache', 'Content-Language': language })
    .type('html')
    .send(`<!doctype html>${html}`)
}

type Assets = { readonly style: string; readonly script: string }

/** Requests of the API get problem documents from the API; people get a page in their language. */
function sendErrorPage({ log }: Service<'public'>, assets: Assets): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (isForMachines(request.path) || response.headersSent) return next(error)
    const problem = problemOf(error)
    if (problem.code === 'INTERNAL') log.error({ err: error, path: request.path }, 'a page failed')
    const language = languages.find((known) => request.path.startsWith(`/${known}`)) ?? preferredLanguage(request)
    const html = render(<ErrorPage problem={problem} language={language} t={translator(language)} assets={assets} />)
    response.status(problem.status).set('Cache-Control', 'no-store').type('html').send(`<!doctype html>${html}`)
  }
}

function preferredLanguage(request: Request): Language {
  return languages.find((known) => known === request.acceptsLanguages(...languages)) ?? 'ky'
}

function isLanguage(text: string | undefined): text is Language {
  return languages.some((known) => known === text)
}

/** The address of an asset holds a hash of its content, so that it may be kept for ever. */
function addressOf(name: string): string {
  const path = packagePath('dist', 'browser', name)
  const version = existsSync(path)
    ? createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 10)
    : 'missing'
  return `/assets/${name}?v=${version}`
}
