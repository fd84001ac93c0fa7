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
 * @param spend - learns the milliseconds that all turns took, also of work that did not come to its end
 * @throws what the signal was aborted with
 */
export async function runCooperatively<T>(
  steps: CooperativeTask<T>,
  signal?: AbortSignal,
  spend?: (milliseconds: number) => void,
): Promise<T> {
  let spent = 0
  try {
    for (;;) {
      const began = performance.now()
      try {
        const { done, value } = stepsOfTurn(steps, began + longestTurn)
        if (done === true) return value
      } finally {
        spent += performance.now() - began
      }
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
    }
  } finally {
    spend?.(spent)
  }
}

function stepsOfTurn<T>(steps: CooperativeTask<T>, until: number): IteratorResult<void, T> {
  let step = steps.next()
  while (step.done !== true && performance.now() < until) step = steps.next()
  return step
}
