import type { Catalog, Dimension, Measure } from '../catalog/catalog.ts'
import type { Grain, MonthRange } from '../catalog/periods.ts'
import type { Policy } from './policy.ts'
import type { Question } from './question.ts'

/** The days that the extracts of a generation cover, as ISO dates; `null` when no delivery said so. */
export type Coverage = { readonly from: string; readonly to: string } | null

/** A question on its way to a statement. Each step adds what it has found out. */
export interface Plan {
  readonly question: Question
  readonly policy: Policy
  readonly catalog: Catalog
  readonly coverage: Coverage
  readonly measures: readonly Measure[]
  readonly dimensions: readonly Dimension[]
  /** The grain of the time dimension of the answer, if it has one. */
  readonly grain: Grain | undefined
  /** The months asked for. */
  readonly asked: MonthRange
  /** The months that the answer is compared with, besides. */
  readonly compared: MonthRange | undefined
}

export type Step = (plan: Plan) => Plan
