import type { RequestListener } from 'node:http'
import type { RequestMetrics } from '#api'

/** What answers requests, what it counts, and what ends it. */
export interface Answering {
  readonly listener: RequestListener
  readonly metrics: Pick<RequestMetrics, 'text' | 'data'>
  close(): Promise<void>
}

export interface SwitchOver {
  /** What answers until then. */
  readonly waiting: Answering
  /** Whether to try: it is asked with each request, and must be quick. */
  isDue(): boolean
  /** Makes what answers from then on, at once. */
  begin(): Answering
  /** Called when it could not be made. It is tried again. */
  failed(error: unknown): void
}

/** Milliseconds between two looks where nobody asks. */
const interval = 1000
/** Milliseconds until what failed is tried again. */
const rest = 5000

/**
 * Answers with one application until another one can take its place: no connection is closed, and nothing is started again.
 *
 * @param switched - called when the other one answers
 */
export function switchOver({ waiting, isDue, begin, failed }: SwitchOver, switched: () => void): Answering {
  let current = waiting
  let restsUntil = 0
  const look = () => {
    if (current !== waiting || performance.now() < restsUntil) return
    try {
      if (!isDue()) return
      current = begin()
    } catch (error) {
      restsUntil = performance.now() + rest
      return failed(error)
    }
    clearInterval(timer)
    switched()
  }
  const timer = setInterval(look, interval).unref()
  return {
    listener: (request, response) => {
      look()
      current.listener(request, response)
    },
    get metrics() {
      return current.metrics
    },
    close: async () => {
      clearInterval(timer)
      await current.close()
    },
  }
}
