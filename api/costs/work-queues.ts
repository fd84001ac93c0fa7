import { Refusal } from '#foundation'
import { FairQueue } from './fair-queue.ts'
import { costOf, costs, type Kind, uploads } from './kinds.ts'
import type { Quota } from './quota.ts'

/** The queues of one server: a small one for each kind of request. */
export class WorkQueues {
  readonly #queues = new Map(Object.keys(costs).map((kind) => [kind, new FairQueue(costOf(kind as Kind).places)]))

  readonly #uploads = new FairQueue(uploads)

  /** Receives a file when there is a place for it. @throws {@link Refusal} `BUSY`, `DEADLINE`, and what `receive` throws */
  async upload<T>(asker: Quota, signal: AbortSignal, receive: () => Promise<T>): Promise<T> {
    return await this.#uploads.pass(asker, signal, receive)
  }

  /**
   * Does work of a kind when there is a place for it.
   *
   * @param signal - fires when nobody wants the work any more
   * @throws {@link Refusal} `BUSY`, `DEADLINE`, and what the work throws
   */
  async pass<T>(kind: Kind, asker: Quota, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(kind)
    if (queue === undefined) throw new Error(`there is no queue for ${kind}`)
    return await queue.pass(asker, signal, work)
  }
}

/**
 * Takes what a kind of request costs before the work, and gives it back when there was no place for it.
 *
 * @throws {@link Refusal} `TOO_MANY_REQUESTS`, and what the work throws
 */
export async function paidFor<T>(kind: Kind, quota: Quota, work: () => Promise<T>): Promise<T> {
  const { cpu } = costOf(kind)
  quota.pay(cpu)
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'BUSY') quota.giveBack(cpu)
    throw error
  }
}
