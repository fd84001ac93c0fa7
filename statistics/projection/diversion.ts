import { sum } from 'd3-array'
import { fixedStay, projectStock, type Stay } from './cohorts.ts'

/** Persons of one class who are diverted in each period, and how long they would have stayed in prison. */
export interface DivertedClass {
  readonly admissions: number
  readonly stay: Stay
}

export interface DiversionTerms {
  readonly supervision: Stay
  /** The part that is revoked, after how many whole periods under supervision (1 or more), and how long they then stay in prison. */
  readonly revocation?: { readonly share: number; readonly after: number; readonly stay: Stay }
}

/**
 * What a diversion changes period by period while it settles: towards admissions × the stay avoided, less what returns.
 *
 * @throws {@link Refusal} `NOT_A_STAY`, `GAP_IN_SERIES`
 */
export function diversionPath(
  classes: readonly DivertedClass[],
  { supervision, revocation = { share: 0, after: 1, stay: [1] } }: DiversionTerms,
  periods: number,
): { readonly prison: readonly number[]; readonly supervision: readonly number[] } {
  const { share, after, stay: returnStay } = revocation
  const all = sum(classes, ({ admissions }) => admissions)
  const stock = (admissions: number, stay: Stay, from = 0) =>
    projectStock({ admissions: Array.from({ length: periods }, (_, at) => (at < from ? 0 : admissions)), stay })
  const avoided = classes.map(({ admissions, stay }) => stock(admissions, stay))
  const returned = stock(all * share, returnStay, after)
  const completed = stock(all * (1 - share), supervision)
  const broken = stock(all * share, fixedStay(after))
  return {
    prison: returned.map((back, at) => back - sum(avoided, (path) => path[at])),
    supervision: completed.map((stays, at) => stays + (broken[at] as number)),
  }
}
