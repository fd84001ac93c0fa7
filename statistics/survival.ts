import { Refusal } from '#foundation'
import { chiSquaredTail } from './gamma.ts'
import { type Interval, tailsOf } from './interval.ts'
import { dot, inverse, multiply } from './matrix.ts'
import { normalQuantile } from './quantiles.ts'

/** One row of a life table or one person: until when somebody was seen, and what happened then. */
export interface Spell {
  /** In any unit, above 0. */
  readonly time: number
  /** 0 when nothing happened before the end of being seen; 1 the event; 2 and more what rules it out. */
  readonly event: number
  /** How many persons the row stands for; 1 without it. */
  readonly count?: number
}

export interface SurvivalPoint {
  readonly time: number
  readonly atRisk: number
  readonly events: number
  /** The share still without the event. */
  readonly survival: number
  readonly standardError: number
  /** On the scale of the logarithm of the cumulative hazard; `null` where the share is 0 or 1. */
  readonly interval: Interval | null
}

/**
 * The share without the event after each time at which it happened.
 *
 * @throws {@link Refusal} `NO_SPELLS`
 * @see Kaplan, E. and Meier, P. (1958), JASA 53; Greenwood (1926) for the error; log-log interval of Borgan and Liestøl (1990)
 */
export function kaplanMeier(spells: readonly Spell[], level: number): readonly SurvivalPoint[] {
  const z = normalQuantile(1 - tailsOf(level) / 2)
  let [survival, hazard] = [1, 0]
  return riskSets(spells).flatMap(({ time, atRisk, byEvent }) => {
    const events = byEvent.get(1) ?? 0
    if (events === 0) return []
    survival *= 1 - events / atRisk
    hazard += events / (atRisk * (atRisk - events))
    return [
      {
        time,
        atRisk,
        events,
        survival,
        standardError: survival * Math.sqrt(hazard),
        interval: logLog(survival, Math.sqrt(hazard), z),
      },
    ]
  })
}

function logLog(survival: number, error: number, z: number): Interval | null {
  if (survival <= 0 || survival >= 1) return null
  const reach = (z * error) / Math.log(survival)
  return { lower: survival ** Math.exp(-reach), upper: survival ** Math.exp(reach) }
}

export interface LogRank {
  readonly observed: readonly number[]
  readonly expected: readonly number[]
  readonly chiSquared: number
  readonly degreesOfFreedom: number
  readonly pValue: number
}

/**
 * Whether groups differ in how soon the event happens to them.
 *
 * @throws {@link Refusal} `NO_SPELLS`
 * @see Mantel, N. (1966), Cancer Chemotherapy Reports 50
 */
export function logRank(groups: readonly (readonly Spell[])[]): LogRank {
  const own = groups.map((spells) => [...spells])
  const all = riskSets(own.flat())
  const observed = groups.map(() => 0)
  const expected = groups.map(() => 0)
  const covariance = groups.map(() => groups.map(() => 0))
  for (const { time, atRisk, byEvent } of all) {
    const events = byEvent.get(1) ?? 0
    if (events === 0) continue
    const shares = own.map((spells) => weigh(spells.filter((spell) => spell.time >= time)) / atRisk)
    for (const [group, spells] of own.entries()) {
      observed[group] =
        (observed[group] as number) + weigh(spells.filter((spell) => spell.time === time && spell.event === 1))
      expected[group] = (expected[group] as number) + events * (shares[group] as number)
      if (atRisk === 1) continue
      const factor = (events * (atRisk - events)) / (atRisk - 1)
      const row = covariance[group] as number[]
      for (const [other, share] of shares.entries()) {
        const part = (shares[group] as number) * ((group === other ? 1 : 0) - share)
        row[other] = (row[other] as number) + factor * part
      }
    }
  }
  const last = groups.length - 1
  const differences = observed.slice(0, last).map((value, group) => value - (expected[group] as number))
  const spread = inverse(covariance.slice(0, last).map((row) => row.slice(0, last)))
  const chiSquared = dot(differences, multiply(spread, differences))
  return { observed, expected, chiSquared, degreesOfFreedom: last, pValue: chiSquaredTail(chiSquared, last) }
}

export interface IncidencePoint {
  readonly time: number
  /** By event, 1 and more: the share to whom it has happened. */
  readonly incidence: ReadonlyMap<number, number>
}

/**
 * The share to whom each of several events has happened, where one rules the others out: what one minus Kaplan–Meier would
 * overstate.
 *
 * @throws {@link Refusal} `NO_SPELLS`
 * @see Aalen, O. and Johansen, S. (1978), Scandinavian Journal of Statistics 5
 */
export function aalenJohansen(spells: readonly Spell[]): readonly IncidencePoint[] {
  const incidence = new Map<number, number>()
  let survival = 1
  return riskSets(spells).flatMap(({ time, atRisk, byEvent }) => {
    const happened = [...byEvent].filter(([event]) => event > 0)
    if (happened.length === 0) return []
    for (const [event, count] of happened)
      incidence.set(event, (incidence.get(event) ?? 0) + (survival * count) / atRisk)
    survival *= 1 - happened.reduce((sum, [, count]) => sum + count, 0) / atRisk
    return [{ time, incidence: new Map(incidence) }]
  })
}

/** At each time at which somebody leaves: how many were still there, and how many left by what. */
function riskSets(spells: readonly Spell[]) {
  if (spells.length === 0)
    throw new Refusal('NO_SPELLS', 'Nobody was followed, so nothing can be said of what follows.')
  const byTime = new Map<number, Map<number, number>>()
  for (const { time, event, count = 1 } of spells) {
    const events = byTime.get(time) ?? new Map<number, number>()
    events.set(event, (events.get(event) ?? 0) + count)
    byTime.set(time, events)
  }
  let atRisk = weigh(spells)
  return [...byTime]
    .sort(([one], [other]) => one - other)
    .map(([time, byEvent]) => {
      const set = { time, atRisk, byEvent }
      atRisk -= [...byEvent.values()].reduce((sum, count) => sum + count, 0)
      return set
    })
}

function weigh(spells: readonly Spell[]): number {
  return spells.reduce((sum, { count = 1 }) => sum + count, 0)
}
