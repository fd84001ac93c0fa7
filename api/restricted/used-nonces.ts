import { Refusal } from '#foundation'

/** Remembers what was used once, for as long as it could be used again and no longer. */
export class UsedNonces {
  /** By nonce the time at which it is forgotten, earliest first. */
  readonly #until = new Map<string, number>()
  readonly #limit: number

  /** @param limit - how many are remembered; more are refused, none is forgotten early */
  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#until.size
  }

  /**
   * Whether a nonce is used for the first time.
   *
   * @throws {@link Refusal} `BUSY` when no more can be remembered
   */
  isFirstUse(nonce: string, now: number, milliseconds: number): boolean {
    this.#forget(now)
    if (this.#until.has(nonce)) return false
    if (this.#until.size >= this.#limit) throw new Refusal('BUSY', 'Too many questions at once. Ask again in a moment.')
    this.#until.set(nonce, now + milliseconds)
    return true
  }

  #forget(now: number): void {
    for (const [nonce, until] of this.#until) {
      if (until >= now) return
      this.#until.delete(nonce)
    }
  }
}
