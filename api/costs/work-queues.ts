import { busy, FairQueue, Refusal, SharedShare } from '#foundation'
import type { Caller } from './cost-limit.ts'
import { costs, inWorkAlone, type RequestKind, receivedCostPerMegabyte, refusedCost, uploads } from './kinds.ts'
import type { Quota } from './quota.ts'

/** A request with a body, of which the socket knows how much came. */
interface Received {
  readonly socket: { readonly bytesRead: number }
}

/** The queues of one server: a small one for each kind of request, or for kinds that have the same places. */
export class WorkQueues {
  readonly #share = new SharedShare(inWorkAlone)
  readonly #queues = new Map(
    Object.values(costs).map(({ places }) => [places, new FairQueue(places, undefined, this.#share)]),
  )

  readonly #uploads = new FairQueue(uploads)

  /**
   * Receives a file when there is a place for it. All that came costs, also of a file that did not come to its end.
   *
   * @throws {@link Refusal} `BUSY`, `DEADLINE`, and what `receive` throws
   */
  async upload<T>({ socket }: Received, { quota, left }: Caller, receive: () => Promise<T>): Promise<T> {
    return await this.#uploads.pass(quota, left, async () => {
      const before = socket.bytesRead
      try {
        return await receive()
      } finally {
        quota.owe(((socket.bytesRead - before) / 2 ** 20) * receivedCostPerMegabyte)
      }
    })
  }

  /**
   * Does work of a kind when there is a place for it, and the asker has not too much in work already.
   *
   * @param signal - fires when nobody wants the work any more
   * @throws {@link Refusal} `BUSY`, `DEADLINE`, and what the work throws
   */
  async pass<T>(kind: RequestKind, asker: Quota, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return await this.#of(kind).pass(asker, signal, work)
  }

  /**
   * Refuses work for which there is no place before anything is prepared for it. Asking again at once is not free.
   *
   * @throws {@link Refusal} `BUSY`, `TOO_MANY_REQUESTS`
   */
  requirePlace(kind: RequestKind, asker: Quota): void {
    if (this.#of(kind).hasPlaceFor(asker)) return
    asker.pay(refusedCost)
    throw busy()
  }

  #of(kind: RequestKind): FairQueue {
    const queue = this.#queues.get(costs[kind].places)
    if (queue === undefined) throw new Error(`there is no queue for ${kind}`)
    return queue
  }
}

/**
 * Takes what a kind of request costs before the work, and gives it back when there was no place for it after all.
 *
 * @throws {@link Refusal} `BUSY`, `TOO_MANY_REQUESTS`, and what the work throws
 */
export async function paidFor<T>(
  kind: RequestKind,
  quota: Quota,
  queues: WorkQueues,
  work: () => Promise<T>,
): Promise<T> {
  queues.requirePlace(kind, quota)
  const { cpu } = costs[kind]
  quota.pay(cpu)
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'BUSY') quota.giveBack(cpu)
    throw error
  }
}
