type Who = NonNullable<unknown>

/** Milliseconds after which the work of another asker counts no more. */
const recently = 5000

/**
 * What one asker may have in work in several queues together: whoever is alone a few pieces, and one piece as long as others have work too,
 * so that they find the machine free.
 */
export class SharedShare {
  readonly #alone: number
  readonly #running = new Map<Who, number>()
  readonly #queues: (() => void)[] = []
  #last = { who: {} as Who, at: Number.NEGATIVE_INFINITY }
  /** The last one of another asker than the last of all. */
  #lastOther = this.#last

  /** @param alone - pieces of work that an asker may have while no other one has work */
  constructor(alone: number) {
    this.#alone = alone
  }

  /** @param letIn - lets in whoever waits in one of the queues, once an asker has less in work */
  belongsTo(letIn: () => void): void {
    this.#queues.push(letIn)
  }

  isUsedUp(who: Who): boolean {
    return (this.#running.get(who) ?? 0) >= (this.#isAlone(who) ? this.#alone : 1)
  }

  begin(who: Who): void {
    this.#running.set(who, (this.#running.get(who) ?? 0) + 1)
    if (this.#last.who !== who) this.#lastOther = this.#last
    this.#last = { who, at: performance.now() }
  }

  end(who: Who): void {
    const left = (this.#running.get(who) ?? 0) - 1
    if (left > 0) this.#running.set(who, left)
    else this.#running.delete(who)
    for (const letIn of this.#queues) letIn()
  }

  #isAlone(who: Who): boolean {
    if ([...this.#running.keys()].some((other) => other !== who)) return false
    const other = this.#last.who === who ? this.#lastOther : this.#last
    return performance.now() - other.at > recently
  }
}
