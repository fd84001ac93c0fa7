/** Long work that yields between its parts, so that a server can answer others in between. */
export type CooperativeTask<T> = Generator<void, T, void>

/** Does all of it at once. */
export function runSync<T>(steps: CooperativeTask<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}
