import { sum } from 'd3-array'
import { bounded, requireAmounts, requireCounts, requirePositive } from '../numeric/assertions.ts'
import { chiSquaredTail } from '../numeric/gamma.ts'
import { alphaOf, type Interval } from '../numeric/interval.ts'
import { normalQuantile } from '../numeric/normal-quantile.ts'

/** Two groups in one stratum, such as women and men of one offence: how many of each were and were not, say, sent to custody. */
export interface TwoByTwo {
  readonly exposed: readonly [events: number, others: number]
  readonly unexposed: readonly [events: number, others: number]
}

/** How much the odds of two groups differ, before and after they are compared within strata; 1 is no difference. */
export interface Disparity {
  /** Odds of the first group ÷ odds of the second, strata thrown together. */
  readonly crude: number
  /** The common odds ratio within strata. */
  readonly adjusted: number
  readonly interval: Interval
  /** Of no difference within strata; without continuity correction. */
  readonly chiSquared: number
  /** With the correction of a half, which is left out where the difference is smaller than that. */
  readonly corrected: number
  readonly pValue: number
  /** Whether the odds ratios of the strata differ by more than chance: then one number does not stand for all. */
  readonly homogeneity: { readonly chiSquared: number; readonly degreesOfFreedom: number; readonly pValue: number }
  /** Crude and adjusted point to opposite sides: the strata, not the groups, explain the crude one. */
  readonly isReversed: boolean
}

/**
 * How two groups differ when what they are compared within is held fixed.
 *
 * @param error - standard deviation of what protection adds to each count, in persons
 * @throws {@link Refusal} `ZERO_DENOMINATOR` when no stratum has events in one group and others in the other
 * @see Mantel, N. and Haenszel, W. (1959), JNCI 22; Robins, J. et al. (1986), Biometrics 42, for the interval; Woolf, B. (1955),
 *   Annals of Human Genetics 19, for homogeneity
 */
export function disparityOf(strata: readonly TwoByTwo[], level: number, error = 0): Disparity {
  requireStrata(strata)
  requireAmounts([error], 'The error of a count')
  const tables = strata
    .map(({ exposed: [a, b], unexposed: [c, d] }) => ({ a, b, c, d, n: a + b + c + d }))
    .filter(({ n }) => n > 0)
  const [r, s] = [tables.map(({ a, d, n }) => (a * d) / n), tables.map(({ b, c, n }) => (b * c) / n)]
  const [sumR, sumS] = [sum(r), sum(s)]
  requirePositive([sumR, sumS], 'Events and others of both groups within one stratum')
  const adjusted = sumR / sumS
  const [p, q] = [tables.map(({ a, d, n }) => (a + d) / n), tables.map(({ b, c, n }) => (b + c) / n)]
  const products = (one: readonly number[], other: readonly number[]) =>
    sum(one, (value, index) => value * (other[index] as number))
  const variance =
    products(p, r) / (2 * sumR ** 2) +
    (products(p, s) + products(q, r)) / (2 * sumR * sumS) +
    products(q, s) / (2 * sumS ** 2)
  const spread = Math.hypot(Math.sqrt(variance), error === 0 ? 0 : error * oddsSensitivity(strata))
  const reach = normalQuantile(1 - alphaOf(level) / 2) * spread
  const interval = bounded({ lower: adjusted * Math.exp(-reach), upper: adjusted * Math.exp(reach) })
  const whole = tables.reduce((one, { a, b, c, d }) => ({ a: one.a + a, b: one.b + b, c: one.c + c, d: one.d + d }), {
    a: 0,
    b: 0,
    c: 0,
    d: 0,
  })
  const crude = (whole.a * whole.d) / (whole.b * whole.c)
  const { chiSquared, corrected } = mantelHaenszel(tables)
  return {
    crude,
    adjusted,
    interval,
    chiSquared,
    corrected,
    pValue: chiSquaredTail(corrected, 1),
    homogeneity: woolf(tables, adjusted),
    isReversed: Math.sign(Math.log(crude)) * Math.sign(Math.log(adjusted)) < 0,
  }
}

/**
 * How much the logarithm of the common odds ratio moves when each count moves by one, independently of the others: the
 * length of its gradient.
 *
 * @throws {@link Refusal} `ZERO_DENOMINATOR` as {@link disparityOf}
 */
export function oddsSensitivity(strata: readonly TwoByTwo[]): number {
  requireStrata(strata)
  const tables = strata
    .map(({ exposed: [a, b], unexposed: [c, d] }) => ({ a, b, c, d, n: a + b + c + d }))
    .filter(({ n }) => n > 0)
  const [sumR, sumS] = [sum(tables.map(({ a, d, n }) => (a * d) / n)), sum(tables.map(({ b, c, n }) => (b * c) / n))]
  requirePositive([sumR, sumS], 'Events and others of both groups within one stratum')
  const slopes = tables.flatMap(({ a, b, c, d, n }) => {
    const [r, s] = [(a * d) / n ** 2 / sumR, (b * c) / n ** 2 / sumS]
    const both = s - r
    return [d / n / sumR + both, a / n / sumR + both, both - c / n / sumS, both - b / n / sumS]
  })
  return Math.hypot(...slopes)
}

function requireStrata(strata: readonly TwoByTwo[]): void {
  requireCounts(
    strata.flatMap(({ exposed, unexposed }) => [...exposed, ...unexposed]),
    'The counts',
  )
}

interface Table {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly n: number
}

function mantelHaenszel(tables: readonly Table[]) {
  const large = tables.filter(({ n }) => n > 1)
  const distance = sum(large.map(({ a, b, c, n }) => a - ((a + b) * (a + c)) / n))
  const variance = sum(large.map(({ a, b, c, d, n }) => ((a + b) * (c + d) * (a + c) * (b + d)) / (n ** 2 * (n - 1))))
  requirePositive([variance], 'Persons with and without the event, of both groups, in one stratum')
  // Below a half R takes no correction: a smaller one would turn any difference into none.
  const correction = Math.abs(distance) >= 0.5 ? 0.5 : 0
  return { chiSquared: distance ** 2 / variance, corrected: (Math.abs(distance) - correction) ** 2 / variance }
}

/** Empty cells get a half, in their stratum only. */
function woolf(tables: readonly Table[], common: number) {
  const found = tables.map(({ a, b, c, d }) => {
    const half = a * b * c * d === 0 ? 0.5 : 0
    const [w, x, y, z] = [a + half, b + half, c + half, d + half]
    return { log: Math.log((w * z) / (x * y)), weight: 1 / (1 / w + 1 / x + 1 / y + 1 / z) }
  })
  const chiSquared = sum(found.map(({ log, weight }) => weight * (log - Math.log(common)) ** 2))
  const degreesOfFreedom = found.length - 1
  return {
    chiSquared,
    degreesOfFreedom,
    pValue: degreesOfFreedom > 0 ? chiSquaredTail(chiSquared, degreesOfFreedom) : 1,
  }
}
