import { sum } from 'd3-array'
import { Refusal } from '#foundation'
import { protectedShareInterval, type Share } from '../intervals/proportions.ts'
import { requireAmounts, requireChances, requireCounts, requireFinite, requirePositive } from '../numeric/assertions.ts'
import { alphaOf, type Interval } from '../numeric/interval.ts'
import { normalQuantile } from '../numeric/normal-quantile.ts'

/** Persons with one score of a tool, and to how many of them the outcome happened. */
export interface Scored {
  readonly score: number
  readonly events: number
  readonly others: number
}

export interface Discrimination {
  /** The chance that somebody with the outcome has a higher score than somebody without; 0.5 is a coin. */
  readonly area: number
  readonly interval: Interval
}

/**
 * How well a score tells those with an outcome from those without.
 *
 * @param error - standard deviation of what protection adds to each count, in persons
 * @throws {@link Refusal} `ZERO_DENOMINATOR` unless there are at least two persons of each kind
 * @see DeLong, E. et al. (1988), Biometrics 44
 */
export function areaUnderCurve(scored: readonly Scored[], level: number, error = 0): Discrimination {
  requireCounts(
    scored.flatMap((one) => [one.events, one.others]),
    'The counts',
  )
  requireFinite(
    scored.map(({ score }) => score),
    'The scores',
  )
  requireAmounts([error], 'The error of a count')
  const [events, others] = [sum(scored, (one) => one.events), sum(scored, (one) => one.others)]
  if (events < 2 || others < 2) throw nobody()
  const sorted = scored.toSorted((one, other) => one.score - other.score)
  const beaten = (own: number, kind: 'events' | 'others') =>
    sum(sorted, (one) => one[kind] * (one.score < own ? 1 : one.score === own ? 0.5 : 0))
  const ofEvents = sorted.map(({ score }) => beaten(score, 'others') / others)
  const ofOthers = sorted.map(({ score }) => 1 - beaten(score, 'events') / events)
  const area = sum(sorted, (one, at) => one.events * (ofEvents[at] as number)) / events
  const spread = (kind: 'events' | 'others', values: readonly number[], persons: number) =>
    sum(sorted, (one, at) => one[kind] * ((values[at] as number) - area) ** 2) / (persons - 1)
  const variance = spread('events', ofEvents, events) / events + spread('others', ofOthers, others) / others
  const moved = (values: readonly number[], persons: number) => values.map((value) => (value - area) / persons)
  const protection = error * Math.hypot(...moved(ofEvents, events), ...moved(ofOthers, others))
  const reach = normalQuantile(1 - alphaOf(level) / 2) * Math.hypot(Math.sqrt(variance), protection)
  return { area, interval: { lower: Math.max(0, area - reach), upper: Math.min(1, area + reach) } }
}

/** What happened to those whom a tool called high risk, and to those whom it did not. */
export interface Confusion {
  readonly truePositives: number
  readonly falsePositives: number
  readonly trueNegatives: number
  readonly falseNegatives: number
}

export interface GroupFigures {
  readonly baseRate: number
  readonly falsePositiveRate: number
  readonly falseNegativeRate: number
  readonly positivePredictiveValue: number
  readonly intervals: Readonly<
    Record<'falsePositiveRate' | 'falseNegativeRate' | 'positivePredictiveValue', Interval | null>
  >
}

/**
 * The errors of a tool in one group. Equal predictive values and equal error rates cannot both hold for groups whose base
 * rates differ: {@link impliedFalsePositiveRate} says what one asks of the other.
 *
 * @throws {@link Refusal} `ZERO_DENOMINATOR`
 */
export function groupFigures(confusion: Confusion, level: number, error = 0): GroupFigures {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion
  const falseAlarms: Share = { events: falsePositives, total: falsePositives + trueNegatives }
  const missed: Share = { events: falseNegatives, total: falseNegatives + truePositives }
  const right: Share = { events: truePositives, total: truePositives + falsePositives }
  if ([falseAlarms, missed, right].some(({ total }) => total === 0)) throw nobody()
  const value = ({ events, total }: Share) => events / total
  return {
    baseRate: missed.total / (missed.total + falseAlarms.total),
    falsePositiveRate: value(falseAlarms),
    falseNegativeRate: value(missed),
    positivePredictiveValue: value(right),
    intervals: {
      falsePositiveRate: protectedShareInterval(falseAlarms, level, error),
      falseNegativeRate: protectedShareInterval(missed, level, error),
      positivePredictiveValue: protectedShareInterval(right, level, error),
    },
  }
}

/** The rate of false alarms that a base rate, a predictive value and a rate of misses leave. @see Chouldechova, A. (2017), Big Data 5 */
export function impliedFalsePositiveRate({
  baseRate,
  positivePredictiveValue,
  falseNegativeRate,
}: Pick<GroupFigures, 'baseRate' | 'positivePredictiveValue' | 'falseNegativeRate'>): number {
  requireChances([baseRate, positivePredictiveValue, falseNegativeRate], 'The rates of a tool')
  requireAmounts([1 - baseRate, positivePredictiveValue], 'The rates of a tool')
  requirePositive([1 - baseRate, positivePredictiveValue], 'The predictive value, and who has no event,')
  return (
    (baseRate / (1 - baseRate)) * ((1 - positivePredictiveValue) / positivePredictiveValue) * (1 - falseNegativeRate)
  )
}

function nobody(): Refusal {
  const message = 'There are too few people with the outcome or without it. Ask for a broader group or a longer time.'
  return new Refusal('ZERO_DENOMINATOR', message)
}
