import { apportion } from './random.ts'

/**
 * When the members of each cohort leave, so that given numbers stay: a table of `leaving[cohort][period]`. Cohort 0 is who
 * is there at the beginning; cohort `c` enters in period `c - 1`. What never leaves within the periods stays for good.
 *
 * @param opening - how many are there at the beginning
 * @param entries - how many enter in each period
 * @param stocks - how many should be there at the end of each period; impossible numbers are met as nearly as possible
 * @param staying - how eager a member is to leave after so many whole periods, as a weight
 */
export function simulateLifeCourse(
  opening: number,
  entries: readonly number[],
  stocks: readonly number[],
  staying: (periods: number) => number,
): readonly (readonly number[])[] {
  const present = [opening, ...entries.map(() => 0)]
  const leaving = present.map(() => entries.map(() => 0))
  for (const [period, entering] of entries.entries()) {
    present[period + 1] = entering
    const there = present.reduce((sum, members) => sum + members, 0)
    let exits = Math.min(Math.max(there - (stocks[period] ?? there), 0), there)
    for (const [cohort, count] of spread(exits, present, (index) => staying(period + 1 - index)).entries()) {
      present[cohort] = (present[cohort] ?? 0) - count
      const row = leaving[cohort]
      if (row !== undefined) row[period] = count
      exits -= count
    }
  }
  return leaving
}

/** Takes `total` out of the cohorts by weight, never more than a cohort has. */
function spread(total: number, present: readonly number[], weight: (cohort: number) => number): number[] {
  const taken = present.map(() => 0)
  let left = total
  while (left > 0) {
    const weights = present.map((members, cohort) => (members - (taken[cohort] ?? 0)) * weight(cohort))
    if (weights.every((value) => value <= 0)) break
    for (const [cohort, count] of apportion(left, weights).entries()) {
      const given = Math.min(count, (present[cohort] ?? 0) - (taken[cohort] ?? 0))
      taken[cohort] = (taken[cohort] ?? 0) + given
      left -= given
    }
  }
  return taken
}
