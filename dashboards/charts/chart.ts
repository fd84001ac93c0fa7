import type { TopLevelSpec } from 'vega-lite'
import type { NumberLocale } from './locale.ts'

export type ChartRow = Readonly<Record<string, string | number | boolean | null>>

/** A specification of Vega-Lite: what all of ours say of their size, and parts as its documentation has them. */
export interface ChartSpec {
  readonly description: string
  /** Of the picture, in pixels. */
  readonly width: number
  readonly height: number
  readonly [part: string]: unknown
}

/**
 * A specification for the compiler of Vega-Lite, whose types ask each layer for what ours inherit from above it. That each
 * kind of chart compiles is held by tests.
 */
export function asVegaLite(spec: ChartSpec): TopLevelSpec {
  return spec as unknown as TopLevelSpec
}

/** A chart: a specification without data, and the rows that it is drawn from. It says nothing of how it is drawn. */
export interface Chart {
  readonly name: string
  readonly spec: ChartSpec
  /** Attached to the specification under the name {@link rowsName}. */
  readonly rows: readonly ChartRow[]
  /** The sentence for those who cannot see it. */
  readonly description: string
  readonly locale: NumberLocale
}

/** The name under which a specification refers to the rows of its chart. */
export const rowsName = 'figures'

/** A date at which a series breaks, with the number by which the text under the chart names it. */
export interface BreakMark {
  readonly on: string
  readonly number: number
}

export type PeriodGrain = 'year' | 'quarter' | 'month'

/** The width at which charts are drawn on the server; pages scale them. */
export const chartWidth = 420
export const chartHeight = 260
