import { countInterval } from './counts.ts'
import { type Interval, tailsOf } from './interval.ts'
import { betaQuantile, normalQuantile } from './quantiles.ts'
import { requireCounts, requirePositive } from './require.ts'

/** Events in a population over a time. */
export interface Rate {
  /** A whole number of 0 or more. */
  readonly events: number
  /** Persons, or persons times years; above 0. */
  readonly exposure: number
}

/**
 * Byar's interval of a count, in events: close to the exact one from 10 events on, and a closed formula.
 *
 * @see Breslow, N. and Day, N. (1987), Statistical Methods in Cancer Research II, equation 2.13
 */
export function byarInterval(count: number, level: number): Interval {
  requireCounts([count], 'The count')
  const z = normalQuantile(1 - tailsOf(level) / 2)
  const bound = (x: number, side: number) => x * (1 - 1 / (9 * x) + (side * z) / (3 * Math.sqrt(x))) ** 3
  return { lower: count === 0 ? 0 : Math.max(0, bound(count, -1)), upper: bound(count + 1, 1) }
}

/** The rate of events per unit of exposure, with its exact interval. @throws {@link Refusal} `ZERO_DENOMINATOR`, `NOT_A_COUNT` */
export function rateOf(
  { events, exposure }: Rate,
  level: number,
): { readonly rate: number; readonly interval: Interval } {
  requireCounts([events], 'The events')
  requirePositive([exposure], 'The exposure')
  const { lower, upper } = countInterval(events, level)
  return { rate: events / exposure, interval: { lower: lower / exposure, upper: upper / exposure } }
}

export const ratioMethods = ['exact', 'wald', 'mid-p'] as const
export type RatioMethod = (typeof ratioMethods)[number]

/**
 * One rate divided by another. `exact` conditions on the sum of events (as Clopper and Pearson), `mid-p` is less cautious,
 * `wald` is the usual normal one on the logarithm.
 *
 * @throws {@link Refusal} `ZERO_DENOMINATOR` when the other rate is 0, or for `wald` this one
 * @see Rothman, K. and Greenland, S. (1998), Modern Epidemiology, chapter 14
 */
export function rateRatio(
  one: Rate,
  other: Rate,
  level: number,
  method: RatioMethod = 'exact',
): { readonly ratio: number; readonly interval: Interval } {
  requireCounts([one.events, other.events], 'The events')
  requirePositive([one.exposure, other.exposure, other.events], 'The exposures and the events to compare with')
  const ratio = one.events / one.exposure / (other.events / other.exposure)
  const scale = other.exposure / one.exposure
  const odds = (share: number) => (share / (1 - share)) * scale
  const tail = tailsOf(level) / 2
  if (method === 'wald') {
    requirePositive([one.events], 'The events')
    const reach = normalQuantile(1 - tail) * Math.sqrt(1 / one.events + 1 / other.events)
    return { ratio, interval: { lower: ratio * Math.exp(-reach), upper: ratio * Math.exp(reach) } }
  }
  if (method === 'exact') {
    const lower = one.events === 0 ? 0 : betaQuantile(tail, one.events, other.events + 1)
    return {
      ratio,
      interval: { lower: odds(lower), upper: odds(betaQuantile(1 - tail, one.events + 1, other.events)) },
    }
  }
  const total = one.events + other.events
  const lower = one.events === 0 ? 0 : shareWhere((share) => upperTail(one.events, total, share) - tail)
  const upper = shareWhere((share) => tail - (1 - upperTail(one.events, total, share)))
  return {
    ratio: odds(shareWhere((share) => upperTail(one.events, total, share) - 0.5)),
    interval: { lower: odds(lower), upper: odds(upper) },
  }
}

/** The chance of more events than there were, and half the chance of as many. */
function upperTail(events: number, total: number, share: number): number {
  let tail = 0
  let term = Math.log(1 - share) * total
  for (let count = 0; count <= total; count++) {
    if (count >= events) tail += Math.exp(term) * (count === events ? 0.5 : 1)
    term += Math.log((total - count) / (count + 1)) + Math.log(share / (1 - share))
  }
  return tail
}

/** The share at which a rising function crosses 0, by halving. */
function shareWhere(excess: (share: number) => number): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 200 && high - low > 1e-15; step++) {
    const middle = (low + high) / 2
    if (excess(middle) > 0) high = middle
    else low = middle
  }
  return (low + high) / 2
}
