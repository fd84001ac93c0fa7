import type { Interval } from '#statistics'

/** The stock that is expected at the end of a quarter, with its bands of 80 and 95 %. */
export interface ProjectedPoint {
  readonly period: string
  readonly expected: number
  readonly band80: Interval | null
  readonly band95: Interval | null
}

/** What a projection found of one stock. */
export interface ProjectedStock {
  readonly past: readonly { readonly period: string; readonly stock: number }[]
  readonly first: string
  readonly baseline: readonly ProjectedPoint[]
  /** All models, the first one included, in the order of their errors. */
  readonly models: readonly { readonly model: string; readonly periods: readonly ProjectedPoint[] }[]
  readonly bands: readonly {
    readonly horizon: number
    readonly band95: { readonly from: number; readonly held: { readonly inside: number; readonly of: number } } | null
  }[]
  readonly scenario: readonly { readonly expected: number }[] | null
  readonly effect: readonly { readonly period: string; readonly change: number; readonly interval: Interval }[] | null
  readonly backTest: readonly { readonly horizon: number; readonly errors: Readonly<Record<string, number>> }[]
  readonly reliability: string
}
