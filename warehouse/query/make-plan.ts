import type { Catalog } from '../catalog/catalog.ts'
import type { Coverage, Plan, Step } from './plan.ts'
import type { Policy } from './policy.ts'
import type { Question } from './question.ts'
import { addComparison } from './steps/add-comparison.ts'
import { requireAllowedDimensions } from './steps/require-allowed-dimensions.ts'
import { requireKnownNames } from './steps/require-known-names.ts'
import { resolvePeriod } from './steps/resolve-period.ts'

const steps: readonly Step[] = [requireKnownNames, requireAllowedDimensions, resolvePeriod, addComparison]

/** Takes a question through the steps in their order. @throws {@link Refusal} of the first step that says no */
export function makePlan(question: Question, policy: Policy, catalog: Catalog, coverage: Coverage): Plan {
  const start: Plan = {
    question,
    policy,
    catalog,
    coverage,
    measures: [],
    dimensions: [],
    grain: undefined,
    asked: { first: 0, last: 0 },
    compared: undefined,
  }
  return steps.reduce((plan, step) => step(plan), start)
}
