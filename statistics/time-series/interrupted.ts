import { Refusal } from '#foundation'
import { bounded, requireCounts, requireEqualLengths, requirePositive } from '../numeric/assertions.ts'
import { alphaOf, type Interval } from '../numeric/interval.ts'
import { tQuantile } from '../numeric/quantiles.ts'
import { neweyWest } from '../regression/least-squares.ts'
import { poissonRegression } from '../regression/regression.ts'
import { type TrendVerdict, verdictOf } from './growth.ts'

export interface InterruptedOptions {
  /** The first period after the event, counted from 0. */
  readonly after: number
  /** Periods in a year: 12 or 4; the season is two pairs of waves, one for quarters. */
  readonly frequency: number
  /** Per cent. */
  readonly level: number
  /** The population of each period: then growth is that of the rate. */
  readonly exposure?: readonly number[]
  /** Whether the slope stays as it was, so that the event can change the level only. */
  readonly stepOnly?: boolean
}

export interface Change {
  /** As a factor less one: -0.1 for a tenth less. */
  readonly change: number
  readonly interval: Interval
  readonly verdict: TrendVerdict
}

/** What a series did at an event: a jump, another slope, and how exactly both are known. */
export interface Interrupted {
  /** How much the level jumped with the first period after. */
  readonly step: Change
  /** How much growth a period is different afterwards; `null` when only a step was asked for. */
  readonly slope: Change | null
  readonly dispersion: number
  /** How many periods back a deviation is allowed to last. */
  readonly lag: number
}

/** Years that are needed on each side, so that a season can be told from a change. */
const yearsBefore = 2
const yearsAfter = 1

/**
 * What a series did at an event that was named beforehand: a step and another slope, beside the trend before and the season.
 * It cannot tell the event from whatever else happened then. The errors are those of Newey and West, which allow for deviations
 * that last, or the quasi-Poisson ones where these are larger.
 *
 * @throws {@link Refusal} `TOO_FEW_PERIODS`, `NOT_A_COUNT`, `UNEQUAL_LENGTHS`, `ZERO_DENOMINATOR`, `SEPARATION`, `NO_CONVERGENCE`
 * @see Bernal, J., Cummins, S. and Gasparrini, A. (2017), International Journal of Epidemiology 46: quasi-Poisson, harmonics
 * @see Newey, W. and West, K. (1994), Review of Economic Studies 61, for the lag
 */
export function interruptedSeries(
  counts: readonly number[],
  { after, frequency, level, exposure, stepOnly = false }: InterruptedOptions,
): Interrupted {
  requireCounts(counts, 'The counts')
  requireEqualLengths(counts, exposure ?? counts)
  requirePositive([frequency, ...(exposure ?? [])], 'The population and the frequency')
  if (!(after >= yearsBefore * frequency && counts.length - after >= yearsAfter * frequency)) {
    const message = `An interrupted series needs ${yearsBefore} years before the event and ${yearsAfter} after it. Ask for a longer time or another event.`
    throw new Refusal('TOO_FEW_PERIODS', message, { parameter: 'from' })
  }
  const waves = frequency > 4 ? 2 : 1
  const design = counts.map((_, period) => {
    const isAfter = period >= after ? 1 : 0
    const effects = stepOnly ? [isAfter] : [isAfter, isAfter * (period - after)]
    return [1, period, ...effects, ...season(period, frequency, waves)]
  })
  const fitted = poissonRegression(design, counts, exposure?.map(Math.log))
  const residuals = counts.map((count, period) => count - (fitted.fitted[period] as number))
  const lag = Math.floor(4 * (counts.length / 100) ** (2 / 9))
  const robust = neweyWest(design, { residuals, spread: fitted.spread }, lag)
  const quantile = tQuantile(1 - alphaOf(level) / 2, fitted.degreesOfFreedom)
  const scale = Math.sqrt(Math.max(1, fitted.dispersion))
  const changeAt = (place: number): Change => {
    const effect = fitted.coefficients[place] as number
    const error = Math.max(robust[place] as number, (fitted.standardErrors[place] as number) * scale)
    const [low, high] = [effect - quantile * error, effect + quantile * error]
    const interval = bounded({ lower: Math.expm1(low), upper: Math.expm1(high) })
    return { change: Math.expm1(effect), interval, verdict: verdictOf(interval) }
  }
  return { step: changeAt(2), slope: stepOnly ? null : changeAt(3), dispersion: fitted.dispersion, lag }
}

function season(period: number, frequency: number, waves: number): number[] {
  return Array.from({ length: waves }, (_, wave) => (2 * Math.PI * (wave + 1) * period) / frequency).flatMap(
    (angle) => [Math.sin(angle), Math.cos(angle)],
  )
}
