import { sum } from 'd3-array'
import { addProtectionVariance } from '../intervals/measurement-error.ts'
import { protectionOfShare, type Share, wilsonInterval } from '../intervals/proportions.ts'
import {
  requireAmounts,
  requireChances,
  requireEqualLengths,
  requirePositive,
  requireShare,
} from '../numeric/assertions.ts'
import type { Interval } from '../numeric/interval.ts'

export interface Standardised {
  /** Of all strata together. */
  readonly crude: number
  readonly adjusted: number
  readonly interval: Interval
}

/**
 * The share that a unit would have with the composition of a standard one: its own share in each stratum, weighed as the standard
 * is composed.
 *
 * @param strata - of the unit, such as offences or age bands; each has somebody
 * @param standard - the size of each stratum in the standard
 * @param noise - standard deviation of what protection adds to a count, in persons
 * @throws {@link Refusal} `UNEQUAL_LENGTHS`, `NOT_A_SHARE`, `NOT_A_COUNT`, `ZERO_DENOMINATOR`, `NOT_A_LEVEL`
 * @see Zou, G., Huang, W. and Zhang, X. (2009), Computational Statistics & Data Analysis 53: a sum of binomial shares, from the
 *   Wilson interval of each
 */
export function standardisedShare(
  strata: readonly Share[],
  standard: readonly number[],
  level: number,
  noise = 0,
): Standardised {
  requireEqualLengths(strata, standard)
  requireAmounts(standard, 'The sizes of the standard')
  for (const stratum of strata) requireShare(stratum)
  const whole = sum(standard)
  requirePositive([whole, ...strata.map(({ total }) => total)], 'The persons of each stratum')
  const parts = strata.map((share, at) => ({ share, ...partOf(share, (standard[at] as number) / whole, level, noise) }))
  const adjusted = sum(parts.map(({ value }) => value))
  const interval = {
    lower: Math.max(0, adjusted - Math.hypot(...parts.map(({ below }) => below))),
    upper: Math.min(1, adjusted + Math.hypot(...parts.map(({ above }) => above))),
  }
  const protection = Math.hypot(...parts.map((part) => part.protection))
  const crude = sum(strata.map(({ events }) => events)) / sum(strata.map(({ total }) => total))
  return {
    crude,
    adjusted,
    interval: addProtectionVariance(interval, adjusted, protection, level, { lower: 0, upper: 1 }),
  }
}

function partOf(share: Share, weight: number, level: number, noise: number) {
  const own = share.events / share.total
  const { lower, upper } = wilsonInterval(share, level) ?? { lower: 0, upper: 1 }
  return {
    value: weight * own,
    below: weight * (own - lower),
    above: weight * (upper - own),
    protection: weight * protectionOfShare(share, noise),
  }
}

export interface Indirect {
  readonly observed: number
  readonly expected: number
  /** Observed ÷ expected. Two units must not be compared by theirs: each has a composition of its own. */
  readonly ratio: number
  readonly interval: Interval
}

/**
 * How many events a unit has against those that it would have at the shares of a standard. Its own events are a binomial number:
 * the interval is that of its share, in units of the expected one.
 *
 * @param unit - all strata together
 * @param sizes - of the strata; they add up to the unit
 * @param shares - of the standard, by stratum
 * @throws {@link Refusal} `UNEQUAL_LENGTHS`, `NOT_A_SHARE`, `NOT_A_COUNT`, `NOT_A_CHANCE`, `ZERO_DENOMINATOR`, `NOT_A_LEVEL`
 * @see Breslow, N. and Day, N. (1987), Statistical Methods in Cancer Research II, chapter 2; Wilson, E. (1927), JASA 22
 */
export function indirectShare(
  unit: Share,
  sizes: readonly number[],
  shares: readonly number[],
  level: number,
): Indirect {
  requireEqualLengths(sizes, shares)
  requireAmounts(sizes, 'The sizes of the strata')
  requireChances(shares, 'The shares of the standard')
  const expected = sum(sizes.map((size, at) => size * (shares[at] as number)))
  requireAmounts([expected], 'The expected events')
  requirePositive([expected, unit.total], 'The expected events')
  const { lower, upper } = wilsonInterval(unit, level) ?? { lower: 0, upper: 1 }
  const scale = unit.total / expected
  const interval = { lower: lower * scale, upper: upper * scale }
  return { observed: unit.events, expected, ratio: unit.events / expected, interval }
}

export interface Shrunken {
  /** The share of all units together. */
  readonly overall: number
  /** The variance of true shares between units; 0 when they differ by chance only. */
  readonly between: number
  readonly shares: readonly number[]
}

/**
 * Shares of small units drawn towards the common one, the more the smaller they are.
 *
 * @throws {@link Refusal} `NOT_A_SHARE`, `ZERO_DENOMINATOR`
 * @see Martuzzi, M. and Elliott, P. (1996), Statistics in Medicine 15: empirical Bayes by moments for shares that are not rare,
 *   after Marshall, R. (1991), Applied Statistics 40, for rare ones
 */
export function shrunkenShares(units: readonly Share[]): Shrunken {
  for (const unit of units) requireShare(unit)
  const whole = sum(units.map(({ total }) => total))
  requirePositive([whole, ...units.map(({ total }) => total)], 'The persons of each unit')
  const overall = sum(units.map(({ events }) => events)) / whole
  const chance = overall * (1 - overall)
  const spread = sum(units.map(({ events, total }) => total * (events / total - overall) ** 2)) / whole
  const between = Math.max(0, spread - chance / (whole / units.length))
  const shares = units.map(({ events, total }) => {
    const own = between + chance / total
    return own === 0 ? overall : overall + ((events / total - overall) * between) / own
  })
  return { overall, between, shares }
}
