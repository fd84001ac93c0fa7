import type { IncomingMessage, RequestListener } from 'node:http'
import type { AccessLevel } from '#warehouse'
import type { CostLimit } from '../costs/cost-limit.ts'
import { beginLog } from '../metrics/request-log.ts'
import type { Service } from '../service/service.ts'

/**
 * Answers what is remembered before an application reads the request, which takes longer than answering it. Everything else is the
 * application's: also conditions that do not name the answer as it is, and requests of whoever has nothing left to pay with.
 */
export function memoryFirst<L extends AccessLevel>(
  app: RequestListener,
  service: Pick<Service<L>, 'memory' | 'log' | 'metrics'>,
  limit: Pick<CostLimit, 'payRemembered'>,
): RequestListener {
  return (request, response) => {
    const known = service.memory.find(request)
    const quota = known && isForWhole(request, known.etag) ? limit.payRemembered(request) : undefined
    if (known === undefined || quota === undefined) return void app(request, response)
    const id = beginLog(service, response, { method: 'GET', path: (request.url ?? '').split('?')[0] ?? '' })
    const momentary = [...quota, 'X-Request-Id', id]
    if (request.headers['if-none-match'] === undefined)
      response.writeHead(200, known.headers.concat(momentary)).end(service.memory.bytesOf(known))
    else response.writeHead(304, known.headersOfNone.concat(momentary)).end()
  }
}

function isForWhole({ headers }: IncomingMessage, etag: string): boolean {
  const condition = headers['if-none-match']
  return headers['if-modified-since'] === undefined && (condition === undefined || condition === etag)
}
