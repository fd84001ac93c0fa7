import { sum } from 'd3-array'
import { Refusal } from '#foundation'
import { requireChances, requireCounts, requirePositive } from '../numeric/assertions.ts'
import { binomialAtMost, binomialChance } from '../numeric/chances.ts'
import { twoSidedTail } from '../numeric/gamma.ts'
import { alphaOf, type Interval } from '../numeric/interval.ts'
import { normalQuantile } from '../numeric/normal-quantile.ts'

/**
 * The limits of a share for a unit of a size, where only chance sets units apart: exact binomial, interpolated so that they
 * are smooth in size.
 *
 * @param total - the size of the unit, a whole number above 0
 * @param share - of all units together, in (0, 1)
 * @param level - per cent, such as 95 or 99.8
 * @returns limits that may lie a little outside [0, 1] for very small units
 * @throws {@link Refusal} `NOT_A_COUNT`, `ZERO_DENOMINATOR`, `NO_VARIATION`, `NOT_A_LEVEL`
 * @see Spiegelhalter, D. (2005), Statistics in Medicine 24, appendix A.1
 */
export function shareLimits(total: number, share: number, level: number): Interval {
  requireUnit(total, share)
  const tail = alphaOf(level) / 2
  return { lower: shareLimit(total, share, tail), upper: shareLimit(total, share, 1 - tail) }
}

/** One person of a thousand million. */
const minShare = 1e-9

function requireUnit(total: number, share: number): void {
  requireCounts([total], 'The size of a unit')
  requirePositive([total], 'The size of a unit')
  if (share >= minShare && share <= 1 - minShare) return
  const message =
    'All units have a share of 0, or all have a share of 1: nothing can set them apart. Ask for a longer time.'
  throw new Refusal('NO_VARIATION', message)
}

function shareLimit(total: number, share: number, probability: number): number {
  const rest = 1 - share
  const spread = Math.sqrt(total * share * rest)
  const z = normalQuantile(probability)
  const skewed = total * share + z * spread + ((z * z - 1) * (rest - share)) / 6
  let count = Math.min(total, Math.max(0, Math.round(skewed)))
  let chance = binomialChance(count, total, share, rest)
  let sum = binomialAtMost(count, total, share)
  for (; sum < probability && count < total; sum += chance) {
    chance *= ((total - count) / (count + 1)) * (share / rest)
    count += 1
  }
  while (count > 0 && sum - chance >= probability) {
    sum -= chance
    chance *= (count / (total - count + 1)) * (rest / share)
    count -= 1
  }
  return (count - (sum - probability) / chance) / total
}

/** One unit of several: `events` of `total` persons. */
export interface FunnelUnit {
  readonly events: number
  readonly total: number
}

/** How far the shares of units lie apart, and how far they may by chance; shares and chances are from 0 to 1. */
export interface Funnel {
  /** The share of all units together. */
  readonly overall: number
  /** The mean square of how many standard deviations units lie off, outlying ones drawn in: 1 when only chance sets them apart. */
  readonly dispersion: number
  /** The variance between units on the scale of arcsines, beyond chance; 0 when there is none. */
  readonly between: number
  /** By unit: the chance of a share as far off, or farther, when units differ by chance and by `between`. */
  readonly pValues: readonly number[]
  /** The limits of a unit when units differ by chance and by `between`, in [0, 1]. */
  limits(total: number, level: number): Interval
}

const winsorised = 0.1

/**
 * Shares of units against the share of all, allowing for units that differ by more than chance. The square root of a share
 * is taken to its arcsine, whose variance depends on the size of the unit only.
 *
 * @throws {@link Refusal} `NOT_A_COUNT`, `ZERO_DENOMINATOR`, `NO_VARIATION`
 * @see Spiegelhalter, D. (2005), Quality and Safety in Health Care 14: additive over-dispersion after drawing in a tenth
 */
export function funnelOf(units: readonly FunnelUnit[]): Funnel {
  requireCounts(
    units.flatMap(({ events, total }) => [events, total - events]),
    'The counts',
  )
  const whole = sum(units, ({ total }) => total)
  requirePositive([whole, ...units.map(({ total }) => total)], 'The sizes of the units')
  const overall = sum(units, ({ events }) => events) / whole
  requireUnit(whole, overall)
  const middle = arcsine(overall)
  const errors = units.map(({ total }) => chanceOn(total))
  const scores = units.map(({ events, total }, unit) => (arcsine(events / total) - middle) / (errors[unit] as number))
  const { dispersion, between } = variationBetween(scores, errors)
  const spread = (total: number) => Math.hypot(chanceOn(total), Math.sqrt(between))
  return {
    overall,
    dispersion,
    between,
    pValues: units.map(({ total }, unit) =>
      twoSidedTail(((scores[unit] as number) * (errors[unit] as number)) / spread(total)),
    ),
    limits(total, level) {
      const reach = normalQuantile(1 - alphaOf(level) / 2) * spread(total)
      return { lower: fromArcsine(middle - reach), upper: fromArcsine(middle + reach) }
    },
  }
}

/** Standard deviation of the arcsine of a share's root by chance alone. */
function chanceOn(total: number): number {
  return 1 / (2 * Math.sqrt(total))
}

function arcsine(share: number): number {
  return Math.asin(Math.sqrt(share))
}

function fromArcsine(angle: number): number {
  return Math.sin(Math.min(Math.PI / 2, Math.max(0, angle))) ** 2
}

function variationBetween(scores: readonly number[], errors: readonly number[]) {
  const units = scores.length
  const dispersion = sum(winsorise(scores), (score) => score ** 2) / units
  const weights = errors.map((error) => 1 / error ** 2)
  const whole = sum(weights)
  const free = whole - sum(weights, (weight) => weight ** 2) / whole
  return { dispersion, between: free > 0 ? Math.max(0, (units * dispersion - (units - 1)) / free) : 0 }
}

/** Draws the outermost tenth of each side in to what lies just inside; with fewer than ten units none. */
function winsorise(scores: readonly number[]): number[] {
  const sorted = scores.toSorted((one, other) => one - other)
  const outside = Math.floor(winsorised * scores.length)
  const [low, high] = [sorted[outside] as number, sorted[sorted.length - 1 - outside] as number]
  return scores.map((score) => Math.min(high, Math.max(low, score)))
}

/**
 * Which of many findings stand when at most a share of those called true may be false.
 *
 * @param pValues - in [0, 1]
 * @param rate - such as 0.05
 * @throws {@link Refusal} `NOT_A_CHANCE`
 * @see Benjamini, Y. and Hochberg, Y. (1995), Journal of the Royal Statistical Society B 57
 */
export function falseDiscoveries(pValues: readonly number[], rate: number): readonly boolean[] {
  requireChances([...pValues, rate], 'Chances')
  const order = [...pValues.keys()].sort((one, other) => (pValues[one] as number) - (pValues[other] as number))
  const last = order.findLastIndex((unit, rank) => (pValues[unit] as number) <= ((rank + 1) / pValues.length) * rate)
  const found = new Set(order.slice(0, last + 1))
  return pValues.map((_, unit) => found.has(unit))
}
