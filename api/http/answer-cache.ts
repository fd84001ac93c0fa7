import { LRUCache } from 'lru-cache'

/** What was made, and whether it may be kept under its key: not when another edition came between. */
export interface Made {
  readonly bytes: Buffer
  readonly keep: boolean
}

interface Flight {
  readonly made: Promise<Made>
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

  /** What is kept under a key, if it still is. */
  peek(key: string): Buffer | undefined {
    return this.#kept.get(key)
  }

  /**
   * What stands under a key, made by `make` when nobody has made them yet.
   *
   * @param left - fires when the caller has left
   * @throws what `make` throws; nothing is kept then
   */
  async get(key: string, left: AbortSignal, make: (signal: AbortSignal) => Promise<Made>): Promise<Made> {
    const kept = this.#kept.get(key)
    if (kept !== undefined) return { bytes: kept, keep: true }
    const flight = this.#flights.get(key) ?? this.#begin(key, make)
    flight.waiting += 1
    const leave = () => {
      flight.waiting -= 1
      if (flight.waiting > 0) return
      this.#forget(key, flight)
      flight.engine.abort(left.reason)
    }
    left.addEventListener('abort', leave, { once: true })
    try {
      return await flight.made
    } finally {
      left.removeEventListener('abort', leave)
    }
  }

  #begin(key: string, make: (signal: AbortSignal) => Promise<Made>): Flight {
    const engine = new AbortController()
    const made = make(AbortSignal.any([engine.signal, AbortSignal.timeout(this.#deadline)]))
      .then((result) => {
        if (result.keep) this.#kept.set(key, result.bytes)
        return result
      })
      .finally(() => this.#forget(key, flight))
    const flight: Flight = { made, engine, waiting: 0 }
    this.#flights.set(key, flight)
    return flight
  }

  /** Whoever comes after is answered anew. */
  #forget(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }
}
