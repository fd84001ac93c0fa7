import { type Call, ConfinedProcess } from './confined-process.ts'
import { FairQueue } from './fair-queue.ts'

/** What a call may cost, and how many may be made at once. */
export interface Confines {
  /** That one call may take once a process has taken it. */
  readonly milliseconds: number
  /** Of objects that a process may hold. Bytes lie outside of the heap: the function that is called has to count them. */
  readonly megabytes: number
  readonly processes: number
  /** Calls that may wait for a process; further ones are refused. */
  readonly queue: number
}

/**
 * Calls one function of the built package in processes of its own. One whose call costs too much is ended; one that has answered
 * is used again, because starting it costs more than most calls.
 */
export class Confinement<Done extends (given: never) => unknown> {
  readonly #call: Call
  readonly #confines: Confines
  readonly #processes: FairQueue
  readonly #idle: ConfinedProcess[] = []

  /**
   * @param module - of the built package, such as `dashboards/proof/open-sent.js`
   * @param name - of the function that the module exports
   */
  constructor(module: string, name: string, confines: Confines) {
    this.#call = { module, name }
    this.#confines = confines
    const { processes, queue } = confines
    this.#processes = new FairQueue({ atOnce: processes, perAsker: processes, waiting: queue })
  }

  /**
   * What goes in and out is copied, so it is plain data.
   *
   * @throws {@link Refusal} `FILE_TOO_COSTLY`, `BUSY`, and what the function refuses
   */
  async call(given: Parameters<Done>[0]): Promise<Awaited<ReturnType<Done>>> {
    return await this.#processes.pass({ who: this, isFree: true }, undefined, async () => {
      const process = this.#waiting() ?? (await ConfinedProcess.start(this.#call, this.#confines.megabytes))
      const answer = await process.ask(given, this.#confines.milliseconds)
      this.#idle.push(process)
      return answer() as Awaited<ReturnType<Done>>
    })
  }

  #waiting(): ConfinedProcess | undefined {
    for (let process = this.#idle.pop(); process !== undefined; process = this.#idle.pop())
      if (process.take()) return process
    return undefined
  }
}
