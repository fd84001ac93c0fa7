import type { Jurisdiction } from '#jurisdictions'
import { calendarMonth } from '../basis/calendar.ts'
import { randomOf } from '../basis/month-counts.ts'
import type { Person } from '../basis/persons.ts'
import type { SamplePlan } from '../basis/plan.ts'
import { monthsToMerger } from '../basis/shares.ts'
import { type Convict, convictsOf } from './convicts.ts'
import { regimeOn } from './sanctions.ts'

/** What the courts of a jurisdiction are drawn from. */
export interface Courts {
  readonly jurisdiction: Jurisdiction
  readonly plan: SamplePlan
  readonly scale: number
  readonly seed: number
}

const convictStream = 1

/**
 * Who is convicted, month after month. Whoever is sentenced again during a suspended term is remembered until then; the
 * months before the first one are walked for them, so that a month is the same whichever months are written.
 */
export class Docket {
  readonly #courts: Courts
  readonly #again = new Map<number, Person[]>()

  /** @param firstMonth - on the line of `monthNumber` */
  constructor(courts: Courts, firstMonth: number) {
    this.#courts = courts
    const longest = monthsToMerger.min + monthsToMerger.spread
    for (let month = firstMonth - longest; month < firstMonth; month++) for (const _ of this.convictsOf(month));
  }

  /** The convicts of one month; the months have to be asked for in order. */
  *convictsOf(month: number): Generator<Convict> {
    const { jurisdiction, plan, scale, seed } = this.#courts
    const random = randomOf(seed, calendarMonth(month), convictStream)
    const again = this.#again.get(month) ?? []
    this.#again.delete(month)
    for (const convict of convictsOf(calendarMonth(month), plan, scale, random, again, (day) =>
      regimeOn(jurisdiction, day),
    )) {
      if (convict.mergedIn !== undefined) this.#remember(convict.mergedIn, convict)
      yield convict
    }
  }

  #remember(month: number, { personKey, sex, birthYear, bornOn }: Person): void {
    const others = this.#again.get(month) ?? []
    others.push({ personKey, sex, birthYear, bornOn })
    this.#again.set(month, others)
  }
}
