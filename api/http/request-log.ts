import { randomUUID } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'
import type { Logger } from 'pino'
import { askerOf } from '../access/identify.ts'

/** Names each request and logs how it ended: path, status, time and who. What was asked for is not logged, nor what came. */
export function requestLog(log: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const [id, start] = [randomUUID(), performance.now()]
    response.set('X-Request-Id', id)
    response.on('close', () => {
      const { method, path } = request
      const ms = Math.round(performance.now() - start)
      const who = askerOf(response)?.who
      log.info({ id, method, path: path.slice(0, 200), status: response.statusCode, ms, who }, 'request')
    })
    next()
  }
}
