import { countsOf } from './compile.ts'
import type { Pair } from './figures.ts'
import type { Plan } from './plan.ts'

/**
 * Whether a row of an answer may be told. Where counts carry noise, a row of zeros would say that somebody is there, and so
 * would few persons in a table of which nothing small may be told.
 *
 * @param leastShown - rows with a count from 1 to less than this are left out
 */
export function isTold({ row, before }: Pair, plan: Plan, leastShown: number): boolean {
  if (plan.policy.level !== 'analyst' || plan.cube.establishment) return true
  const values = countsOf(plan).flatMap(([name]) => [row(name) ?? 0, before?.(name) ?? 0])
  return values.some((value) => value > 0) && values.every((value) => value === 0 || value >= leastShown)
}
