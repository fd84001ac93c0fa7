import { LRUCache } from 'lru-cache'

interface Flight {
  readonly bytes: Promise<Buffer>
  readonly engine: AbortController
  waiting: number
}

/**
 * Encoded public answers by what they are an answer to: edition, question, policy, format and language. An edition never
 * changes, so an entry is right for ever; old ones make room. Equal questions that come together are answered once, and
 * the engine stops when nobody waits any more.
 */
export class AnswerCache {
  readonly #kept: LRUCache<string, Buffer>
  readonly #flights = new Map<string, Flight>()
  readonly #deadline: number

  /** @param deadline - milliseconds after which making an answer is given up */
  constructor(deadline: number, maxBytes = 64 * 2 ** 20) {
    this.#deadline = deadline
    this.#kept = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: maxBytes / 8,
      sizeCalculation: ({ length }) => length + 1,
    })
  }

  /** How many bytes are kept. */
  get size(): number {
    return this.#kept.calculatedSize
  }

  /**
   * The bytes under a key, made by `make` when nobody has made them yet.
   *
   * @param left - fires when the caller has left
   * @throws what `make` throws; nothing is kept then
   */
  async get(key: string, left: AbortSignal, make: (signal: AbortSignal) => Promise<Buffer>): Promise<Buffer> {
    const kept = this.#kept.get(key)
    if (kept !== undefined) return kept
    const flight = this.#flights.get(key) ?? this.#begin(key, make)
    flight.waiting += 1
    const leave = () => {
      flight.waiting -= 1
      if (flight.waiting === 0) flight.engine.abort(left.reason)
    }
    left.addEventListener('abort', leave, { once: true })
    try {
      return await flight.bytes
    } finally {
      left.removeEventListener('abort', leave)
    }
  }

  #begin(key: string, make: (signal: AbortSignal) => Promise<Buffer>): Flight {
    const engine = new AbortController()
    const bytes = make(AbortSignal.any([engine.signal, AbortSignal.timeout(this.#deadline)]))
      .then((made) => {
        this.#kept.set(key, made)
        return made
      })
      .finally(() => this.#flights.delete(key))
    const flight = { bytes, engine, waiting: 0 }
    this.#flights.set(key, flight)
    return flight
  }
}
