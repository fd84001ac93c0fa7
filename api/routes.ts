import { type NextFunction, type Request, type Response, Router } from 'express'
import { Refusal } from '#foundation'
import { type Dataset, datasetNamed, type Level, type Parameters, parseQuestion } from '#warehouse'
import { askerOf } from './access/identify.ts'
import { requestedPolicy } from './access/requested-level.ts'
import { catalogDocument } from './catalog-document.ts'
import { fileEndings, mediaTypes } from './formats/encode.ts'
import { encodeAside } from './formats/encode-aside.ts'
import { fixedTablesCsv, fixedTablesWorkbook } from './formats/fixed-table-files.ts'
import { requestedFormat, requestedLanguage } from './http/requested-format.ts'
import { cacheControl, sendMade } from './http/send-made.ts'
import type { Service } from './service.ts'

/** Parameters that say how to answer, and are not part of the question. */
const presentation = ['format', 'lang', 'level']

/** The routes of every level: catalog, data and the health checks. */
export function apiRoutes<L extends Level>(service: Service<L>): Router {
  const router = Router()
  router.use(['/v1', '/sdmx'], requireReading)
  router.get('/health/live', (_request, response) => void response.json({ alive: true }))
  router.get('/health/ready', async (_request, response) => {
    await service.ready()
    response.json({ ready: true })
  })
  router.get('/v1/catalog', (request, response) => sendCatalog(request, response, service))
  router.get('/v1/catalog/:dataset', (request, response) => {
    sendCatalog(request, response, service, datasetNamed(String(request.params['dataset']), service.catalog))
  })
  router.get('/v1/releases', (_request, response) => {
    response.set('Cache-Control', cacheControl('public')).json({ releases: service.releases() })
  })
  router.get('/v1/intervals', (_request, response) => {
    const release = service.served()
    response.set('Cache-Control', cacheControl('public'))
    response.json({
      release: release?.id ?? null,
      cubes: release === undefined ? {} : service.intervals(release.id),
    })
  })
  router.get('/v1/tables/fines', (_request, response) => {
    const release = service.served()
    response.set('Cache-Control', cacheControl('public'))
    response.json({
      release: release?.id ?? null,
      tables: release === undefined ? [] : service.fixedTables(release.id),
    })
  })
  router.get('/v1/tables/fines.:format', async (request, response, next) => {
    const { format } = request.params
    if (format !== 'csv' && format !== 'xlsx') return next()
    const release = service.served()
    if (release === undefined) return next()
    const tables = service.fixedTables(release.id)
    response.set({
      'Cache-Control': cacheControl('public'),
      'Content-Disposition': `attachment; filename="fines_${release.id}.${format}"`,
    })
    response.type(mediaTypes[format])
    if (format === 'csv') return void response.send(fixedTablesCsv(tables, release))
    response.send(await fixedTablesWorkbook(tables, service.catalog, requestedLanguage(request), release))
  })
  router.get('/v1/data/:dataset', async (request, response) => {
    await sendData(request, response, service)
  })
  return router
}

/** Where a body belongs: what is sent there is read and not kept. */
const takesBodies = ['/v1/verify']

function requireReading({ method, baseUrl, path }: Request, _response: Response, next: NextFunction): void {
  const reads = method === 'GET' || method === 'HEAD' || (method === 'POST' && takesBodies.includes(baseUrl + path))
  if (!reads) {
    throw new Refusal('METHOD_NOT_ALLOWED', 'The API is read with GET.', { allowed: ['GET', 'HEAD'] })
  }
  next()
}

function sendCatalog<L extends Level>(request: Request, response: Response, service: Service<L>, only?: Dataset): void {
  const { level } = requestedPolicy(request.query['level'] ?? service.levels[0], service.levels)
  const document = catalogDocument(service.catalog, service.edition(level), requestedLanguage(request), only)
  response.set('Cache-Control', cacheControl(level)).json(document)
}

async function sendData<L extends Level>(request: Request, response: Response, service: Service<L>): Promise<void> {
  const [format, language] = [requestedFormat(request), requestedLanguage(request)]
  const policy = requestedPolicy(request.query['level'], service.levels)
  const dataset = datasetNamed(String(request.params['dataset']), service.catalog)
  const question = parseQuestion(questionOf(request.query as Parameters), dataset)
  const { id } = service.edition(policy.level, question.asOf)
  const ending = fileEndings[format]
  await sendMade(request, response, service, {
    level: policy.level,
    edition: id,
    about: { question, format, language },
    type: mediaTypes[format],
    file: ending && `${dataset.name}_${question.by.join('-') || 'total'}_${id}_${language}.${ending}`,
    make: async (signal) => {
      const answer = await service.ask(question, policy, signal, askerOf(response))
      return { bytes: await encodeAside(answer, service.catalog, format, language), edition: answer.edition.id }
    },
  })
}

function questionOf(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !presentation.includes(name)))
}
