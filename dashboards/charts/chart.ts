import type { TopLevelSpec } from 'vega-lite'
import type { NumberLocale } from './locale.ts'

export type ChartRow = Readonly<Record<string, string | number | boolean | null>>

/** A chart: a specification without data, and the rows that it is drawn from. It says nothing of how it is drawn. */
export interface Chart {
  readonly name: string
  readonly spec: TopLevelSpec
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
