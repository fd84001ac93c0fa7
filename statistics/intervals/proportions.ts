import { bounded, requirePositive, requireShare } from '../numeric/assertions.ts'
import { alphaOf, type Interval } from '../numeric/interval.ts'
import { normalQuantile } from '../numeric/normal-quantile.ts'
import { betaQuantile } from '../numeric/quantiles.ts'
import { addProtectionVariance } from './measurement-error.ts'

/** `events` out of `total`; whole numbers with `0 <= events <= total`. */
export interface Share {
  readonly events: number
  readonly total: number
}

/**
 * The interval of a share, within [0, 1]. `null` when the total is 0.
 *
 * @param level - per cent, such as 95
 * @throws {@link Refusal} `NOT_A_SHARE`, `NOT_A_LEVEL`
 * @see Wilson, E. (1927), JASA 22
 */
export function wilsonInterval({ events, total }: Share, level: number): Interval | null {
  requireShare({ events, total })
  if (total === 0) return null
  const z = normalQuantile(1 - alphaOf(level) / 2)
  const p = events / total
  const centre = p + z ** 2 / (2 * total)
  const reach = z * Math.sqrt((p * (1 - p)) / total + z ** 2 / (4 * total ** 2))
  const scale = 1 + z ** 2 / total
  return {
    lower: events === 0 ? 0 : (centre - reach) / scale,
    upper: events === total ? 1 : (centre + reach) / scale,
  }
}

/**
 * Standard deviation of the error that protection puts on a share: on events and on the rest it is independent.
 *
 * @param noise - standard deviation of what protection adds to a count, in persons
 */
export function protectionOfShare({ events, total }: Share, noise: number): number {
  requireShare({ events, total })
  requirePositive([total, noise + 1], 'The persons and the noise')
  const value = events / total
  return (noise / total) * Math.hypot(value, 1 - value)
}

/** The interval of a share of protected counts, which holds chance and the error of protection; `null` when the total is 0. */
export function protectedShareInterval(share: Share, level: number, noise: number): Interval | null {
  const interval = wilsonInterval(share, level)
  const sd = protectionOfShare(share, noise)
  return interval && addProtectionVariance(interval, share.events / share.total, sd, level, { lower: 0, upper: 1 })
}

/**
 * The exact interval of a share: it holds at least as often as it says, mostly more often.
 *
 * @see Clopper, C. and Pearson, E. (1934), Biometrika 26
 */
export function clopperPearsonInterval({ events, total }: Share, level: number): Interval | null {
  requireShare({ events, total })
  if (total === 0) return null
  const tail = alphaOf(level) / 2
  return {
    lower: events === 0 ? 0 : betaQuantile(tail, events, total - events + 1),
    upper: events === total ? 1 : betaQuantile(1 - tail, events + 1, total - events),
  }
}

/**
 * The difference of two independent shares, `after - before`, from -1 to 1. `null` when a total is 0.
 *
 * @see Newcombe, R. (1998), Statistics in Medicine 17, 873-890, method 10
 */
export function newcombeDifference(
  before: Share,
  after: Share,
  level: number,
): { difference: number; interval: Interval } | null {
  const [a, b] = [wilsonInterval(after, level), wilsonInterval(before, level)]
  if (a === null || b === null) return null
  const [p, q] = [after.events / after.total, before.events / before.total]
  return {
    difference: p - q,
    interval: {
      lower: p - q - Math.hypot(p - a.lower, b.upper - q),
      upper: p - q + Math.hypot(a.upper - p, q - b.lower),
    },
  }
}

/**
 * One share divided by another, with the interval of a log-binomial regression; `null` when a share is 0, both are 1 or nobody
 * is there: then it has no bound.
 *
 * @param noise - standard deviation of what protection adds to a count, in persons
 * @throws {@link Refusal} `NOT_A_SHARE`, `NOT_A_LEVEL`
 * @see Katz, D. et al. (1978), Biometrics 34: variance of the logarithm of a ratio of two binomial shares
 */
export function ratioOfShares(
  one: Share,
  other: Share,
  level: number,
  noise = 0,
): { readonly ratio: number; readonly interval: Interval } | null {
  requireShare(one)
  requireShare(other)
  if (one.events === 0 || other.events === 0) return null
  const value = ({ events, total }: Share) => events / total
  const variance = ({ events, total }: Share) => 1 / events - 1 / total
  const moved = (share: Share) => protectionOfShare(share, noise) / value(share)
  const ratio = value(one) / value(other)
  const spread = Math.hypot(Math.sqrt(variance(one) + variance(other)), moved(one), moved(other))
  if (spread === 0) return null
  const reach = normalQuantile(1 - alphaOf(level) / 2) * spread
  return { ratio, interval: bounded({ lower: ratio * Math.exp(-reach), upper: ratio * Math.exp(reach) }) }
}

/** The odds `events : (total - events)` with the interval of the share carried over; `null` when nothing is left to divide by. */
export function oddsOfShare(share: Share, level: number): { odds: number; interval: Interval } | null {
  const interval = wilsonInterval(share, level)
  if (interval === null || interval.upper === 1) return null
  const odds = (p: number) => p / (1 - p)
  return {
    odds: odds(share.events / share.total),
    interval: { lower: odds(interval.lower), upper: odds(interval.upper) },
  }
}
