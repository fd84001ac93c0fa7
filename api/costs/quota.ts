import type { Response } from 'express'
import { LRUCache } from 'lru-cache'
import { type Queued, Refusal } from '#foundation'

const [oneMinute, oneSecond] = [60_000, 1000]
const maxAskers = 100_000

/** What one asker may still cost; it fills again all the time. */
interface Account {
  left: number
  /** When `left` was right. */
  at: number
}

/** Milliseconds of CPU time that askers have left, of so many a minute for each. */
export class Quotas {
  readonly perMinute: number
  readonly #accounts = new LRUCache<string, Account>({ max: maxAskers })
  readonly #now: () => number

  constructor(perMinute: number, now: () => number = () => performance.now()) {
    this.perMinute = perMinute
    this.#now = now
  }

  /** What is left to an asker now. */
  left(who: string): number {
    return this.#account(who).left
  }

  /** Seconds until as much is left again. */
  secondsUntil(who: string, left: number): number {
    const missing = Math.min(left, this.perMinute) - this.left(who)
    return Math.max(0, Math.ceil((missing * oneMinute) / this.perMinute / oneSecond))
  }

  /** Takes from what is left, or says that it is too little; what costs more than a minute holds costs a whole minute. */
  take(who: string, cost: number): boolean {
    const account = this.#account(who)
    const taken = Math.min(cost, this.perMinute)
    if (account.left < taken) return false
    account.left -= taken
    return true
  }

  /** Takes what work cost beyond what was paid for it: what is left may become less than nothing, by a minute at most. */
  owe(who: string, cost: number): void {
    const account = this.#account(who)
    account.left = Math.max(-this.perMinute, account.left - cost)
  }

  giveBack(who: string, cost: number): void {
    const account = this.#account(who)
    account.left = Math.min(this.perMinute, account.left + Math.min(cost, this.perMinute))
  }

  #account(who: string): Account {
    const now = this.#now()
    const account = this.#accounts.get(who) ?? { left: this.perMinute, at: now }
    account.left = Math.min(this.perMinute, account.left + ((now - account.at) * this.perMinute) / oneMinute)
    account.at = now
    this.#accounts.set(who, account)
    return account
  }
}

/** Whoever sent a request, and what they may still cost. */
export interface Quota extends Queued {
  readonly who: string
  /** @throws {@link Refusal} `TOO_MANY_REQUESTS` (429), after the header `Retry-After` was set */
  pay(cost: number): void
  /** For work that turned out to cost more than was paid: the answer is given all the same, and later ones wait. */
  owe(cost: number): void
  /** For work that was refused before it began. */
  giveBack(cost: number): void
}

/** What is left to an asker, as answers tell it. @see RateLimit header fields for HTTP */
export function rateLimitHeaders(who: string, quotas: Quotas): Readonly<Record<string, string>> {
  const full = quotas.secondsUntil(who, quotas.perMinute)
  return {
    'RateLimit-Policy': `"cost";q=${quotas.perMinute};w=60`,
    RateLimit: `"cost";r=${Math.max(0, Math.floor(quotas.left(who)))};t=${full}`,
  }
}

/** The quota of a request whose asker is limited, which its answer tells in headers. */
export function limitedQuota(who: string, quotas: Quotas, response: Response): Quota {
  const tell = () => response.set(rateLimitHeaders(who, quotas))
  return {
    who,
    isFree: false,
    pay: (cost) => {
      const isPaid = quotas.take(who, cost)
      if (!response.headersSent) tell()
      if (isPaid) return
      response.set('Retry-After', String(Math.max(1, quotas.secondsUntil(who, cost))))
      throw tooMany(quotas.perMinute)
    },
    owe: (cost) => {
      quotas.owe(who, cost)
      if (!response.headersSent) tell()
    },
    giveBack: (cost) => {
      quotas.giveBack(who, cost)
      if (!response.headersSent) tell()
    },
  }
}

function tooMany(perMinute: number): Refusal {
  const message = `Requests of one asker may take ${perMinute} milliseconds of work a minute. Wait a little and ask again.`
  return new Refusal('TOO_MANY_REQUESTS', message)
}
