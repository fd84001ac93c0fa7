import { Refusal } from '#foundation'
import {
  areaUnderCurve,
  type Confusion,
  groupFigures,
  impliedFalsePositiveRate,
  protectedShareInterval,
} from '#statistics'
import type { MethodFinding } from './method.ts'

/** Persons of one level of risk: to how many of them the outcome happened. */
export interface ScoredLevel {
  readonly code: string
  /** Its place among the levels, the lowest first. */
  readonly score: number
  readonly events: number
  readonly others: number
}

export interface Certainty {
  /** Per cent. */
  readonly level: number
  /** Standard deviation of what protection adds to a count, in persons. */
  readonly error: number
}

/**
 * The area under the curve, the share with the outcome at each level, and the errors at each threshold.
 *
 * @throws {@link Refusal} `ZERO_DENOMINATOR`
 */
export function findingsOn(levels: readonly ScoredLevel[], certainty: Certainty): readonly MethodFinding[] {
  const { level, error } = certainty
  return [
    { group: {}, result: { ...areaUnderCurve(levels, level, error) } },
    ...levels.map(({ code, events, others }) => {
      const share = { events, total: events + others }
      const interval = protectedShareInterval(share, level, error)
      return { group: { level: code }, result: { ...share, share: events / share.total, interval } }
    }),
    ...levels.slice(1).map(({ code, score }) => ({
      group: { calledHigh: code },
      result: { ...errorsAt(levels, score, certainty) },
    })),
  ]
}

/**
 * The same of one group. Beside its false alarms stand those that its base rate brings when its predictive value and its misses are
 * those of everybody: where they differ, no tool can be equal in all three. A group too small for a figure says so.
 */
export function findingsOfGroup(
  group: MethodFinding['group'],
  levels: readonly ScoredLevel[],
  allPersons: readonly ScoredLevel[],
  certainty: Certainty,
): readonly MethodFinding[] {
  try {
    return findingsOn(levels, certainty).map(({ group: place, result }) => {
      const threshold = allPersons.find(({ code }) => code === place['calledHigh'])
      if (threshold === undefined) return { group: { ...group, ...place }, result }
      const { positivePredictiveValue, falseNegativeRate } = errorsAt(allPersons, threshold.score, certainty)
      const { baseRate } = errorsAt(levels, threshold.score, certainty)
      const implied = impliedFalsePositiveRate({ baseRate, positivePredictiveValue, falseNegativeRate })
      return { group: { ...group, ...place }, result: { ...result, falsePositiveRateIfOtherwiseAsAll: implied } }
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [{ group, result: { notShown: error.message } }]
  }
}

function errorsAt(levels: readonly ScoredLevel[], score: number, { level, error }: Certainty) {
  return groupFigures(confusionAt(levels, score), level, error)
}

function confusionAt(levels: readonly ScoredLevel[], score: number): Confusion {
  const total = (kind: 'events' | 'others', isHigh: boolean) =>
    levels.filter((one) => one.score >= score === isHigh).reduce((sum, one) => sum + one[kind], 0)
  return {
    truePositives: total('events', true),
    falsePositives: total('others', true),
    trueNegatives: total('others', false),
    falseNegatives: total('events', false),
  }
}
