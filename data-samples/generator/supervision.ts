import { addDays, daysBetween, firstDayOf, lastDayOf, quarterOf, russianDate } from './calendar.ts'
import type { Convict } from './convicts.ts'
import type { Deliveries } from './deliveries.ts'
import { lifePlan } from './life-plan.ts'
import type { SamplePlan } from './plan.ts'
import { apportion, hashOf, type Lottery, lottery, type Random } from './random.ts'
import type { Judgment, SampleRow } from './sentences.ts'
import { atQuarterEnd, inYear } from './yearly.ts'

interface Window {
  readonly first: number
  readonly last: number
}

type Kind = 'executive' | 'pre_trial' | 'penitentiary' | 'post_penitentiary'
const kinds: readonly Kind[] = ['pre_trial', 'executive', 'penitentiary', 'post_penitentiary']
const codes: Readonly<Record<Kind, string>> = {
  pre_trial: '1',
  executive: '2',
  penitentiary: '3',
  post_penitentiary: '4',
}

/** Who is on the register, apart from the order itself. */
interface Client {
  readonly personKey: string
  readonly caseKey: string
  readonly sex: 'Ж' | 'М'
  readonly birthYear: number
  readonly region: string
}

/**
 * Writes probation orders, and the assessments and services that follow them. Entries and stocks are those of the plan:
 * executive orders follow the sentences, some late, some never; what is missing to the plan comes from elsewhere, such as
 * other courts, without a judgment in the register of sentences.
 */
export class ProbationRegister {
  readonly #plan: SamplePlan
  readonly #deliveries: Deliveries
  readonly #window: Window
  readonly #exits: Readonly<Record<Kind, readonly Lottery<number | undefined>[]>>
  /** Entries of a quarter that are still to come, by kind. */
  readonly #missing: Map<string, number>
  #elsewhere = 0

  constructor(plan: SamplePlan, scale: number, window: Window, deliveries: Deliveries) {
    this.#plan = plan
    this.#deliveries = deliveries
    this.#window = window
    const exits = kinds.map((kind) => [kind, exitLotteries(plan, kind, scale, window)])
    this.#exits = Object.fromEntries(exits)
    this.#missing = new Map(
      kinds.flatMap((kind) =>
        line(window).map((quarter) => [`${kind} ${quarter}`, entriesIn(plan, kind, scale, quarter)]),
      ),
    )
  }

  writeOpening(scale: number, random: Random): void {
    for (const kind of kinds) {
      const count = this.#plan.probation[kind].opening * scale
      for (let index = 0; index < count; index++) {
        const day = addDays(firstDayOf(this.#window.first), -5 - random.below(500))
        this.#writeOrder(kind, this.#stranger(random), day, random)
      }
    }
  }

  /** The order that follows a sentence, the report before it, and what goes with a release. */
  writeConvict(convict: Convict, judgment: Judgment, released: Date | undefined, random: Random): void {
    if (convict.quarter > this.#window.last) return
    const client = { ...convict, region: judgment.region }
    this.#writeShare('pre_trial', client, daysBefore(convict.sentencedOn, 20 + random.below(40)), random)
    if (['SUSP', 'CSM'].includes(convict.sanctionClass)) this.#writeExecutive(client, convict, judgment, random)
    if (released === undefined) return
    this.#writeShare('penitentiary', client, addDays(released, -120 - random.below(60)), random)
    this.#writeShare('post_penitentiary', client, addDays(released, random.below(20)), random)
  }

  /** What a quarter lacks of its planned entries, once its sentences are written. */
  writeRest(quarter: number, random: Random): void {
    for (const kind of kinds) {
      const missing = this.#missing.get(`${kind} ${quarter}`) ?? 0
      this.#missing.set(`${kind} ${quarter}`, 0)
      for (let index = 0; index < missing; index++) {
        const day = addDays(firstDayOf(quarter), random.below(90))
        this.#writeOrder(kind, this.#stranger(random), day, random)
      }
    }
  }

  #writeExecutive(client: Client, { inForceOn }: Convict, { termDays, category }: Judgment, random: Random): void {
    if (random.chance(this.#plan.probation.never_registered)) return
    const { delays } = this.#plan.probation
    const chosen = delays[Number(random.pick(Object.fromEntries(delays.map(({ share }, index) => [index, share]))))]
    const [least = 0, most = 0] = chosen?.days ?? []
    const registered = addDays(inForceOn, least + random.below(most - least + 1))
    if (!this.#take('executive', quarterOf(registered))) return
    this.#writeOrder('executive', client, registered, random, {
      measure: measures[category] ?? '10',
      judgment_received_on: russianDate(addDays(registered, -random.below(4))),
      planned: termDays > 0 ? addDays(registered, Math.min(termDays, 1095)) : undefined,
    })
  }

  /** One of those whom the plan wants of this kind; others of the quarter come from elsewhere. */
  #writeShare(kind: Kind, client: Client, registered: Date, random: Random): void {
    if (random.chance(0.35) && this.#take(kind, quarterOf(registered)))
      this.#writeOrder(kind, client, registered, random)
  }

  #take(kind: Kind, quarter: number): boolean {
    const key = `${kind} ${quarter}`
    const left = this.#missing.get(key) ?? 0
    if (left <= 0) return false
    this.#missing.set(key, left - 1)
    return true
  }

  #writeOrder(
    kind: Kind,
    client: Client,
    registered: Date,
    random: Random,
    more: { measure?: string; judgment_received_on?: string; planned?: Date | undefined } = {},
  ): void {
    const last = lastDayOf(this.#window.last)
    if (registered > last) return
    const cohort = Math.max(quarterOf(registered) - this.#window.first + 1, 0)
    const exit = this.#exits[kind][cohort]?.draw(random)
    const ended = exit === undefined ? undefined : dayIn(exit, addDays(registered, 12), random)
    const office = officeOf(client.region)
    const row = {
      person_key: client.personKey,
      case_key: client.caseKey,
      kind: codes[kind],
      order_no: '1',
      office,
      registered_on: russianDate(registered),
      judgment_received_on: more.judgment_received_on ?? '',
      starts_on: russianDate(registered),
      ends_on: russianDate(more.planned ?? addDays(registered, 365)),
      ended_on: '',
      measure: more.measure ?? otherMeasures[kind],
      outcome: '0',
      officer_post: `POST-${office}-${random.below(14)}`,
      sex: client.sex,
      birth_year: String(client.birthYear),
    }
    const began = Math.max(quarterOf(registered), this.#window.first)
    const closed = ended === undefined || ended > last ? undefined : Math.max(quarterOf(ended), this.#window.first)
    if (closed !== began) this.#deliveries.write('supervision', began, row)
    if (closed !== undefined && ended !== undefined)
      this.#deliveries.write('supervision', closed, { ...row, ended_on: russianDate(ended), outcome: outcome(random) })
    if (kind === 'executive' && cohort > 0) this.#writeFollowing(client, office, registered, ended ?? last, random)
  }

  /** Assessments and services of a client, while the order lasts. */
  #writeFollowing(client: Client, office: string, from: Date, to: Date, random: Random): void {
    const assessed = addDays(from, 10 + random.below(50))
    const share = this.#plan.assessed.find(({ until }) => assessed <= new Date(until))?.share ?? 0
    if (assessed >= new Date(this.#plan.assessed_from) && random.chance(share))
      this.#write('assessments', assessed, assessmentOf(client, office, assessed, random))
    if (!random.chance(0.22)) return
    const referred = addDays(from, 15 + random.below(80))
    if (referred > to) return
    const started = random.chance(0.85) ? addDays(referred, random.below(45)) : undefined
    const ended = started && addDays(started, 5 + random.below(120))
    const done = ended !== undefined && ended <= lastDayOf(this.#window.last)
    this.#write('services', referred, {
      person_key: client.personKey,
      office,
      kind: random.pick({ '1': 0.08, '2': 0.27, '3': 0.2, '4': 0.1, '5': 0.17, '6': 0.08, '7': 0.06, '8': 0.04 }),
      referred_on: russianDate(referred),
      started_on: started !== undefined && started <= lastDayOf(quarterOf(referred)) ? russianDate(started) : '',
      ended_on: done && ended <= lastDayOf(quarterOf(referred)) ? russianDate(ended) : '',
      result: done ? random.pick({ '1': 0.78, '2': 0.1, '3': 0.05, '4': 0.07 }) : '0',
      provider: random.pick({ '1': 0.4, '2': 0.25, '3': 0.15, '4': 0.15, '5': 0.05 }),
    })
  }

  #write(register: 'assessments' | 'services', day: Date, row: SampleRow): void {
    if (day <= lastDayOf(this.#window.last))
      this.#deliveries.write(register, Math.max(quarterOf(day), this.#window.first), row)
  }

  #stranger(random: Random): Client {
    this.#elsewhere += 1
    const number = `${this.#window.first.toString(36)}${this.#elsewhere.toString(36).padStart(5, '0')}`
    const personKey = `PE-${number}`
    return {
      personKey,
      caseKey: `E${number}`,
      sex: hashOf(personKey) % 100 < 10 ? 'Ж' : 'М',
      birthYear: 1960 + random.below(43),
      region: random.pick(
        Object.fromEntries(Object.entries(this.#plan.regions).map(([code, { weight }]) => [code, weight])),
      ),
    }
  }
}

const measures: Readonly<Record<string, string>> = {
  suspended_with_supervision: '10',
  deferred: '23',
  public_works: '20',
  correctional_work: '21',
  restriction_of_liberty: '22',
}

const otherMeasures: Readonly<Record<Kind, string>> = {
  executive: '20',
  pre_trial: '30',
  penitentiary: '40',
  post_penitentiary: '50',
}

function assessmentOf(client: Client, office: string, day: Date, random: Random): SampleRow {
  const needs = ['housing', 'employment', 'substance', 'family', 'attitudes'].map(
    (need) => [`need_${need}`, random.below(8)] as const,
  )
  const total = needs.reduce((sum, [, score]) => sum + score, 0)
  const override = random.chance(0.06)
  const level = Math.min(4, Math.max(1, (total < 14 ? 1 : total < 20 ? 2 : total < 26 ? 3 : 4) + (override ? 1 : 0)))
  return {
    person_key: client.personKey,
    assessed_on: russianDate(day),
    office,
    tool_version: 'RNA-1',
    total_score: String(total),
    level: String(level),
    override: override ? '1' : '0',
    ...Object.fromEntries(needs.map(([name, score]) => [name, String(score)])),
  }
}

/** Some days before, but in the same quarter. */
function daysBefore(date: Date, days: number): Date {
  const earlier = addDays(date, -days)
  const start = firstDayOf(quarterOf(date))
  return earlier < start ? start : earlier
}

function outcome(random: Random): string {
  return random.pick({ '1': 0.86, '2': 0.05, '3': 0.05, '4': 0.015, '5': 0.015, '6': 0.01 })
}

function officeOf(region: string): string {
  return `${region.replace('KG-', '')}-1`
}

function dayIn(quarter: number, earliest: Date, random: Random): Date {
  const day = addDays(firstDayOf(quarter), random.below(90))
  if (day >= earliest) return day
  const last = lastDayOf(quarter)
  return earliest <= last ? addDays(earliest, random.below(daysBetween(earliest, last) + 1)) : earliest
}

function line({ first, last }: Window): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function entriesIn({ probation }: SamplePlan, kind: Kind, scale: number, quarter: number): number {
  const year = Math.floor(quarter / 4)
  return apportion(inYear(probation[kind].entries, year) * scale, [1, 1.05, 0.95, 1])[quarter % 4] ?? 0
}

function exitLotteries(
  plan: SamplePlan,
  kind: Kind,
  scale: number,
  window: Window,
): readonly Lottery<number | undefined>[] {
  const { opening, stock } = plan.probation[kind]
  const quarters = line(window)
  const entries = quarters.map((quarter) => entriesIn(plan, kind, scale, quarter))
  const stocks = quarters.map((quarter) => atQuarterEnd(stock, opening, quarter) * scale)
  const leaving = lifePlan(opening * scale, entries, stocks, (periods) => (periods < 1 ? 0.3 : periods))
  return leaving.map((row, cohort) => {
    const total = cohort === 0 ? opening * scale : (entries[cohort - 1] ?? 0)
    const staying = total - row.reduce((sum, count) => sum + count, 0)
    return lottery<number | undefined>([
      ...row.map((count, index) => [quarters[index], count] as const),
      [undefined, staying],
    ])
  })
}
