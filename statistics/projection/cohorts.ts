import { Refusal } from '#foundation'
import { requireFinite } from '../numeric/assertions.ts'

/** The chance of still being there `j` periods after coming, for j = 0, 1, 2 …; the first is 1, and it never rises. */
export type Stay = readonly number[]

export interface Cohorts {
  /** Persons who come in each period to come. */
  readonly admissions: readonly number[]
  readonly stay: Stay
  /** Those who are there now, by how many whole periods they have been there. */
  readonly present?: readonly number[]
}

/**
 * The stock at the end of each period to come: who comes and stays, and who is there now and stays on, given how long they
 * have been there.
 *
 * @throws {@link Refusal} `NOT_A_STAY`, `GAP_IN_SERIES`
 * @see Little, J. (1961), Operations Research 9, for the level at which it settles: admissions × mean stay
 */
export function projectStock({ admissions, stay, present = [] }: Cohorts): readonly number[] {
  requireFinite(admissions, 'The admissions')
  requireStay(stay)
  return admissions.map((_, period) => {
    let stock = 0
    for (let age = 0; age <= period; age++) stock += (admissions[period - age] as number) * (stay[age] ?? 0)
    for (const [served, persons] of present.entries()) {
      const chance = stay[served] ?? 0
      if (chance > 0) stock += persons * ((stay[served + period + 1] ?? 0) / chance)
    }
    return stock
  })
}

/**
 * A stay that ends with the same chance in each period; `periods` of it are written out.
 *
 * @param meanPeriods - 1 or more
 * @throws {@link Refusal} `NOT_A_STAY`
 */
export function geometricStay(meanPeriods: number, periods: number): Stay {
  if (!(meanPeriods >= 1)) throw new Refusal('NOT_A_STAY', 'A mean stay is one period or longer.')
  return Array.from({ length: periods }, (_, age) => (1 - 1 / meanPeriods) ** age)
}

/** A stay of the same length for everybody: all are there for `periods` periods, and none after. */
export function fixedStay(periods: number): Stay {
  return Array.from({ length: periods }, () => 1)
}

function requireStay(stay: Stay): void {
  const isFalling = stay.every((chance, age) => chance >= 0 && chance <= (age === 0 ? 1 : (stay[age - 1] as number)))
  if (stay[0] === 1 && isFalling) return
  throw new Refusal('NOT_A_STAY', 'The chances of still being there begin with 1 and never rise.')
}
