import { type Month, monthNumber } from './calendar.ts'
import type { SamplePlan } from './plan.ts'
import { apportion, type RandomSource, seededSource } from './random.ts'

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

/** How many of the persons of a class were detained before their judgment. */
export function detainedOf(sanctionClass: string, count: number, { detained_share }: SamplePlan): number {
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
  const chance = seededSource(year * 31 + sanctionClass.charCodeAt(0) * 7 + sanctionClass.charCodeAt(1))
  return seasons.map((season, month) => season * (1 + (slope * (month - 5.5)) / 12) * (0.94 + 0.12 * chance.next()))
}

/** The random numbers of one month, whichever months are written. */
export function randomOf(seed: number, month: Month, stream: number): RandomSource {
  return seededSource(seed * 1009 + monthNumber(month) * 7 + stream * 65_537)
}
