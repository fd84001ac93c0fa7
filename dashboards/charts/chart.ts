import type { TopLevelSpec } from 'vega-lite'
import type { NumberLocale } from './locale.ts'

/** A chart: a specification without data, and the named rows that it is drawn from. It says nothing of how it is drawn. */
export interface Chart {
  readonly name: string
  readonly spec: TopLevelSpec
  /** The sentence for those who cannot see it. */
  readonly description: string
  readonly locale: NumberLocale
}

export type ChartRow = Readonly<Record<string, string | number | boolean | null>>

/** Rows by the name under which a specification refers to them. */
export type ChartRows = Readonly<Record<string, readonly ChartRow[]>>

/** A date at which a series breaks, with the number by which the text under the chart names it. */
export interface BreakMark {
  readonly on: string
  readonly number: number
}

export type PeriodGrain = 'year' | 'quarter' | 'month'

/** The width at which charts are drawn on the server; pages scale them. */
export const chartWidth = 420
export const chartHeight = 260
