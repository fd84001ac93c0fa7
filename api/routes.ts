import { type NextFunction, type Request, type Response, Router } from 'express'
import { Refusal } from '#foundation'
import { type Dataset, datasetNamed, type Level, type Parameters, parseQuestion, type Question } from '#warehouse'
import { askerOf } from './access/identify.ts'
import { requestedPolicy } from './access/requested-level.ts'
import { catalogDocument } from './catalog-document.ts'
import type { RequestKind } from './costs/kinds.ts'
import { type Format, fileEndings, mediaTypes } from './formats/encode.ts'
import { encodeAside } from './formats/encode-aside.ts'
import { fixedTablesCsv, fixedTablesWorkbook } from './formats/fixed-table-files.ts'
import { takes } from './http/known-parameters.ts'
import { requestedFormat, requestedLanguage } from './http/requested-format.ts'
import { cacheControl, sendMade } from './http/send-made.ts'
import type { Service } from './service.ts'

/** Parameters that say how to answer, and are not part of the question. */
const presentation = ['format', 'lang', 'level']

/** The routes of every level: catalog, data and the health checks. */
export function apiRoutes<L extends Level>(service: Service<L>): Router {
  const router = Router()
  router.use(['/v1', '/sdmx'], requireReading)
  router.get('/health/live', takes(), (_request, response) => void response.json({ alive: true }))
  router.get('/health/ready', takes(), async (_request, response) => {
    await service.ready()
    response.json({ ready: true })
  })
  const ofCatalog = takes('lang', 'level')
  router.get('/v1/catalog', ofCatalog, (request, response) => sendCatalog(request, response, service))
  router.get('/v1/catalog/:dataset', ofCatalog, (request, response) => {
    sendCatalog(request, response, service, datasetNamed(String(request.params['dataset']), service.catalog))
  })
  router.get('/v1/releases', takes(), (_request, response) => {
    response.set('Cache-Control', cacheControl('public')).json({ releases: service.releases() })
  })
  router.get('/v1/intervals', takes(), (_request, response) => {
    const release = service.served()
    response.set('Cache-Control', cacheControl('public'))
    response.json({
      release: release?.id ?? null,
      cubes: release === undefined ? {} : service.intervals(release.id),
    })
  })
  router.get('/v1/tables/fines', takes(), (_request, response) => {
    const release = service.served()
    response.set('Cache-Control', cacheControl('public'))
    response.json({
      release: release?.id ?? null,
      tables: release === undefined ? [] : service.fixedTables(release.id),
    })
  })
  router.get('/v1/tables/fines.:format', takes('lang'), async (request, response, next) => {
    if (!(await sendFines(request, response, service))) next()
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
    kind: kindOf(question, format),
    edition: id,
    about: { question, format, language },
    type: mediaTypes[format],
    file: ending && `${dataset.name}_${question.by.join('-') || 'total'}_${id}_${language}.${ending}`,
    make: async (signal) => {
      const answer = await service.ask(question, policy, signal, askerOf(response))
      return { bytes: await encodeAside(answer, service.catalog, format, language, signal), edition: answer.edition.id }
    },
  })
}

/** Sends the tables of fines as a file; says whether there are such ones. They are public at each level. */
async function sendFines<L extends Level>(request: Request, response: Response, service: Service<L>): Promise<boolean> {
  const { format } = request.params
  const [language, release] = [requestedLanguage(request), service.served()]
  if ((format !== 'csv' && format !== 'xlsx') || release === undefined) return false
  await sendMade(request, response, service, {
    level: 'public',
    kind: format === 'xlsx' ? 'workbook' : 'table',
    edition: release.id,
    about: { fines: format, language },
    type: mediaTypes[format],
    file: `fines_${release.id}.${format}`,
    make: async () => {
      const tables = service.fixedTables(release.id)
      if (format === 'csv') return { bytes: Buffer.from(fixedTablesCsv(tables, release)), edition: release.id }
      const workbook = await fixedTablesWorkbook(tables, service.catalog, language, release)
      return { bytes: Buffer.from(workbook), edition: release.id }
    },
  })
  return true
}

/** Answers in full detail, and files that are written for each cell, cost many times what others do. */
function kindOf({ detail }: Question, format: Format): RequestKind {
  if (format === 'xlsx') return 'workbook'
  return detail === 'full' || format === 'parquet' ? 'table' : 'question'
}

function questionOf(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !presentation.includes(name)))
}
