/** Measures the steps of a run in milliseconds; a step that comes again adds up. */
export class Stopwatch {
  readonly #start = performance.now()
  readonly #steps: Record<string, number> = {}

  async time<T>(step: string, work: () => Promise<T> | T): Promise<T> {
    const start = performance.now()
    try {
      return await work()
    } finally {
      this.#steps[step] = (this.#steps[step] ?? 0) + performance.now() - start
    }
  }

  /** The steps so far and the time since the beginning. */
  get durations(): Readonly<Record<string, number>> {
    const all = { ...this.#steps, total: performance.now() - this.#start }
    return Object.fromEntries(Object.entries(all).map(([step, time]) => [step, Math.round(time)]))
  }
}
