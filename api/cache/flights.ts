import { setMaxListeners } from 'node:events'
import { busy, onBehalfOfFirst, requireWanted, stopped, stoppedWaiting } from '#foundation'

/** Lets work begin when it is the caller's turn. @param signal - fires when the caller need not wait any more */
export type Enter = (signal: AbortSignal, work: () => Promise<void>) => Promise<void>

const atOnce: Enter = (_signal, work) => work()

interface Flight<T> {
  readonly result: Promise<T>
  readonly resolve: (result: T) => void
  readonly reject: (why: unknown) => void
  /** What fires when one of those who wait has left. */
  readonly callers: Set<AbortSignal>
  /** Of the callers, how many wait for their turn to begin. */
  waiting: number
  readonly begun: AbortController
  readonly engine: AbortController
}

/**
 * Work that several callers wait for under one key: it is done once, and stopped when the last of them has left. Until it has begun each
 * waits in a line of their own, and it begins with the first whose turn comes: nobody waits longer because another asked before.
 */
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
   * @param enter - lets the work begin in the caller's turn, by default at once
   * @throws {@link Refusal} `DEADLINE` to a caller who has left, `BUSY` when nobody who waits found a place, and what the work throws
   */
  async join(
    key: string,
    left: AbortSignal,
    make: (signal: AbortSignal) => Promise<T>,
    enter: Enter = atOnce,
  ): Promise<T> {
    requireWanted(left)
    // All questions of a page listen to one signal.
    setMaxListeners(0, left)
    const flight = this.#flights.get(key) ?? this.#create(key)
    flight.callers.add(left)
    if (!flight.begun.signal.aborted) void beginInTurn(flight, left, make, enter)
    return await new Promise<T>((resolve, reject) => {
      const leave = () => {
        reject(flight.begun.signal.aborted ? stopped(left) : stoppedWaiting(left))
        flight.callers.delete(left)
        if (flight.callers.size > 0) return
        this.#forget(key, flight)
        flight.engine.abort(left.reason)
      }
      left.addEventListener('abort', leave, { once: true })
      flight.result.then(resolve, reject).finally(() => left.removeEventListener('abort', leave))
    })
  }

  #create(key: string): Flight<T> {
    const flight: Flight<T> = {
      ...settledLater<T>(),
      callers: new Set(),
      waiting: 0,
      begun: new AbortController(),
      engine: new AbortController(),
    }
    onBehalfOfFirst(flight.callers, flight.engine.signal)
    this.#flights.set(key, flight)
    const forget = () => this.#forget(key, flight)
    flight.result.then(forget, forget)
    return flight
  }

  /** Whoever comes after begins anew. */
  #forget(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }
}

/** Waits for a caller's turn, and does the work then unless another caller's turn came first. */
async function beginInTurn<T>(
  flight: Flight<T>,
  left: AbortSignal,
  make: (signal: AbortSignal) => Promise<T>,
  enter: Enter,
): Promise<void> {
  const { begun, engine, resolve, reject } = flight
  flight.waiting += 1
  const begin = async () => {
    requireWanted(left)
    if (begun.signal.aborted) return
    begun.abort()
    try {
      resolve(await make(engine.signal))
    } catch (error) {
      reject(error)
    }
  }
  await enter(AbortSignal.any([left, begun.signal]), begin).catch((refused: unknown) => {
    flight.waiting -= 1
    if (flight.waiting === 0 && !begun.signal.aborted) reject(left.aborted ? busy() : refused)
  })
}

function settledLater<T>(): Pick<Flight<T>, 'result' | 'resolve' | 'reject'> {
  let [resolve, reject]: [(result: T) => void, (why: unknown) => void] = [() => undefined, () => undefined]
  const result = new Promise<T>((...settle) => {
    ;[resolve, reject] = settle
  })
  return { result, resolve, reject }
}
