import { LRUCache } from 'lru-cache'
import { type Enter, Flights } from './flights.ts'

/**
 * Encoded public answers by what they are an answer to: edition, question, policy, format and language. An edition never
 * changes, so an entry is right for ever; old ones make room. Equal questions that come together are answered once, and
 * the engine stops when nobody waits any more.
 */
export class EncodedResultCache {
  readonly #entries: LRUCache<string, Buffer>
  readonly #flights = new Flights<Buffer>()

  constructor(maxBytes = 12 * 2 ** 20) {
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: maxBytes / 8,
      sizeCalculation: ({ length }) => length + 1,
    })
  }

  /** How many bytes are kept. */
  get size(): number {
    return this.#entries.calculatedSize
  }

  /** What is kept under a key, if it still is. */
  peek(key: string): Buffer | undefined {
    return this.#entries.get(key)
  }

  /** Whether something stands under a key, or is being made. */
  has(key: string): boolean {
    return this.#entries.has(key) || this.#flights.has(key)
  }

  /**
   * What stands under a key, made by `make` when nobody has made them yet.
   *
   * @param left - fires when the caller has left
   * @param enter - lets the making begin in the caller's turn, by default at once
   * @throws what `make` throws; nothing is kept then
   */
  async get(
    key: string,
    left: AbortSignal,
    make: (signal: AbortSignal) => Promise<Buffer>,
    enter?: Enter,
  ): Promise<Buffer> {
    const cached = this.#entries.get(key)
    if (cached !== undefined) return cached
    const entry = async (wanted: AbortSignal) => {
      const bytes = await make(wanted)
      this.#entries.set(key, bytes)
      return bytes
    }
    return await this.#flights.join(key, left, entry, enter)
  }
}
