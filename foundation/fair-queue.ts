import { Refusal } from './refusal/refusal.ts'
import type { SharedShare } from './shared-share.ts'
import { requireWanted, stopped } from './stopped.ts'
import { Usage } from './usage.ts'

/** How long a queue is, and how much of it one asker may have. */
export interface Places {
  /** Pieces of work that are done at once. */
  readonly atOnce: number
  /** How many of them may be of one asker. */
  readonly perAsker: number
  /** Pieces of work that wait for a place; more are refused. */
  readonly waiting: number
}

/** Who asks, and whether one asker's share holds for them. */
export interface Queued {
  /** Equal for all work of one asker. */
  readonly who: NonNullable<unknown>
  readonly isFree: boolean
}

interface Waiting {
  enter(): void
  refuse(why: Refusal): void
}

/** What one asker has in a queue. */
interface Line {
  readonly asker: Queued
  running: number
  /** When it had its last turn, counted in turns of all. */
  served: number
  readonly waiting: Waiting[]
}

/** Askers whose time differs by less have turns. */
const alike = 50

/**
 * Lets a few in at a time, first whoever took least time lately, in turns where it is about the same, and of one asker no more than its
 * share. A bounded number waits. When it is full, whoever has fewer waiting than the asker with most takes the last place of that one.
 */
export class FairQueue {
  readonly #places: Places
  readonly #lines = new Map<NonNullable<unknown>, Line>()
  readonly #usage: Usage
  readonly #share: SharedShare | undefined
  #turns = 0
  #running = 0
  #waiting = 0

  /**
   * @param usage - by which it is decided who comes first; several queues may share it
   * @param share - what an asker may have in this queue and in others together
   */
  constructor(places: Places, usage = new Usage(), share?: SharedShare) {
    this.#places = places
    this.#usage = usage
    this.#share = share
    share?.belongsTo(() => this.#letIn())
  }

  /**
   * @param signal - fires when nobody wants the work any more: whoever waits then leaves
   * @throws {@link Refusal} `BUSY`, also when the time is over while it waits; `DEADLINE` for whoever leaves
   */
  async pass<T>(asker: Queued, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const line = this.#lineOf(asker)
    try {
      await this.#enter(asker.who, line, signal)
    } catch (error) {
      this.#forget(asker.who, line)
      throw error
    }
    const begun = performance.now()
    try {
      return await work()
    } finally {
      this.#usage.add(asker.who, performance.now() - begun)
      this.#running -= 1
      line.running -= 1
      this.#forget(asker.who, line)
      if (this.#share === undefined) this.#letIn()
      else this.#share.end(asker.who)
    }
  }

  /** Whether an asker would be let in, or could wait. */
  hasPlaceFor(asker: Queued): boolean {
    const line = this.#lines.get(asker.who)
    const waiting = line?.waiting.length ?? 0
    return (
      this.#mayBegin(asker, line?.running ?? 0) ||
      this.#waiting < this.#places.waiting ||
      this.#longest().waiting.length > waiting + 1
    )
  }

  #mayBegin(asker: Queued, running: number): boolean {
    const { atOnce, perAsker } = this.#places
    if (this.#running >= atOnce) return false
    return asker.isFree || (running < perAsker && this.#share?.isUsedUp(asker.who) !== true)
  }

  #lineOf(asker: Queued): Line {
    const line = this.#lines.get(asker.who) ?? { asker, running: 0, served: 0, waiting: [] }
    this.#lines.set(asker.who, line)
    return line
  }

  /** The line of the asker with most waiting, of a queue that is full. */
  #longest(): Line {
    return [...this.#lines.values()].reduce((a, b) => (b.waiting.length > a.waiting.length ? b : a))
  }

  /** Who has come again meanwhile has another line: that one stays. */
  #forget(who: NonNullable<unknown>, line: Line): void {
    const isEmpty = line.running === 0 && line.waiting.length === 0
    if (isEmpty && this.#lines.get(who) === line) this.#lines.delete(who)
  }

  async #enter(who: NonNullable<unknown>, line: Line, signal: AbortSignal | undefined): Promise<void> {
    requireWanted(signal)
    if (this.#mayBegin(line.asker, line.running)) return this.#begin(line)
    if (this.#waiting >= this.#places.waiting) this.#makeRoomFor(line)
    await new Promise<void>((resolve, reject) => {
      const place: Waiting = {
        enter: () => {
          this.#end(line, place)
          signal?.removeEventListener('abort', leave)
          this.#begin(line)
          resolve()
        },
        refuse: (why) => {
          this.#end(line, place)
          signal?.removeEventListener('abort', leave)
          reject(why)
        },
      }
      const leave = () => {
        place.refuse(stoppedWaiting(signal as AbortSignal))
        this.#forget(who, line)
      }
      signal?.addEventListener('abort', leave, { once: true })
      line.waiting.push(place)
      this.#waiting += 1
    })
  }

  #begin(line: Line): void {
    this.#running += 1
    line.running += 1
    line.served = ++this.#turns
    this.#share?.begin(line.asker.who)
  }

  /** The waiting of a place is over. */
  #end(line: Line, place: Waiting): void {
    line.waiting.splice(line.waiting.indexOf(place), 1)
    this.#waiting -= 1
  }

  /** @throws {@link Refusal} `BUSY` for the asker with most waiting */
  #makeRoomFor({ waiting }: Line): void {
    const longest = this.#longest()
    if (longest.waiting.length <= waiting.length + 1) throw busy()
    longest.waiting.at(-1)?.refuse(busy())
  }

  /** Of the asker who comes next, the first request that waits. */
  #letIn(): void {
    while (this.#running < this.#places.atOnce) {
      const able = [...this.#lines.values()].filter(
        ({ asker, running, waiting }) => waiting.length > 0 && this.#mayBegin(asker, running),
      )
      const [first] = able
        .map((line) => ({ line, spent: Math.floor(this.#usage.of(line.asker.who) / alike) }))
        .sort((a, b) => a.spent - b.spent || a.line.served - b.line.served)
      if (first === undefined) return
      first.line.waiting[0]?.enter()
    }
  }
}

/** The refusal `BUSY`, for whoever finds no place to wait. */
export function busy(): Refusal {
  return new Refusal('BUSY', 'Too many requests of this kind are waiting. Ask again in a moment.')
}

/** Why work ended that had not begun: whoever waited longer than there is time was refused for the others, and not for their question. */
export function stoppedWaiting(signal: AbortSignal): Refusal {
  return signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError' ? busy() : stopped(signal)
}
