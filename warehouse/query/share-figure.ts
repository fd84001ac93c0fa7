import { type Interval, type Share, shareInterval, withMeasurementError } from '#statistics'
import type { Conditions, RowValues } from './figures.ts'

export interface ShareFigure extends Share {
  readonly value: number | null
  readonly interval: Interval | null
  /** Standard deviation of the error of protection, as a share. */
  readonly noise: number
}

/**
 * A share of counts that may carry noise. Below the least denominator it is not shown. The error of protection on events
 * and on the rest is independent: `noise ÷ total × √(p² + (1 − p)²)`.
 */
export function shareFigure(row: RowValues, events: string, of: string, conditions: Conditions): ShareFigure {
  const { level, noise, leastBase } = conditions
  const total = row(of) ?? 0
  const share = { events: Math.min(row(events) ?? 0, total), total }
  if (total === 0 || total < leastBase) return { ...share, value: null, interval: null, noise: 0 }
  const value = share.events / total
  const sd = (noise / total) * Math.hypot(value, 1 - value)
  const bounds = level === undefined ? null : shareInterval(share, level)
  const interval =
    bounds && level !== undefined ? withMeasurementError(bounds, value, sd, level, { lower: 0, upper: 1 }) : null
  return { ...share, value, interval, noise: sd }
}
