import type { Interval } from '#statistics'
import type { MeasureExpression } from '../../catalog/measures.ts'

/** The counts and medians of one row of the engine's answer, by the name of their column. */
export type RowValues = (name: string) => number | null

/** A median with its interval. */
export interface MedianFigure {
  readonly value: number | null
  readonly interval: Interval | null
  /** Of counts in bands: the band in which the middle one lies, or two where it lies between them; half-open. */
  readonly band: Interval | null
}

/** How the median of a row is found: read off, or reckoned from counts in bands. */
export type MedianReader = (
  name: string,
  form: Extract<MeasureExpression, { median: string }>,
  row: RowValues,
) => MedianFigure

/** What figures of a plan need to know besides their counts. */
export interface MeasureContext {
  /** Of the intervals, per cent; without it there are none. */
  readonly level: number | undefined
  /** Standard deviation of the error that protection puts on a count, and the one that intervals of changes take for it. */
  readonly noise: number
  readonly noiseOfChange: number
  /** The least denominator of a share that is shown. */
  readonly minBase: number
  readonly medianOf: MedianReader
  /** Whether a count of zero means that there was nobody: a protected zero may stand for a few. */
  readonly isExact: boolean
  /** The exact interval of a count, for whoever asks for the same ones again and again. */
  readonly intervalOfCount?: (count: number, level: number) => Interval
}
