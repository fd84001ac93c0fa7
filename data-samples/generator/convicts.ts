import { addDays, type Month, monthNumber, quarterOf, workdays } from './calendar.ts'
import type { SamplePlan } from './plan.ts'
import { apportion, hashOf, type Lottery, lottery, type Random, seededRandom } from './random.ts'

/** One person in one judgment. */
export interface Convict {
  readonly caseKey: string
  readonly personKey: string
  readonly sentencedOn: Date
  readonly inForceOn: Date
  /** Quarter of the sentence, on the line of {@link quarterOf}. */
  readonly quarter: number
  readonly sanctionClass: string
  readonly detained: boolean
  readonly sex: 'Ж' | 'М'
  readonly birthYear: number
}

/**
 * Who is convicted in a month. The yearly totals of the plan are met exactly, and so are the shares of those who were
 * detained. A tenth of the persons comes back in a later case, a seventh is sentenced together with the person before.
 */
export function* convictsOf(month: Month, plan: SamplePlan, scale: number, random: Random): Generator<Convict> {
  const classes = Object.entries(classCounts(month, plan, scale))
  const order = lottery(classes)
  const detained = new Map(
    classes.map(([sanctionClass, count]) => [sanctionClass, detainedLottery(sanctionClass, count, plan)]),
  )
  const days = workdays(month)
  const total = classes.reduce((sum, [, count]) => sum + count, 0)
  let caseKey = ''
  let sentencedOn = days[0] ?? new Date(Date.UTC(month.year, month.month - 1, 1))
  for (let index = 0; index < total; index++) {
    const together = index > 0 && random.chance(1 / 7)
    if (!together) {
      sentencedOn = days[Math.floor((index / total) * days.length)] ?? sentencedOn
      caseKey = `C${month.year}${String(month.month).padStart(2, '0')}-${index.toString(36).padStart(5, '0')}`
    }
    const sanctionClass = order.draw(random) ?? ''
    const personKey = newOrReturning(month, index, random)
    yield {
      caseKey,
      personKey,
      sentencedOn,
      inForceOn: addDays(sentencedOn, 10 + random.below(35)),
      quarter: quarterOf(sentencedOn),
      sanctionClass,
      detained: detained.get(sanctionClass)?.draw(random) ?? false,
      ...bodyOf(personKey, sentencedOn, sanctionClass === 'CUST', plan),
    }
  }
}

/** Persons per class in a month. */
export function classCounts({ year, month }: Month, plan: SamplePlan, scale: number): Record<string, number> {
  const years = Object.keys(plan.persons).map(Number)
  const known = String(Math.min(Math.max(year, Math.min(...years)), Math.max(...years)))
  const classes = Object.entries(plan.persons[known] ?? {})
  return Object.fromEntries(
    classes.map(([sanctionClass, persons]) => [
      sanctionClass,
      apportion(persons * scale, monthWeights(plan, Number(known), sanctionClass))[month - 1] ?? 0,
    ]),
  )
}

/** How many of the persons sentenced in a month were detained before. */
export function detainedCount(month: Month, plan: SamplePlan, scale: number): number {
  const classes = Object.entries(classCounts(month, plan, scale))
  return classes.reduce((sum, [sanctionClass, count]) => sum + detainedOf(sanctionClass, count, plan), 0)
}

/** Sex and year of birth belong to the person: they are the same in every judgment. */
export function bodyOf(
  personKey: string,
  on: Date,
  custodial: boolean,
  plan: SamplePlan,
): { readonly sex: 'Ж' | 'М'; readonly birthYear: number } {
  const own = seededRandom(hashOf(personKey))
  const isKnown = personKey.startsWith(returningMark)
  const tilt = isKnown ? 1 : custodial ? 0.6 : 1.2
  const woman = own.chance(plan.women_share * tilt)
  const age = Math.min(78, Math.max(15, Math.round(17 + 13 * -Math.log(1 - own.next()) + 6 * own.next())))
  const birthYear = isKnown ? Math.min(2000, 2022 - age) : on.getUTCFullYear() - age
  return { sex: woman ? 'Ж' : 'М', birthYear }
}

const returningMark = 'P0-'

/** Keys as an agency's own pseudonymisation would give them: opaque, the same person with the same key. */
function newOrReturning(month: Month, index: number, random: Random): string {
  const number = random.below(40_000)
  if (random.chance(0.1)) return `${returningMark}${number.toString(36).padStart(6, '0')}`
  return `P${monthNumber(month).toString(36)}-${index.toString(36).padStart(4, '0')}${number.toString(36)}`
}

function detainedLottery(sanctionClass: string, count: number, plan: SamplePlan): Lottery<boolean> {
  const yes = detainedOf(sanctionClass, count, plan)
  return lottery([
    [true, yes],
    [false, count - yes],
  ])
}

function detainedOf(sanctionClass: string, count: number, { detained_share }: SamplePlan): number {
  return Math.round(count * (sanctionClass === 'CUST' ? detained_share.custodial : detained_share.other))
}

/**
 * The weights of the months of a year for one class: the season, the way from the year before to the year after, and a
 * little chance that is the same whichever months are written.
 */
function monthWeights({ persons, seasons }: SamplePlan, year: number, sanctionClass: string): readonly number[] {
  const inYear = (other: number) =>
    persons[String(other)]?.[sanctionClass] ?? persons[String(year)]?.[sanctionClass] ?? 1
  const slope = (inYear(year + 1) - inYear(year - 1)) / (2 * Math.max(inYear(year), 1))
  const chance = seededRandom(year * 31 + sanctionClass.charCodeAt(0) * 7 + sanctionClass.charCodeAt(1))
  return seasons.map((season, month) => season * (1 + (slope * (month - 5.5)) / 12) * (0.94 + 0.12 * chance.next()))
}

/** The random numbers of one month, whichever months are written. */
export function randomOf(seed: number, month: Month, stream: number): Random {
  return seededRandom(seed * 1009 + monthNumber(month) * 7 + stream * 65_537)
}
