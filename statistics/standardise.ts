import { countInterval } from './counts.ts'
import type { Interval } from './interval.ts'
import { tailsOf } from './interval.ts'
import { gammaQuantile } from './quantiles.ts'
import { byarInterval } from './rates.ts'
import { requireCounts, requireEqualLengths, requirePositive } from './require.ts'

/** Events and population in one stratum, such as an offence or an age band. */
export interface Stratum {
  readonly events: number
  readonly population: number
}

export interface Standardised {
  readonly crude: number
  readonly adjusted: number
  readonly interval: Interval
}

export interface DirectOptions {
  /** `gamma` holds where one stratum is tiny, `dobson-byar` is a closed formula. */
  readonly method?: 'gamma' | 'dobson-byar'
  /** Standard deviation of what protection adds to the events of each stratum, in persons. */
  readonly error?: number
}

/**
 * The rate that a population would have with the composition of a standard one.
 *
 * @param standard - the size of each stratum in the standard population
 * @throws {@link Refusal} `UNEQUAL_LENGTHS`, `NOT_A_COUNT`, `ZERO_DENOMINATOR`
 * @see Fay, M. and Feuer, E. (1997), Statistics in Medicine 16; Dobson, A. et al. (1991), Statistics in Medicine 10
 */
export function directlyStandardised(
  strata: readonly Stratum[],
  standard: readonly number[],
  level: number,
  { method = 'gamma', error = 0 }: DirectOptions = {},
): Standardised {
  requireEqualLengths(strata, standard)
  requireCounts(
    strata.map(({ events }) => events),
    'The events',
  )
  requirePositive(
    strata.map(({ population }) => population),
    'The populations',
  )
  const whole = sum(standard)
  const weights = strata.map(({ population }, index) => (standard[index] as number) / whole / population)
  const adjusted = sum(strata.map(({ events }, index) => events * (weights[index] as number)))
  const variance = sum(strata.map(({ events }, index) => (events + error ** 2) * (weights[index] as number) ** 2))
  const events = sum(strata.map((stratum) => stratum.events))
  const crude = events / sum(strata.map(({ population }) => population))
  const interval =
    method === 'gamma'
      ? gammaInterval(adjusted, variance, Math.max(...weights), level)
      : dobson(adjusted, variance, events, level)
  return { crude, adjusted, interval }
}

function gammaInterval(rate: number, variance: number, largest: number, level: number): Interval {
  const tail = tailsOf(level) / 2
  const [above, spread] = [rate + largest, variance + largest ** 2]
  return {
    lower: variance === 0 ? 0 : gammaQuantile(tail, rate ** 2 / variance) * (variance / rate),
    upper: gammaQuantile(1 - tail, above ** 2 / spread) * (spread / above),
  }
}

function dobson(rate: number, variance: number, events: number, level: number): Interval {
  const { lower, upper } = byarInterval(events, level)
  const scale = Math.sqrt(variance / events)
  return { lower: rate + scale * (lower - events), upper: rate + scale * (upper - events) }
}

export interface Indirect {
  readonly observed: number
  readonly expected: number
  /** Observed ÷ expected. Two units must not be compared by theirs: each has a composition of its own. */
  readonly ratio: number
  readonly interval: Interval
}

/**
 * How many events a population has against those that it would have at the rates of a standard one.
 *
 * @throws {@link Refusal} `UNEQUAL_LENGTHS`, `NOT_A_COUNT`, `ZERO_DENOMINATOR`
 * @see Breslow, N. and Day, N. (1987), Statistical Methods in Cancer Research II, chapter 2
 */
export function indirectlyStandardised(
  observed: number,
  populations: readonly number[],
  standardRates: readonly number[],
  level: number,
): Indirect {
  requireEqualLengths(populations, standardRates)
  requireCounts([observed], 'The observed events')
  const expected = sum(populations.map((population, index) => population * (standardRates[index] as number)))
  requirePositive([expected], 'The expected events')
  const { lower, upper } = countInterval(observed, level)
  return {
    observed,
    expected,
    ratio: observed / expected,
    interval: { lower: lower / expected, upper: upper / expected },
  }
}

export interface Shrunken {
  /** The rate of all units together. */
  readonly overall: number
  /** The variance of true rates between units; 0 when they differ by chance only. */
  readonly between: number
  readonly rates: readonly number[]
}

/**
 * Rates of small units drawn towards the common one, the more the smaller they are.
 *
 * @throws {@link Refusal} `UNEQUAL_LENGTHS`, `NOT_A_COUNT`, `ZERO_DENOMINATOR`
 * @see Marshall, R. (1991), Applied Statistics 40: global empirical Bayes by moments
 */
export function shrunkenRates(units: readonly Stratum[]): Shrunken {
  requirePositive(
    units.map(({ population }) => population),
    'The populations',
  )
  const whole = sum(units.map(({ population }) => population))
  const overall = sum(units.map(({ events }) => events)) / whole
  const spread = sum(units.map(({ events, population }) => population * (events / population - overall) ** 2)) / whole
  const between = Math.max(0, spread - overall / (whole / units.length))
  const rates = units.map(({ events, population }) => {
    const own = between + overall / population
    return own === 0 ? overall : overall + ((events / population - overall) * between) / own
  })
  return { overall, between, rates }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
