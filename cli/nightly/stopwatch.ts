/** Measures the steps of a run in milliseconds; a step that comes again adds up. */
export class Stopwatch {
  readonly durations: Record<string, number> = {}

  async time<T>(step: string, work: () => Promise<T> | T): Promise<T> {
    const start = performance.now()
    try {
      return await work()
    } finally {
      this.durations[step] = Math.round((this.durations[step] ?? 0) + performance.now() - start)
    }
  }
}
