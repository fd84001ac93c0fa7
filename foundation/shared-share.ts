type Who = NonNullable<unknown>

/** What one asker may have in work in several queues together, so that others find the machine free. */
export class SharedShare {
  readonly #perAsker: number
  readonly #running = new Map<Who, number>()
  readonly #queues: (() => void)[] = []

  constructor(perAsker: number) {
    this.#perAsker = perAsker
  }

  /** @param letIn - lets in whoever waits in one of the queues, once an asker has less in work */
  belongsTo(letIn: () => void): void {
    this.#queues.push(letIn)
  }

  isUsedUp(who: Who): boolean {
    return (this.#running.get(who) ?? 0) >= this.#perAsker
  }

  begin(who: Who): void {
    this.#running.set(who, (this.#running.get(who) ?? 0) + 1)
  }

  end(who: Who): void {
    const left = (this.#running.get(who) ?? 0) - 1
    if (left > 0) this.#running.set(who, left)
    else this.#running.delete(who)
    for (const letIn of this.#queues) letIn()
  }
}
