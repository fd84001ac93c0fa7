import { type Catalog, datasetNamed } from '../catalog/catalog.ts'
import type { Policy } from '../disclosure/policy.ts'
import { protectionAt } from '../disclosure/protection.ts'
import type { Edition } from '../editions/edition.ts'
import { knownDays } from './plan/known-days.ts'
import type { Plan, Step } from './plan/plan.ts'
import type { Question } from './plan/question.ts'
import { addComparison } from './steps/add-comparison.ts'
import { applySwitches } from './steps/apply-switches.ts'
import { cutToCoverage } from './steps/cut-to-coverage.ts'
import { requireAllowedDimensions } from './steps/require-allowed-dimensions.ts'
import { requireClosedGrammar } from './steps/require-closed-grammar.ts'
import { requireKnownNames } from './steps/require-known-names.ts'
import { requireOneOf } from './steps/require-one-of.ts'
import { requirePublished } from './steps/require-published.ts'
import { requireStockDate } from './steps/require-stock-date.ts'
import { resolvePeriod } from './steps/resolve-period.ts'

const steps: readonly Step[] = [
  requireKnownNames,
  requireAllowedDimensions,
  requirePublished,
  applySwitches,
  requireOneOf,
  resolvePeriod,
  requireStockDate,
  cutToCoverage,
  addComparison,
  requireClosedGrammar,
]

/** Takes a question through the steps in their order. @throws {@link Refusal} of the first step that says no */
export function makePlan(question: Question, policy: Policy, catalog: Catalog, edition: Edition): Plan {
  const dataset = datasetNamed(question.dataset, catalog)
  const [first] = dataset.measures.values()
  if (first === undefined) throw new Error(`the dataset ${dataset.name} has no measure`)
  const start: Plan = {
    question,
    policy,
    protection: protectionAt(policy.level, first.cube),
    catalog,
    edition,
    dataset,
    cube: first.cube,
    coverage: null,
    measures: [],
    dimensions: [],
    where: {},
    grain: undefined,
    asked: { first: 0, last: 0 },
    compared: undefined,
    isTrimmed: false,
  }
  return steps.reduce((plan, step) => step(covering(plan)), start)
}

function covering(plan: Plan): Plan {
  return { ...plan, protection: protectionAt(plan.policy.level, plan.cube), coverage: knownDays(plan) }
}
