import { setImmediate } from 'node:timers/promises'
import { requireWanted } from './stopped.ts'

/** Milliseconds. */
const longestTurn = 10
/** Looking at the clock takes longer than what is done with one row. */
const rowsBetween = 256

/** Long work that takes turns of a few milliseconds, between which a server answers others. */
export class Turns {
  readonly #signal: AbortSignal | undefined
  #began = performance.now()
  #before = 0

  /** @param signal - fires once nobody wants the work any more */
  constructor(signal?: AbortSignal) {
    this.#signal = signal
  }

  /** Milliseconds of all turns until now, without what others took in between. */
  get spent(): number {
    return this.#before + performance.now() - this.#began
  }

  /** Lets others have their turn where this one was long enough. @throws {@link Refusal} `DEADLINE` */
  async next(): Promise<void> {
    if (!this.#isLong) return
    this.#before = this.spent
    await setImmediate()
    this.#began = performance.now()
    requireWanted(this.#signal)
  }

  /**
   * What `work` makes of each item.
   *
   * @param between - items after which the clock is looked at
   * @throws {@link Refusal} `DEADLINE`, and what the work throws
   */
  async map<Item, Made>(
    items: readonly Item[],
    work: (item: Item, at: number) => Made,
    between = rowsBetween,
  ): Promise<Made[]> {
    const all: Made[] = []
    for (const [at, item] of items.entries()) {
      all.push(work(item, at))
      if (at % between === between - 1) await this.next()
    }
    return all
  }

  /** Does work that yields between its parts. @throws {@link Refusal} `DEADLINE`, and what the work throws */
  async run<T>(steps: Generator<void, T, void>): Promise<T> {
    for (;;) {
      const { done, value } = steps.next()
      if (done === true) return value
      if (this.#isLong) await this.next()
    }
  }

  get #isLong(): boolean {
    return performance.now() - this.#began >= longestTurn
  }
}
