import type { Catalog } from '../../catalog/catalog.ts'
import type { Cube } from '../../catalog/cube.ts'
import type { Dataset, Measure } from '../../catalog/dataset.ts'
import type { Dimension } from '../../catalog/dimensions.ts'
import type { Grain } from '../../catalog/periods.ts'
import type { Policy } from '../../disclosure/policy.ts'
import type { Protection } from '../../disclosure/protection.ts'
import type { Edition } from '../../editions/edition.ts'
import type { MonthRange } from '../../facts/calendar.ts'
import type { Question } from './question.ts'

/** The days that the extracts behind a cube cover, as ISO dates; `null` when no delivery said so. */
export type CoveredDays = { readonly from: string; readonly to: string } | null

/** A question on its way to a statement. Each step adds what it has found out. */
export interface Plan {
  readonly question: Question
  readonly policy: Policy
  /** How the counts of the cube are protected at the level of the policy. */
  readonly protection: Protection
  readonly catalog: Catalog
  /** What is asked: a release, or a generation of the facts. */
  readonly edition: Edition
  readonly dataset: Dataset
  /** The cube that all measures of the question count in. */
  readonly cube: Cube
  readonly coverage: CoveredDays
  readonly measures: readonly Measure[]
  readonly dimensions: readonly Dimension[]
  /** Codes per dimension: what was asked for, and the switches that were left alone. */
  readonly where: Readonly<Record<string, readonly string[]>>
  /** The grain of the time dimension of the answer, if it has one. */
  readonly grain: Grain | undefined
  /** The months asked for. */
  readonly asked: MonthRange
  /** The months that the answer is compared with, besides. */
  readonly compared: MonthRange | undefined
  /** Whether the question goes beyond what the extracts cover. */
  readonly isTrimmed: boolean
}

export type Step = (plan: Plan) => Plan

/** The release that a question is answered from: at the public level only, for others are answered from facts. */
export function releaseOf({ policy, edition }: Pick<Plan, 'policy' | 'edition'>): Edition['release'] {
  return policy.level === 'public' ? edition.release : undefined
}
