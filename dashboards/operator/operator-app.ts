import express, { type Express, Router } from 'express'
import {
  acceptedLanguage,
  auditRefusals,
  hearing,
  identify,
  inEachLanguage,
  keyFor,
  languageOfPage,
  operationRoutes,
  operationsOfLevels,
  requestLog,
  requireAnswered,
  requireOriginForm,
  requireRole,
  type Service,
  securityHeaders,
  takes,
} from '#api'
import { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import { listRuns, readRunReport } from '#warehouse'
import { budgetRoutes } from './budget-routes.ts'
import { type FindLineage, lineageRoutes } from './lineage-routes.tsx'
import { sendMetrics } from './metrics.ts'
import { renderRunReport, renderRuns, styleHash } from './render-run-report.tsx'
import { restrictedPages } from './restricted-pages.tsx'
import { sendOperatorError } from './send-operator-error.tsx'

const shownRuns = 200

/**
 * The application of the restricted listener: run reports and metrics, with exact counts, for stewards, and the API for
 * analysts and officers. It is never mounted on the application that readers reach. Without a token
 * it tells only that it runs.
 *
 * @param internalKey - of the public server, which speaks for those whom it has signed in
 * @param otherMetrics - in the text format of Prometheus: what waits, and the last that the public server told of its requests
 * @param findLineage - without it there is no page that leads from figures to deliveries
 */
export function makeOperatorApp(
  home: string,
  service: Service<'analyst' | 'officer'>,
  internalKey?: string | undefined,
  otherMetrics: () => string = () => '',
  findLineage?: FindLineage,
): Express {
  const app = express()
  app.enable('case sensitive routing')
  app.disable('x-powered-by')
  app.use(requestLog(service), securityHeaders(false, [styleHash()]), requireOriginForm)
  app.use((_, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  app.get('/health/live', takes(), (_request, response) => void response.json({ alive: true }))
  const spokenFor = hearing(internalKey === undefined ? undefined : keyFor('speaking', internalKey))
  app.use(identify({ tokens: service.tokens, acceptsPasswords: true, spokenFor }))
  app.use(requireRole('analyst', 'officer', 'steward'))
  app.use('/v1/catalog', requireRole('analyst', 'officer'))
  app.use(['/metrics', '/v1/runs', '/v1/budgets', '/:language/runs'], requireRole('steward'))
  app.use('/:language/lineage', requireRole('officer', 'steward'))
  app.use(requireAnswered(app))
  app.use(runData(home, otherMetrics), budgetRoutes(home, service))
  app.use(operationRoutes(operationsOfLevels(service.catalog), service), restrictedPages(service))
  app.use(runPages(home, service.jurisdiction))
  if (findLineage !== undefined) app.use(lineageRoutes(service, findLineage))
  app.use(() => {
    throw new Refusal('NOT_FOUND', 'There is nothing at this address. Begin at /en/runs.')
  })
  app.use(auditRefusals(service), sendOperatorError(service))
  return app
}

/** Metrics and reports of nightly runs for programs. */
function runData(home: string, otherMetrics: () => string): Router {
  const router = Router({ caseSensitive: true })
  router.get('/', takes(), (request, response) => {
    const language = acceptedLanguage(request, 'ky')
    response.set('Vary', 'Accept-Language').redirect(302, `/${language}/runs`)
  })
  router.get('/metrics', takes(), sendMetrics(home, otherMetrics))
  router.get('/v1/runs/:run', takes(), (request, response) => {
    response.json(readRunReport(home, request.params.run))
  })
  return router
}

/** Reports of nightly runs as pages. */
function runPages(home: string, jurisdiction: Service<'analyst' | 'officer'>['jurisdiction']): Router {
  const router = Router({ caseSensitive: true })
  router.get(inEachLanguage('runs'), takes(), (request, response) => {
    const language = languageOfPage(request)
    const runs = listRuns(home)
      .slice(0, shownRuns)
      .map((run) => readRunReport(home, run))
    const summaries = runs.map((run) => ({ ...run, deliveries: run.deliveries.length }))
    response.type('html').send(renderRuns(summaries, language, (other) => `/${other}/runs`))
  })
  router.get(inEachLanguage('runs/(?<run>[^/]+)'), takes(), (request, response) => {
    const run = String(request.params['run'])
    const language = languageOfPage(request)
    const addressIn = (other: Language) => `/${other}/runs/${run}`
    response.type('html').send(renderRunReport(readRunReport(home, run), language, jurisdiction, addressIn))
  })
  return router
}
