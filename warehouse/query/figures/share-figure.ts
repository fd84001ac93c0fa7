import { type Interval, protectedShareInterval, type Share } from '#statistics'
import type { MeasureContext, RowValues } from './figure-conditions.ts'

export interface ShareFigure extends Share {
  readonly value: number | null
  readonly interval: Interval | null
}

/** A share of counts that may carry noise. Below the least denominator it is not shown. */
export function shareFigure(row: RowValues, events: string, of: string, conditions: MeasureContext): ShareFigure {
  const { level, noise } = conditions
  const share = shareOf(row, events, of, conditions)
  const interval = level === undefined || share.value === null ? null : protectedShareInterval(share, level, noise)
  return { ...share, interval }
}

/** The same without its interval. */
export function shareOf(
  row: RowValues,
  events: string,
  of: string,
  { minBase }: Pick<MeasureContext, 'minBase'>,
): Omit<ShareFigure, 'interval'> {
  const total = Math.max(0, row(of) ?? 0)
  const share = { events: Math.max(0, Math.min(row(events) ?? 0, total)), total }
  return { ...share, value: total === 0 || total < minBase ? null : share.events / total }
}
