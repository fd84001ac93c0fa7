import { type NextFunction, type Request, type Response, Router } from 'express'
import { canonicalJson, type Json, packageVersion, Refusal, sha256 } from '#foundation'
import type { Parameters } from '#warehouse'
import { parseQuestion } from '#warehouse'
import { requestedPolicy } from './access/requested-level.ts'
import { catalogDocument } from './catalog-document.ts'
import { encodeAnswer, mediaTypes } from './formats/encode.ts'
import { requestedFormat, requestedLanguage } from './http/requested-format.ts'
import { stopSignal } from './http/stop-signal.ts'
import type { Service } from './service.ts'

/** Parameters that say how to answer, and are not part of the question. */
const presentation = ['format', 'lang', 'level']

/** The routes under `/v1` and the health checks. */
export function apiRoutes(service: Service): Router {
  const router = Router()
  router.use('/v1', requireReading)
  router.get('/health/live', (_request, response) => void response.json({ alive: true }))
  router.get('/health/ready', async (_request, response) => {
    await service.reader.facts()
    response.json({ ready: true })
  })
  router.get('/v1/catalog', async (request, response) => sendCatalog(request, response, service))
  router.get('/v1/catalog/:dataset', async (request, response) => {
    requireDataset(request)
    await sendCatalog(request, response, service)
  })
  router.get('/v1/data/:dataset', async (request, response) => {
    requireDataset(request)
    await sendData(request, response, service)
  })
  return router
}

function requireReading({ method }: Request, _response: Response, next: NextFunction): void {
  if (method !== 'GET' && method !== 'HEAD') {
    throw new Refusal('METHOD_NOT_ALLOWED', 'The API is read with GET.', { allowed: ['GET', 'HEAD'] })
  }
  next()
}

async function sendCatalog(request: Request, response: Response, service: Service): Promise<void> {
  const facts = await service.reader.facts()
  response
    .set('Cache-Control', 'private, no-cache')
    .json(catalogDocument(service.catalog, facts, requestedLanguage(request)))
}

async function sendData(request: Request, response: Response, service: Service): Promise<void> {
  const [format, language] = [requestedFormat(request), requestedLanguage(request)]
  const policy = requestedPolicy(request.query['level'])
  const question = parseQuestion(questionOf(request.query as Parameters), service.catalog)
  const { id } = await service.reader.facts()
  const key = sha256(
    canonicalJson({ id, packageVersion, question: question as unknown as Json, ...policy, format, language }),
  )
  response.set({ ETag: `"${key}"`, 'Cache-Control': 'private, no-cache', Vary: 'Accept, Accept-Language' })
  if (request.fresh) return void response.status(304).end()
  const answer = await service.ask(question, policy, stopSignal(request, response, service.deadline))
  if (answer.generation !== id) response.removeHeader('ETag')
  response.type(mediaTypes[format]).send(encodeAnswer(answer, service.catalog, format, language))
}

function questionOf(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !presentation.includes(name)))
}

function requireDataset({ params }: Request): void {
  const { dataset } = params
  if (dataset === 'sentences') return
  throw new Refusal('UNKNOWN_DATASET', 'There is no such dataset. There is: sentences.', {
    parameter: 'dataset',
    allowed: ['sentences'],
  })
}
