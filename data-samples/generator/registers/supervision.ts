import { addDays, firstDayOf, lastDayOf, quarterOf, quartersOf, randomDayIn, type Window } from '../basis/calendar.ts'
import type { SamplePlan } from '../basis/plan.ts'
import type { RandomSource, WeightedChoice } from '../basis/random.ts'
import type { Convict } from '../courts/convicts.ts'
import type { Judgment } from '../courts/sentences.ts'
import type { Writing } from '../files/writing.ts'
import { ClientCare } from './client-care.ts'
import { type OrderTerms, registrationOf, termsOf } from './executive.ts'
import { OrderRows } from './order-rows.ts'
import { type Client, outcomeOf } from './orders.ts'
import { entriesIn, exitLotteries, kinds, type SupervisionKind } from './probation-plan.ts'
import { Strangers } from './strangers.ts'

/**
 * Writes probation orders, and the assessments and services that follow them. Entries and stocks are those of the plan:
 * executive orders follow the sentences, some late, some never; what is missing to the plan comes from elsewhere, such as
 * other courts, without a judgment in the register of sentences.
 */
export class ProbationRegister {
  readonly #plan: SamplePlan
  readonly #window: Window
  readonly #orders: OrderRows
  readonly #care: ClientCare
  readonly #strangers: Strangers
  readonly #exits: Readonly<Record<SupervisionKind, readonly WeightedChoice<number | undefined>[]>>
  /** Entries of a quarter that are still to come, by kind. */
  readonly #missing: Map<string, number>

  constructor(writing: Writing) {
    const { plan, scale, window } = writing
    this.#plan = plan
    this.#window = window
    const regions = Object.fromEntries(Object.entries(plan.regions).map(([code, { weight }]) => [code, weight]))
    this.#strangers = new Strangers(window.first, regions)
    this.#orders = new OrderRows(regions, writing)
    this.#care = new ClientCare(writing)
    const exits = kinds.map((kind) => [kind, exitLotteries(plan, kind, scale, window)])
    this.#exits = Object.fromEntries(exits)
    this.#missing = new Map(
      kinds.flatMap((kind) =>
        quartersOf(window).map((quarter) => [`${kind} ${quarter}`, entriesIn(plan, kind, scale, quarter)]),
      ),
    )
  }

  writeOpening(scale: number, random: RandomSource): void {
    for (const kind of kinds) {
      const count = this.#plan.probation[kind].opening * scale
      for (let index = 0; index < count; index++) {
        const day = addDays(firstDayOf(this.#window.first), -5 - random.below(500))
        this.#writeOrder(kind, this.#strangers.next(random), day, random)
      }
    }
  }

  /** The order that follows a sentence, the report before it, and what goes with a release. */
  writeConvict(convict: Convict, judgment: Judgment, released: Date | undefined, random: RandomSource): void {
    if (convict.quarter > this.#window.last) return
    const client = { ...convict, region: judgment.region }
    this.#writeShare('pre_trial', client, daysBefore(convict.sentencedOn, 20 + random.below(40)), random)
    if (['SUSP', 'CSM'].includes(convict.sanctionClass)) this.#writeExecutive(client, convict, judgment, random)
    if (released === undefined) return
    this.#writeShare('penitentiary', client, addDays(released, -120 - random.below(60)), random)
    this.#writeShare('post_penitentiary', client, addDays(released, random.below(20)), random)
  }

  /** What a quarter lacks of its planned entries, once its sentences are written. */
  writeRest(quarter: number, random: RandomSource): void {
    for (const kind of kinds) {
      const missing = this.#missing.get(`${kind} ${quarter}`) ?? 0
      this.#missing.set(`${kind} ${quarter}`, 0)
      for (let index = 0; index < missing; index++) {
        const day = addDays(firstDayOf(quarter), random.below(90))
        this.#writeOrder(kind, this.#strangers.next(random), day, random)
      }
    }
  }

  #writeExecutive(client: Client, convict: Convict, judgment: Judgment, random: RandomSource): void {
    const registered = registrationOf(convict, this.#plan, random)
    if (registered === undefined || !this.#take('executive', quarterOf(registered))) return
    this.#writeOrder('executive', client, registered, random, termsOf(convict, judgment, registered, random))
  }

  /** One of those whom the plan wants of this kind; others of the quarter come from elsewhere. */
  #writeShare(kind: SupervisionKind, client: Client, registered: Date, random: RandomSource): void {
    if (random.chance(0.35) && this.#take(kind, quarterOf(registered)))
      this.#writeOrder(kind, client, registered, random)
  }

  #take(kind: SupervisionKind, quarter: number): boolean {
    const key = `${kind} ${quarter}`
    const left = this.#missing.get(key) ?? 0
    if (left <= 0) return false
    this.#missing.set(key, left - 1)
    return true
  }

  #writeOrder(
    kind: SupervisionKind,
    client: Client,
    registered: Date,
    random: RandomSource,
    terms: OrderTerms = {},
  ): void {
    const last = lastDayOf(this.#window.last)
    if (registered > last) return
    const cohort = Math.max(quarterOf(registered) - this.#window.first + 1, 0)
    const { revoked } = terms
    const again = revoked !== undefined && revoked > addDays(registered, 12) ? revoked : undefined
    const ended = again ?? this.#endOf(kind, cohort, registered, random)
    if (again !== undefined) this.#exits[kind][cohort]?.take(again > last ? undefined : quarterOf(again), random)
    const order = {
      kind,
      client,
      registered,
      ended,
      outcome: again === undefined ? outcomeOf(random) : '4',
      planned: terms.planned ?? addDays(registered, 365),
      measure: terms.measure ?? otherMeasures[kind],
      received: terms.received ?? '',
    }
    const written = this.#orders.write(order, random)
    if (kind === 'executive' && cohort > 0 && written !== undefined)
      this.#care.write(client.personKey, written.parts, written.reported, random)
  }

  #endOf(kind: SupervisionKind, cohort: number, registered: Date, random: RandomSource): Date | undefined {
    const exit = this.#exits[kind][cohort]?.draw(random)
    return exit === undefined ? undefined : randomDayIn(exit, addDays(registered, 12), random)
  }
}

const otherMeasures: Readonly<Record<SupervisionKind, string>> = {
  executive: '20',
  pre_trial: '30',
  penitentiary: '40',
  post_penitentiary: '50',
}

/** Some days before, but in the same quarter. */
function daysBefore(date: Date, days: number): Date {
  const earlier = addDays(date, -days)
  const start = firstDayOf(quarterOf(date))
  return earlier < start ? start : earlier
}
