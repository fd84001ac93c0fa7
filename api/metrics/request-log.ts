import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { NextFunction, Request, Response } from 'express'
import type { Logger } from 'pino'
import { principalOf } from '../access/identify.ts'
import type { RequestMetrics } from './request-metrics.ts'

/** Where requests are logged and counted. */
export interface Observing {
  readonly log: Logger
  readonly metrics: RequestMetrics
}

/**
 * Logs how a request ended (path, status, time and who) and counts it. What was asked for is not logged, nor what came.
 *
 * @returns the name of the request, for its answer
 */
export function beginLog(
  { log, metrics }: Observing,
  response: ServerResponse,
  { method, path }: { readonly method: string; readonly path: string },
  who: () => string | undefined = () => undefined,
): string {
  const [id, start] = [randomUUID(), performance.now()]
  response.on('close', () => {
    const milliseconds = performance.now() - start
    metrics.observe(response.statusCode, milliseconds)
    const ms = Math.round(milliseconds)
    log.info({ id, method, path: path.slice(0, 200), status: response.statusCode, ms, who: who() }, 'request')
  })
  return id
}

/** Names each request, and logs how it ended. */
export function requestLog(service: Observing) {
  return (request: Request, response: Response, next: NextFunction): void => {
    response.set(
      'X-Request-Id',
      beginLog(service, response, request, () => principalOf(response)?.who),
    )
    next()
  }
}
