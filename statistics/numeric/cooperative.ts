/** Long work that yields between its parts, so that a server can answer others in between. */
export type CooperativeTask<T> = Generator<void, T, void>

/** Does all of it at once. */
export function runSync<T>(steps: CooperativeTask<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

const longestTurn = 10

/**
 * Does it in turns of a few milliseconds, between which others have theirs.
 *
 * @throws what the signal was aborted with
 */
export async function runCooperatively<T>(steps: CooperativeTask<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    const began = performance.now()
    while (performance.now() - began < longestTurn) {
      const { done, value } = steps.next()
      if (done === true) return value
    }
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
  }
}
