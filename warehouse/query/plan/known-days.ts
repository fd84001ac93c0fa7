import { monthsIn } from '../../catalog/periods.ts'
import { coverageOf } from '../../cubes/define-cubes.ts'
import { daysOf, monthOf } from '../../facts/calendar.ts'
import type { CoveredDays, Plan } from './plan.ts'
import { finestGrain } from './time.ts'

/**
 * The days for which figures of a cube can be known: those that its registers cover, as far as the time has passed that
 * figures need, and of cubes by year the whole years wherever people are protected. A period beyond them is not zero, it is unknown.
 */
export function knownDays(plan: Plan): CoveredDays {
  const { cube, edition, protection, catalog } = plan
  const covered = coverageOf(cube, edition.coverages)
  const isByYear = !protection.isExact && cube.kind === 'flow' && finestGrain(cube) === 'year'
  if (covered === null || (cube.knownAfter === undefined && !isByYear)) return covered
  const months = monthsIn[finestGrain(cube)]
  const endOf = (last: number) => daysOf({ first: last, last }, catalog.jurisdiction).to
  let last = Math.floor(monthOf(covered.to, catalog.jurisdiction) / months) * months + months - 1
  while (knownOn(endOf(last), plan) > covered.to) last -= months
  return { from: covered.from, to: endOf(last) }
}

/** The day on which the figures of a period with this last day are known. */
function knownOn(day: string, { cube: { knownAfter }, where }: Plan): string {
  if (knownAfter === undefined) return day
  if ('days' in knownAfter) return later(day, 0, knownAfter.days)
  const { by, months } = knownAfter
  return later(day, Math.min(...(where[by] ?? Object.keys(months)).map((code) => months[code] ?? 0)), 0)
}

/** A day so many months, from the end of a month to the end of one, and days later. */
function later(day: string, months: number, days: number): string {
  const [year = 0, month = 0, of = 0] = day.split('-').map(Number)
  const date = months === 0 ? Date.UTC(year, month - 1, of + days) : Date.UTC(year, month + months, 0)
  return new Date(date).toISOString().slice(0, 10)
}
