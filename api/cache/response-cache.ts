import type { IncomingMessage, ServerResponse } from 'node:http'
import { LRUCache } from 'lru-cache'
import type { EncodedResultCache } from './encoded-result-cache.ts'

/** What an answer is made of besides its address. */
export interface Serving {
  readonly edition: string
  /** What pages show besides figures of their edition, see `Service.moment`. */
  readonly moment: string
}

interface CachedResponse extends Serving {
  /** Of the bytes in the cache. */
  readonly key: string
  readonly etag: string
  /** Names and values in turns, as Node sends them without looking at each again. */
  readonly headers: readonly string[]
  /** The same for an answer without bytes. */
  readonly headersOfNone: readonly string[]
}

const maxAddresses = 20_000
/** Characters of all addresses with their headers, so that long ones leave room for few. */
const maxCharacters = 12_000_000
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
  readonly #serving: () => Serving | undefined

  /** @param serving - what is served now; of anything else nothing is remembered */
  constructor(cache: EncodedResultCache, serving: () => Serving | undefined) {
    this.#cache = cache
    this.#serving = serving
  }

  store(request: IncomingMessage, response: ServerResponse, { edition, moment }: Serving, key: string): void {
    const address = addressOf(request)
    if (address === undefined || !this.#isServed({ edition, moment })) return
    const headers = Object.entries(response.getHeaders()).filter(([name]) => !momentary.includes(name))
    const ofNone = headers.filter(([name]) => name !== 'content-length')
    const etag = String(response.getHeader('etag'))
    const flat = { headers: headers.flatMap(inTurns), headersOfNone: ofNone.flatMap(inTurns) }
    this.#addresses.set(address, { edition, moment, key, etag, ...flat })
  }

  /** What was sent for the address of a request, while it is served and its bytes are there. */
  find(request: IncomingMessage): CachedResponse | undefined {
    const address = addressOf(request)
    const known = address === undefined ? undefined : this.#addresses.get(address)
    return known && this.#isServed(known) && this.bytesOf(known) ? known : undefined
  }

  bytesOf({ key }: CachedResponse): Buffer | undefined {
    return this.#cache.peek(key)
  }

  #isServed({ edition, moment }: Serving): boolean {
    const now = this.#now()
    return now?.edition === edition && now.moment === moment
  }

  /** Where nobody can read what is served, nothing is: the application says why. An error here would end the process. */
  #now(): Serving | undefined {
    try {
      return this.#serving()
    } catch {
      return undefined
    }
  }
}

function inTurns([name, value = '']: [string, number | string | string[] | undefined]): readonly string[] {
  return [value].flat().flatMap((one) => [name, String(one)])
}

/** Everything of a request that its answer depends on; nothing for requests of named persons and of other origins. */
function addressOf({ method, url, headers }: IncomingMessage): string | undefined {
  const { authorization, cookie, origin, range, accept = '' } = headers
  if (method !== 'GET' || authorization || cookie || origin || range) return undefined
  return `${url}\n${accept}\n${headers['accept-language'] ?? ''}\n${headers['accept-encoding'] ?? ''}`
}
