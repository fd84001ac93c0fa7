import type { NextFunction, Request, Response } from 'express'
import { Refusal } from '#foundation'

/** Where a body belongs: what is sent there is read and not kept. */
const takesBodies = ['/v1/verify']

/** The API is only read. @throws {@link Refusal} `METHOD_NOT_ALLOWED` */
export function requireReading({ method, baseUrl, path }: Request, _response: Response, next: NextFunction): void {
  const reads = method === 'GET' || method === 'HEAD' || (method === 'POST' && takesBodies.includes(baseUrl + path))
  if (!reads) throw new Refusal('METHOD_NOT_ALLOWED', 'The API is read with GET.', { allowed: ['GET', 'HEAD'] })
  next()
}
