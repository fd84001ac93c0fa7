import type { NextFunction, Request, Response } from 'express'
import { LRUCache } from 'lru-cache'
import type { EncodedResultCache } from './encoded-result-cache.ts'

interface CachedResponse {
  readonly edition: string
  /** Of the bytes in the cache. */
  readonly key: string
  readonly headers: Readonly<Record<string, number | string | readonly string[]>>
}

const maxAddresses = 20_000
/** Characters of all addresses with their headers, so that long ones leave room for few. */
const maxCharacters = 16_000_000
/** What the headers of an answer take, about. */
const charactersOfHeaders = 1000
/** Headers of one request, not of what is at the address. */
const momentary = ['x-request-id', 'date', 'ratelimit', 'ratelimit-policy', 'connection', 'keep-alive']

/**
 * Which bytes were sent for an address, so that the same request from a reader without name is answered without reading it
 * again: most requests to a public server are of this kind.
 */
export class ResponseCache {
  readonly #addresses = new LRUCache<string, CachedResponse>({
    max: maxAddresses,
    maxSize: maxCharacters,
    sizeCalculation: (_, address) => address.length + charactersOfHeaders,
  })
  readonly #cache: EncodedResultCache
  readonly #served: () => string | undefined

  /** @param served - the edition that is served now; of others nothing is remembered */
  constructor(cache: EncodedResultCache, served: () => string | undefined) {
    this.#cache = cache
    this.#served = served
  }

  store(request: Request, response: Response, edition: string, key: string): void {
    const address = addressOf(request)
    if (address === undefined || edition !== this.#served()) return
    const headers = Object.entries(response.getHeaders()).filter(([name]) => !momentary.includes(name))
    this.#addresses.set(address, { edition, key, headers: Object.fromEntries(headers) as CachedResponse['headers'] })
  }

  /** Answers what is remembered and still served, and hands everything else on. */
  readonly answer = (request: Request, response: Response, next: NextFunction): void => {
    const address = addressOf(request)
    const known = address === undefined ? undefined : this.#addresses.get(address)
    const bytes = known === undefined ? undefined : this.#cache.peek(known.key)
    if (known === undefined || bytes === undefined || known.edition !== this.#served()) {
      next()
      return
    }
    for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value)
    if (request.headers['if-none-match'] === known.headers['etag'] || request.fresh) {
      response.removeHeader('content-length')
      response.writeHead(304).end()
    } else response.writeHead(200).end(bytes)
  }
}

/** Everything of a request that its answer depends on; nothing for requests of named persons and of other origins. */
function addressOf({ method, originalUrl, headers }: Request): string | undefined {
  const { authorization, cookie, origin, range } = headers
  if (method !== 'GET' || authorization || cookie || origin || range) return undefined
  return [originalUrl, headers.accept, headers['accept-language'], headers['accept-encoding']].join('\n')
}
