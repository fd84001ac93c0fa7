import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import express, { type ErrorRequestHandler, type Request, type Response } from 'express'
import { render } from 'preact-render-to-string'
import { type Mount, problemOf, requestedPolicy, type Service, stopSignal } from '#api'
import { packagePath, Refusal } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { ErrorPage } from './pages/error-page.tsx'
import { Overview } from './pages/overview.tsx'
import { drawOverview } from './pages/overview-charts.ts'
import { askAll, overviewQuestions, readChoice } from './pages/overview-questions.ts'
import { figuresFor } from './texts/figures.ts'
import { translator } from './texts/messages.ts'

const assetFolder = packagePath('dist', 'browser')
const oneYear = 31_536_000_000

/** Adds the pages to the application. They come from the server complete; scripts make their charts interactive. */
export const mountDashboards: Mount = (app, service) => {
  const assets = { style: addressOf('taraza.css'), script: addressOf('taraza.js') }
  app.use('/assets', express.static(assetFolder, { maxAge: oneYear, immutable: true, index: false }))
  app.get('/', (request, response) => {
    response.set('Vary', 'Accept-Language').redirect(302, `/${preferredLanguage(request)}/`)
  })
  app.get('/:language', async (request, response, next) => {
    if (!isLanguage(request.params.language)) return next()
    await sendOverview(request, response, service, request.params.language, assets)
  })
  app.use((request) => {
    throw new Refusal('NOT_FOUND', `There is nothing at ${request.path.slice(0, 100)}.`)
  })
  app.use(sendErrorPage(service, assets))
}

async function sendOverview(
  request: Request,
  response: Response,
  service: Service,
  language: Language,
  assets: Assets,
): Promise<void> {
  const { coverage } = await service.reader.facts()
  const years = completeYears(coverage, service.catalog.jurisdiction.baseYear)
  const choice = readChoice(request.query, service, years)
  const signal = stopSignal(request, response, service.deadline)
  const context = { service, policy: requestedPolicy('officer'), language, signal }
  const answers = await askAll(overviewQuestions(choice, choice.region === undefined), context)
  const page = { service, language, t: translator(language), choice, answers }
  const charts = await drawOverview(page)
  const search = new URL(request.originalUrl, 'http://localhost').search
  const html = render(
    <Overview
      context={page}
      charts={charts}
      figures={figuresFor(language)}
      years={years}
      search={search}
      assets={assets}
    />,
  )
  response
    .set({ 'Cache-Control': 'private, no-cache', 'Content-Language': language })
    .type('html')
    .send(`<!doctype html>${html}`)
}

type Assets = { readonly style: string; readonly script: string }

/** Requests of the API get problem documents from the API; people get a page in their language. */
function sendErrorPage({ log }: Service, assets: Assets): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (request.path.startsWith('/v1') || request.path.startsWith('/health') || response.headersSent) return next(error)
    const problem = problemOf(error)
    if (problem.code === 'INTERNAL') log.error({ err: error, path: request.path }, 'a page failed')
    const language = languages.find((known) => request.path.startsWith(`/${known}`)) ?? preferredLanguage(request)
    const html = render(<ErrorPage problem={problem} language={language} t={translator(language)} assets={assets} />)
    response.status(problem.status).set('Cache-Control', 'no-store').type('html').send(`<!doctype html>${html}`)
  }
}

/** The years that the extracts cover whole, from which a reader may choose; growth is told from the base year on. */
function completeYears(
  coverage: { readonly from: string; readonly to: string } | null,
  baseYear: number,
): readonly number[] {
  if (coverage === null) return [baseYear]
  const last = Number(coverage.to.slice(0, 4)) - (coverage.to.endsWith('-12-31') ? 0 : 1)
  const first = Number(coverage.from.slice(0, 4)) + (coverage.from.endsWith('-01-01') ? 0 : 1)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
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
