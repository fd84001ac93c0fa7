import { setMaxListeners } from 'node:events'
import { askerOf, onBehalfOf, stopped } from '#foundation'

interface Flight<T> {
  readonly result: Promise<T>
  readonly engine: AbortController
  waiting: number
}

/** Work that several callers wait for under one key: it is done once, and stopped when the last of them has left. */
export class Flights<T> {
  readonly #flights = new Map<string, Flight<T>>()

  /** Whether there is work under a key now. */
  has(key: string): boolean {
    return this.#flights.has(key)
  }

  /**
   * Waits for the work under a key, which is begun when there is none.
   *
   * @param left - fires when the caller has left
   * @throws {@link Refusal} `DEADLINE` to a caller who has left, and what the work throws
   */
  async join(key: string, left: AbortSignal, make: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (left.aborted) throw stopped(left)
    // All questions of a page listen to one signal.
    setMaxListeners(0, left)
    const flight = this.#flights.get(key) ?? this.#begin(key, left, make)
    flight.waiting += 1
    return await new Promise<T>((resolve, reject) => {
      const leave = () => {
        reject(stopped(left))
        flight.waiting -= 1
        if (flight.waiting > 0) return
        this.#forget(key, flight)
        flight.engine.abort(left.reason)
      }
      left.addEventListener('abort', leave, { once: true })
      flight.result.then(resolve, reject).finally(() => left.removeEventListener('abort', leave))
    })
  }

  #begin(key: string, left: AbortSignal, make: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const engine = new AbortController()
    onBehalfOf(askerOf(left), engine.signal)
    const result = make(engine.signal).finally(() => this.#forget(key, flight))
    const flight: Flight<T> = { result, engine, waiting: 0 }
    this.#flights.set(key, flight)
    return flight
  }

  /** Whoever comes after begins anew. */
  #forget(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }
}
