import { LRUCache } from 'lru-cache'

/** The time that an asker took, as it was at some moment. */
interface Spent {
  readonly milliseconds: number
  readonly at: number
}

/** Milliseconds in which half of what an asker took is forgotten. */
const halfLife = 10_000
const maxAskers = 10_000

/** The time that each asker took lately, in one queue or in several: what is long ago counts little. */
export class Usage {
  readonly #spent = new LRUCache<NonNullable<unknown>, Spent>({ max: maxAskers })

  add(who: NonNullable<unknown>, milliseconds: number): void {
    this.#spent.set(who, { milliseconds: this.of(who) + milliseconds, at: performance.now() })
  }

  /** Milliseconds. */
  of(who: NonNullable<unknown>): number {
    const { milliseconds, at } = this.#spent.get(who) ?? { milliseconds: 0, at: 0 }
    return milliseconds * 0.5 ** ((performance.now() - at) / halfLife)
  }
}
