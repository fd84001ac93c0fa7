import { Refusal } from './refusal/refusal.ts'

/** Lets a few in at a time; a bounded number waits, and more are refused. */
export class Semaphore {
  readonly #places: number
  readonly #queue: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(places: number, queue: number) {
    this.#places = places
    this.#queue = queue
  }

  /** @throws {@link Refusal} `BUSY` */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter()
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.#places) {
      this.#running += 1
      return
    }
    if (this.#waiting.length >= this.#queue)
      throw new Refusal('BUSY', 'Too many questions are waiting. Ask again in a moment.')
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#running -= 1
    else next()
  }
}
