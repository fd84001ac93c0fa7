import { monthsIn } from '../../catalog/periods.ts'
import { daysOf } from '../../facts/calendar.ts'
import type { Plan } from './plan.ts'
import { isStatedByYear } from './time.ts'

/** Whether the extracts cover the whole period that begins in a month. */
export function isCovered(start: number, { grain = 'month', coverage, cube, catalog }: Plan): boolean {
  if (coverage === null || isStatedByYear(cube)) return true
  const { from, to } = daysOf({ first: start, last: start + monthsIn[grain] - 1 }, catalog.jurisdiction)
  return from >= coverage.from && to <= coverage.to
}
