import { Refusal } from '#foundation'
import { type Verdict, verdictOf } from './growth.ts'
import { type Interval, tailsOf } from './interval.ts'
import { studentQuantile } from './quantiles.ts'
import { poissonRegression } from './regression.ts'
import { requireCounts } from './require.ts'

export interface InterruptedOptions {
  /** The first period after the event, counted from 0. */
  readonly after: number
  /** Periods in a year: 12 or 4; the season is two pairs of waves, one for quarters. */
  readonly frequency: number
  /** Per cent. */
  readonly level: number
}

export interface Change {
  /** As a factor less one: -0.1 for a tenth less. */
  readonly change: number
  readonly interval: Interval
  readonly verdict: Verdict
}

export interface Interrupted {
  /** How much the level jumped with the first period after. */
  readonly step: Change
  /** How much growth a period is different afterwards. */
  readonly slope: Change
  readonly dispersion: number
}

/** Years that are needed on each side, so that a season can be told from a change. */
const yearsBefore = 2
const yearsAfter = 1

/**
 * What a series did at an event that was named beforehand: a step and another slope, beside the trend before and the season.
 * It cannot tell the event from whatever else happened then.
 *
 * @throws {@link Refusal} `TOO_FEW_PERIODS`, `NOT_A_COUNT`, `NO_CONVERGENCE`
 * @see Bernal, J., Cummins, S. and Gasparrini, A. (2017), International Journal of Epidemiology 46: quasi-Poisson, harmonics
 */
export function interruptedSeries(
  counts: readonly number[],
  { after, frequency, level }: InterruptedOptions,
): Interrupted {
  requireCounts(counts, 'The counts')
  if (after < yearsBefore * frequency || counts.length - after < yearsAfter * frequency) {
    const message = `An interrupted series needs ${yearsBefore} years before the event and ${yearsAfter} after it. Ask for a longer time or another event.`
    throw new Refusal('TOO_FEW_PERIODS', message, { parameter: 'from' })
  }
  const waves = frequency > 4 ? 2 : 1
  const design = counts.map((_, period) => {
    const isAfter = period >= after ? 1 : 0
    return [1, period, isAfter, isAfter * (period - after), ...season(period, frequency, waves)]
  })
  const fitted = poissonRegression(design, counts)
  const { dispersion, degreesOfFreedom } = fitted
  const quantile = studentQuantile(1 - tailsOf(level) / 2, degreesOfFreedom)
  const changeAt = (place: number): Change => {
    const effect = fitted.coefficients[place] as number
    const reach = quantile * (fitted.standardErrors[place] as number) * Math.sqrt(Math.max(1, dispersion))
    const interval = { lower: Math.expm1(effect - reach), upper: Math.expm1(effect + reach) }
    return { change: Math.expm1(effect), interval, verdict: verdictOf(interval) }
  }
  return { step: changeAt(2), slope: changeAt(3), dispersion }
}

function season(period: number, frequency: number, waves: number): number[] {
  return Array.from({ length: waves }, (_, wave) => (2 * Math.PI * (wave + 1) * period) / frequency).flatMap(
    (angle) => [Math.sin(angle), Math.cos(angle)],
  )
}
