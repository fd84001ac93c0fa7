import { randomUUID } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'
import type { Logger } from 'pino'
import { principalOf } from '../access/identify.ts'
import type { RequestMetrics } from './request-metrics.ts'

/** Names each request, logs how it ended (path, status, time and who) and counts it. What was asked for is not logged, nor what came. */
export function requestLog({ log, metrics }: { readonly log: Logger; readonly metrics: RequestMetrics }) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const [id, start] = [randomUUID(), performance.now()]
    response.set('X-Request-Id', id)
    response.on('close', () => {
      const { method, path } = request
      const milliseconds = performance.now() - start
      metrics.observe(response.statusCode, milliseconds)
      const ms = Math.round(milliseconds)
      const who = principalOf(response)?.who
      log.info({ id, method, path: path.slice(0, 200), status: response.statusCode, ms, who }, 'request')
    })
    next()
  }
}
