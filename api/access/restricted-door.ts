import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, type Response, Router } from 'express'
import { datasetNamed } from '#warehouse'
import { leftSignal } from '../http/left-signal.ts'
import type { Service } from '../service.ts'
import { askerHeader, askerOf, keyHeader } from './identify.ts'
import { requestedPolicy } from './requested-level.ts'
import { type Asker, requireLevel, requireMayAsk } from './roles.ts'

/** The restricted process of this machine, and the key under which this server speaks for those whom it has signed in. */
export interface Restricted {
  readonly url: string
  readonly key: string
}

const passedOn = ['content-type', 'content-language', 'cache-control', 'content-disposition', 'retry-after']

/**
 * Hands questions of analysts and officers on to the restricted process. This process reads no facts: it only knows who
 * asks, and whether they may.
 */
export function restrictedDoor(service: Service<'public'>, restricted: Restricted): Router {
  const router = Router()
  router.get(['/v1/data/:dataset', '/v1/statistics/:method'], async (request, response, next) => {
    const { level } = request.query
    if (level === undefined || level === 'public') return next()
    const policy = requestedPolicy(level, ['public', 'analyst', 'officer'])
    const dataset = datasetNamed(String(request.params['dataset'] ?? request.query['dataset']), service.catalog)
    const asker = askerOf(response)
    requireMayAsk(asker, policy.level, dataset.name)
    await handOn(request, response, restricted, asker)
  })
  router.get(['/:language/d/:board', '/:language/explore'], async (request, response, next) => {
    const { level, purpose } = request.query
    if (level === undefined || level === 'public') return next()
    const policy = requestedPolicy(level, ['public', 'analyst', 'officer'])
    const asker = { ...askerOf(response), ...(typeof purpose === 'string' ? { purpose } : {}) } as Asker
    requireLevel(askerOf(response) && asker, policy.level)
    await handOn(request, response, restricted, asker)
  })
  return router
}

async function handOn(request: Request, response: Response, { url, key }: Restricted, asker: Asker): Promise<void> {
  const headers = { [keyHeader]: key, [askerHeader]: encodeURIComponent(JSON.stringify(asker)) }
  for (const name of ['accept', 'accept-language']) {
    const value = request.get(name)
    if (value !== undefined) Object.assign(headers, { [name]: value })
  }
  const answer = await fetch(new URL(request.originalUrl, url), { headers, signal: leftSignal(response) })
  response.status(answer.status)
  for (const name of passedOn) {
    const value = answer.headers.get(name)
    if (value !== null) response.set(name, value)
  }
  if (answer.body === null) return void response.end()
  await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response)
}
