import type { RowPair } from './figures/figures.ts'
import type { Plan } from './plan/plan.ts'
import { countsOf, restsOf } from './statement/compile.ts'

/**
 * Whether a row of an answer may be told. Where counts carry noise, a row of zeros would say that somebody is there, and so
 * would few persons in a table of which nothing small may be told. There a zero is left out like any small count: otherwise a share
 * that is missing would not be zero. A share tells its other side, too.
 *
 * @param minShown - rows with a smaller count are left out
 */
export function mayBeShown({ row, before }: RowPair, plan: Plan, minShown: number): boolean {
  if (plan.protection.holds !== 'keyed-rows') return true
  const sides = before === null || before === undefined ? [row] : [row, before]
  const values = sides.flatMap((side) => {
    const read = (name: string) => side(name) ?? 0
    return [
      ...countsOf(plan).map(([name]) => read(name)),
      ...restsOf(plan).map(([whole, part]) => read(whole) - read(part)),
    ]
  })
  return values.some((value) => value > 0) && values.every((value) => value >= minShown)
}
