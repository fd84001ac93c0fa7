import { Refusal } from '#foundation'
import { fixedStay, projectStock, type Stay } from './cohorts.ts'

export interface SteadyClass {
  readonly name: string
  readonly admissions: number
  readonly meanStay: number
}

export interface Diversion {
  /** The class whose admissions are diverted from prison to supervision. */
  readonly from: string
  /** From 0 to 1. */
  readonly share: number
  readonly supervisionPeriods: number
  /** The part of those under supervision that is revoked, after how many periods, and how long they then stay in prison. */
  readonly revocation?: { readonly share: number; readonly after: number; readonly returnsFor: number }
  readonly caseload: number
}

export interface DiversionEffect {
  readonly prison: number
  readonly prisonShare: number
  readonly supervision: number
  readonly officers: number
}

/**
 * What a lasting diversion changes once everything has settled: the stock in prison, the stock under supervision, and the
 * officers that it takes.
 *
 * @throws {@link Refusal} `UNKNOWN_CLASS`
 */
export function steadyDiversion(classes: readonly SteadyClass[], diversion: Diversion): DiversionEffect {
  const chosen = classes.find(({ name }) => name === diversion.from)
  if (chosen === undefined) {
    const allowed = classes.map(({ name }) => name)
    throw new Refusal('UNKNOWN_CLASS', `There is no class "${diversion.from}".`, { parameter: 'from', allowed })
  }
  const { share: revoked = 0, after = 0, returnsFor = 0 } = diversion.revocation ?? {}
  const diverted = chosen.admissions * diversion.share
  const stock = classes.reduce((sum, { admissions, meanStay }) => sum + admissions * meanStay, 0)
  const prison = -diverted * chosen.meanStay + diverted * revoked * returnsFor
  const supervision = diverted * ((1 - revoked) * diversion.supervisionPeriods + revoked * after)
  return { prison, prisonShare: prison / stock, supervision, officers: supervision / diversion.caseload }
}

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
 * What a diversion changes period by period while it settles: towards what {@link steadyDiversion} says.
 *
 * @throws {@link Refusal} `NOT_A_STAY`, `GAP_IN_SERIES`
 */
export function diversionPath(
  classes: readonly DivertedClass[],
  { supervision, revocation = { share: 0, after: 1, stay: [1] } }: DiversionTerms,
  periods: number,
): { readonly prison: readonly number[]; readonly supervision: readonly number[] } {
  const { share, after, stay: returnStay } = revocation
  const all = classes.reduce((sum, { admissions }) => sum + admissions, 0)
  const stock = (admissions: number, stay: Stay, from = 0) =>
    projectStock({ admissions: Array.from({ length: periods }, (_, at) => (at < from ? 0 : admissions)), stay })
  const avoided = classes.map(({ admissions, stay }) => stock(admissions, stay))
  const returned = stock(all * share, returnStay, after)
  const kept = stock(all * (1 - share), supervision)
  const broken = stock(all * share, fixedStay(after))
  return {
    prison: returned.map((back, at) => back - avoided.reduce((sum, path) => sum + (path[at] as number), 0)),
    supervision: kept.map((stays, at) => stays + (broken[at] as number)),
  }
}
