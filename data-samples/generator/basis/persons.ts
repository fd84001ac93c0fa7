import { addDays, daysBetween, type Month, monthNumber } from './calendar.ts'
import type { SamplePlan } from './plan.ts'
import { hashOf, type RandomSource, seededSource } from './random.ts'
import { aroundMajority } from './shares.ts'

/** Who somebody is: the same in every judgment and every register. Registers tell the year of birth only. */
export interface Person {
  readonly personKey: string
  readonly sex: 'Ж' | 'М'
  readonly birthYear: number
  readonly bornOn: Date
}

const returningMark = 'P0-'

/** Whether the key is one of those that come back in a later case. */
export function isReturning({ personKey }: Pick<Person, 'personKey'>): boolean {
  return personKey.startsWith(returningMark)
}

/** Keys as an agency's own pseudonymisation would give them: opaque, the same person with the same key. */
export function newOrReturning(month: Month, index: number, random: RandomSource): string {
  const number = random.below(40_000)
  if (random.chance(0.1)) return `${returningMark}${number.toString(36).padStart(6, '0')}`
  return `P${monthNumber(month).toString(36)}-${index.toString(36).padStart(4, '0')}${number.toString(36)}`
}

/** Sex and birthday belong to the person: they follow from the key, and for a new person from the day of the sentence. */
export function personOf(personKey: string, on: Date, custodial: boolean, plan: SamplePlan): Person {
  const own = seededSource(hashOf(personKey))
  const isKnown = isReturning({ personKey })
  const tilt = isKnown ? 1 : custodial ? 0.6 : 1.2
  const sex = own.chance(plan.women_share * tilt) ? 'Ж' : 'М'
  const age = Math.min(78, Math.max(15, Math.round(17 + 13 * -Math.log(1 - own.next()) + 6 * own.next())))
  const bornOn = isKnown
    ? new Date(Date.UTC(Math.min(2000, 2022 - age), 0, 1 + own.below(365)))
    : own.chance(aroundMajority)
      ? birthdayBefore(addDays(on, own.below(365) - 182), 18, 0)
      : birthdayBefore(on, age, own.below(365))
  return { personKey, sex, birthYear: bornOn.getUTCFullYear(), bornOn }
}

/** The day on which somebody was born who became so old so many days before a date. */
function birthdayBefore(on: Date, age: number, days: number): Date {
  const birthday = addDays(on, -days)
  return new Date(Date.UTC(birthday.getUTCFullYear() - age, birthday.getUTCMonth(), birthday.getUTCDate()))
}

/** Age in completed years: the register cannot tell it from the year of birth. */
export function ageOn({ bornOn }: Person, day: Date): number {
  const years = day.getUTCFullYear() - bornOn.getUTCFullYear()
  const had = day.getUTCMonth() * 31 + day.getUTCDate() >= bornOn.getUTCMonth() * 31 + bornOn.getUTCDate()
  return had ? years : years - 1
}

/** Days from a day to the nearest birthday. */
export function daysToBirthday({ bornOn }: Person, day: Date): number {
  const years = [-1, 0, 1].map((more) => day.getUTCFullYear() + more)
  const away = (year: number) => daysBetween(new Date(Date.UTC(year, bornOn.getUTCMonth(), bornOn.getUTCDate())), day)
  return Math.min(...years.map((year) => Math.abs(away(year))))
}
