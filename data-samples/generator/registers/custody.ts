import { addDays, daysBetween, firstDayOf, randomDayIn, type Window } from '../basis/calendar.ts'
import type { SamplePlan } from '../basis/plan.ts'
import type { RandomSource } from '../basis/random.ts'
import type { Convict } from '../courts/convicts.ts'
import type { Judgment } from '../courts/sentences.ts'
import type { Writing } from '../files/writing.ts'
import { admissionLotteries, type Quarters, releaseLotteries, sentencedStock } from './prison-plan.ts'
import { PrisonRows, type PrisonStay } from './prison-rows.ts'

/** Release because the judgment is no custody. */
const withoutCustody = { reason: '5' }

/**
 * Writes prison stays that follow the sentences: remand before the judgment, the sentence itself, release. Stocks at the
 * ends of years, and the share of unsentenced among them, are those of the plan. Nobody is in prison twice at a time: who is
 * sentenced again while in prison stays there, and somebody whom the courts do not know takes the place that the plan wants.
 */
export class PrisonRegister {
  readonly #plan: SamplePlan
  readonly #window: Window
  readonly #rows: PrisonRows
  readonly #admissions: readonly Quarters[]
  readonly #releases: readonly Quarters[]
  /** Until when those who have other cases are in prison; `undefined` has no end. */
  readonly #inCustodyUntil = new Map<string, Date | undefined>()

  constructor(writing: Writing) {
    const { plan, scale, window } = writing
    this.#plan = plan
    this.#window = window
    this.#rows = new PrisonRows(writing)
    this.#admissions = admissionLotteries(plan, scale, window)
    this.#releases = releaseLotteries(plan, scale, window)
  }

  /** Whoever is serving a sentence on the first day came before the registers begin. */
  writeOpening(scale: number, random: RandomSource): void {
    const sentenced = sentencedStock(this.#plan, scale, this.#window.first - 1)
    const start = firstDayOf(this.#window.first)
    for (let index = 0; index < sentenced; index++) {
      const released = this.#releases[0]?.draw(random)
      const admittedOn = addDays(start, -30 - random.below(2200))
      const stay = {
        person_key: `PB-${this.#window.first.toString(36)}${index.toString(36).padStart(6, '0')}`,
        sex: random.chance(this.#plan.women_share * 0.6) ? 'Ж' : 'М',
        birth_year: String(1955 + random.below(42)),
        admittedOn,
        region: '',
      }
      const to = this.#releaseDay(released, addDays(start, 1), random)
      this.#rows.write(stay, { code: '4', from: admittedOn, to, release: {} }, random)
    }
  }

  /**
   * The stay of one convict, from remand to release. Whoever was sentenced without custody and lost the appeal has two.
   *
   * @returns the day of release, if it comes within the extracts
   */
  write(convict: Convict, judgment: Judgment, random: RandomSource): Date | undefined {
    const { sanctionClass, firstClass, sentencedOn, inForceOn } = convict
    const cohort = convict.quarter - this.#window.first
    const remandFrom = convict.detained ? this.#remandFrom(convict, cohort, random) : undefined
    const [atFirst, atLast] = [firstClass === 'CUST', sanctionClass === 'CUST']
    if (remandFrom === undefined && !atFirst && !atLast) return undefined
    const admittedOn = remandFrom ?? (atFirst ? sentencedOn : inForceOn)
    const stay = this.#stayOf(convict, judgment.region, admittedOn)
    if (remandFrom !== undefined) this.#writeRemand(stay, remandFrom, sentencedOn, atFirst, random)
    if (convict.quarter > this.#window.last) return undefined
    if (atFirst) {
      const ends = atLast ? {} : { release: withoutCustody }
      this.#rows.write(stay, { code: '3', from: sentencedOn, to: inForceOn, ...ends }, random)
    }
    const released = atLast ? this.#writeServing(stay, convict, cohort, random) : undefined
    if (convict.known && stay.person_key === convict.personKey)
      this.#inCustodyUntil.set(convict.personKey, atLast ? released : atFirst ? inForceOn : sentencedOn)
    return stay.person_key === convict.personKey ? released : undefined
  }

  #writeServing(stay: PrisonStay, convict: Convict, cohort: number, random: RandomSource): Date | undefined {
    const { inForceOn, firstClass } = convict
    const released = this.#releaseDay(this.#releases[cohort + 1]?.draw(random), addDays(inForceOn, 20), random)
    const begun = firstClass === 'CUST' ? stay : { ...stay, admittedOn: inForceOn }
    this.#rows.write(begun, { code: '4', from: inForceOn, to: released, release: {} }, random)
    return released
  }

  /** Under a key of its own where the person is in prison already. */
  #stayOf(convict: Convict, region: string, admittedOn: Date): PrisonStay {
    const { personKey, sex, birthYear, caseKey } = convict
    const until = this.#inCustodyUntil.get(personKey)
    const isInCustody = this.#inCustodyUntil.has(personKey) && (until === undefined || admittedOn <= until)
    return {
      person_key: isInCustody ? `PX-${caseKey}${personKey}` : personKey,
      sex,
      birth_year: String(birthYear),
      admittedOn,
      region,
    }
  }

  #remandFrom({ sentencedOn }: Convict, cohort: number, random: RandomSource): Date {
    const quarter = this.#admissions[cohort]?.draw(random)
    const earliest = addDays(sentencedOn, -5)
    if (quarter === undefined) return addDays(firstDayOf(this.#window.first), -1 - random.below(150))
    const day = addDays(firstDayOf(quarter), random.below(90))
    return day < earliest ? day : addDays(sentencedOn, -5 - random.below(15))
  }

  #writeRemand(stay: PrisonStay, from: Date, sentencedOn: Date, custodial: boolean, random: RandomSource): void {
    const trial = addDays(from, Math.floor(daysBetween(from, sentencedOn) * 0.6))
    this.#rows.write(stay, { code: '1', from, to: trial }, random)
    const ends = custodial ? {} : { release: withoutCustody }
    this.#rows.write(stay, { code: '2', from: trial, to: sentencedOn, ...ends }, random)
  }

  #releaseDay(quarter: number | undefined, earliest: Date, random: RandomSource): Date | undefined {
    return quarter === undefined ? undefined : randomDayIn(quarter, earliest, random)
  }
}
