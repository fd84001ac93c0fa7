import { type Call, ConfinedThread } from './confined-thread.ts'
import { Turnstile } from './turnstile.ts'

/** What a call may cost, and how many may be made at once. */
export interface Confines {
  /** That one call may take once a thread has taken it. */
  readonly milliseconds: number
  /** Of objects that a thread may hold. Bytes lie outside of the heap: the function that is called has to count them. */
  readonly megabytes: number
  readonly threads: number
  /** Calls that may wait for a thread; further ones are refused. */
  readonly queue: number
}

/**
 * Calls one function of the built package in threads of its own. A thread whose call costs too much is ended; one that has answered
 * is used again, because starting it costs more than most calls.
 */
export class Confinement<Done extends (given: never) => unknown> {
  readonly #call: Call
  readonly #confines: Confines
  readonly #turnstile: Turnstile
  readonly #idle: ConfinedThread[] = []

  /**
   * @param module - of the built package, such as `dashboards/proof/open-sent.js`
   * @param name - of the function that the module exports
   */
  constructor(module: string, name: string, confines: Confines) {
    this.#call = { module, name }
    this.#confines = confines
    this.#turnstile = new Turnstile(confines.threads, confines.queue)
  }

  /**
   * What goes in and out is copied, so it is plain data.
   *
   * @param moved - memory that is handed over instead of copied
   * @throws {@link Refusal} `FILE_TOO_COSTLY`, `BUSY`, and what the function refuses
   */
  async call(given: Parameters<Done>[0], moved: readonly ArrayBuffer[] = []): Promise<Awaited<ReturnType<Done>>> {
    return await this.#turnstile.pass(async () => {
      const thread = this.#waiting() ?? (await ConfinedThread.start(this.#call, this.#confines.megabytes))
      const answer = await thread.ask(given, moved, this.#confines.milliseconds)
      this.#idle.push(thread)
      return answer() as Awaited<ReturnType<Done>>
    })
  }

  #waiting(): ConfinedThread | undefined {
    for (let thread = this.#idle.pop(); thread !== undefined; thread = this.#idle.pop())
      if (thread.take()) return thread
    return undefined
  }
}
