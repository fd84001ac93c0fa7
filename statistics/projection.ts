import { Refusal } from '#foundation'
import { requireFinite } from './require.ts'

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

/** A stay that ends with the same chance in each period; `periods` of it are written out. */
export function geometricStay(meanPeriods: number, periods: number): Stay {
  return Array.from({ length: periods }, (_, age) => (1 - 1 / meanPeriods) ** age)
}

export function fixedStay(periods: number): Stay {
  return Array.from({ length: periods }, () => 1)
}

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

/**
 * A closed cohort that moves between states with fixed chances.
 *
 * @param chances - by state from and state to; each row adds up to 1
 */
export function moveCohort(
  start: readonly number[],
  chances: readonly (readonly number[])[],
  periods: number,
): readonly number[] {
  let now = [...start]
  for (let period = 0; period < periods; period++) {
    now = now.map((_, to) => now.reduce((sum, persons, from) => sum + persons * (chances[from]?.[to] as number), 0))
  }
  return now
}

export interface Accuracy {
  readonly meanError: number
  readonly meanAbsolute: number
  readonly rootMeanSquare: number
  /** Per cent. */
  readonly meanAbsolutePercent: number
  /** Against the mean step of the series before: below 1 is better than saying that nothing changes. */
  readonly scaled: number
}

/**
 * How far forecasts were from what came.
 *
 * @param season - 1 to scale by steps from one period to the next, 12 or 4 by the same period a year before
 * @see Hyndman, R. and Koehler, A. (2006), International Journal of Forecasting 22
 */
export function accuracyOf(
  train: readonly number[],
  actual: readonly number[],
  forecast: readonly number[],
  season = 1,
): Accuracy {
  requireFinite([...train, ...actual, ...forecast], 'The figures')
  const errors = actual.map((value, at) => value - (forecast[at] as number))
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const steps = train.slice(season).map((value, at) => Math.abs(value - (train[at] as number)))
  const meanAbsolute = mean(errors.map(Math.abs))
  return {
    meanError: mean(errors),
    meanAbsolute,
    rootMeanSquare: Math.sqrt(mean(errors.map((error) => error ** 2))),
    meanAbsolutePercent: 100 * mean(errors.map((error, at) => Math.abs(error / (actual[at] as number)))),
    scaled: meanAbsolute / mean(steps),
  }
}

/** What a forecast has to beat: the last value and the mean step so far. */
export function driftForecast(series: readonly number[], periods: number): readonly number[] {
  const [first, last] = [series[0] as number, series.at(-1) as number]
  const step = (last - first) / (series.length - 1)
  return Array.from({ length: periods }, (_, at) => last + step * (at + 1))
}

/** The same period a year before. */
export function seasonalNaive(series: readonly number[], periods: number, season: number): readonly number[] {
  return Array.from({ length: periods }, (_, at) => series[series.length - season + (at % season)] as number)
}

function requireStay(stay: Stay): void {
  const isFalling = stay.every((chance, age) => chance >= 0 && chance <= (age === 0 ? 1 : (stay[age - 1] as number)))
  if (stay[0] === 1 && isFalling) return
  throw new Refusal('NOT_A_STAY', 'The chances of still being there begin with 1 and never rise.')
}
