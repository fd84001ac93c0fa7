import type { NextFunction, Request, Response } from 'express'
import { Refusal } from '#foundation'

/** Where a file is sent to be checked: it is read and not kept. */
const takesFiles = /^(\/v1|\/\w\w)\/verify$/

/** Everything is read, apart from files to be checked. @throws {@link Refusal} `METHOD_NOT_ALLOWED` */
export function requireReading({ method, baseUrl, path }: Request, _response: Response, next: NextFunction): void {
  const allowed = ['GET', 'HEAD', ...(takesFiles.test(baseUrl + path) ? ['POST'] : [])]
  if (!allowed.includes(method)) throw new Refusal('METHOD_NOT_ALLOWED', 'This address is read with GET.', { allowed })
  next()
}
