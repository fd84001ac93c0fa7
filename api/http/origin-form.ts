import type { NextFunction, Request, Response } from 'express'
import { Refusal } from '#foundation'

/** A path with one slash before it and perhaps a query: no control characters, blanks, backslashes or fragments. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is kept out
const originForm = /^\/(?!\/)[^\u0000-\u0020\u007f\\#]*$/

/**
 * Lets only targets through that are a path of this server, never an address of another one.
 *
 * @throws {@link Refusal} `BAD_TARGET`
 * @see RFC 9112, section 3.2.1
 */
export function requireOriginForm({ originalUrl }: Request, _response: Response, next: NextFunction): void {
  if (!originForm.test(originalUrl))
    throw new Refusal('BAD_TARGET', 'Ask for a path such as /v1/catalog, without the name of a server in it.')
  next()
}

/** The query of a request with its question mark, as the address has it; empty without one. */
export function searchOf({ originalUrl }: Pick<Request, 'originalUrl'>): string {
  const start = originalUrl.indexOf('?')
  return start < 0 ? '' : new URL(originalUrl.slice(start), 'http://localhost').search
}
