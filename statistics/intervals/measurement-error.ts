import { requireAmounts, requireFinite } from '../numeric/assertions.ts'
import { alphaOf, type Interval } from '../numeric/interval.ts'
import { normalQuantile } from '../numeric/normal-quantile.ts'

/**
 * Widens an interval by an independent error of the figure itself, such as the noise of disclosure control: each half is
 * joined with the error's own half-width as the sides of a right angle (method of variance estimates recovery,
 * Zou and Donner 2008, Statistics in Medicine 27).
 *
 * @param sd - standard deviation of the error, in the unit of the figure, 0 or more
 * @param level - of the interval, per cent
 * @param limits - the figure cannot lie outside these
 * @throws {@link Refusal} `GAP_IN_SERIES`, `NOT_A_COUNT`, `NOT_A_LEVEL`
 */
export function addProtectionVariance(
  { lower, upper }: Interval,
  value: number,
  sd: number,
  level: number,
  limits: Interval = { lower: -Infinity, upper: Infinity },
): Interval {
  requireFinite([lower, upper, value], 'The figure and its interval')
  requireAmounts([sd], 'The error of a figure')
  if (sd === 0) return { lower, upper }
  const reach = normalQuantile(1 - alphaOf(level) / 2) * sd
  return {
    lower: Math.max(limits.lower, value - Math.hypot(value - lower, reach)),
    upper: Math.min(limits.upper, value + Math.hypot(upper - value, reach)),
  }
}
