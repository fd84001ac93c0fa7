import type { NextFunction, Request, Response } from 'express'

const oneDay = 86_400

/** Lets pages of other origins read the API, where the operator has named them; closed by default. */
export function crossOrigin(origins: readonly string[]) {
  return (request: Request, response: Response, next: NextFunction): void => {
    response.vary('Origin')
    const origin = request.get('origin')
    if (origin === undefined || !origins.includes(origin)) {
      next()
      return
    }
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': 'ETag, X-Request-Id, Retry-After',
    })
    if (request.method !== 'OPTIONS' || request.get('access-control-request-method') === undefined) {
      next()
      return
    }
    response.set({
      'Access-Control-Allow-Methods': 'GET, HEAD',
      'Access-Control-Allow-Headers': 'Authorization, If-None-Match, Taraza-Purpose',
      'Access-Control-Max-Age': String(oneDay),
    })
    response.status(204).end()
  }
}
