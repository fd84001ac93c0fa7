import type { Catalog } from '../catalog/catalog.ts'
import { policyFor } from '../disclosure/policy.ts'
import type { Edition } from '../editions/edition.ts'
import { makePlan } from './make-plan.ts'
import type { Question } from './plan/question.ts'

/** Facts about which nothing is known yet. */
const nothing: Edition = { kind: 'generation', id: '', key: '', builtAt: '', synthetic: false, coverages: {} }

/**
 * Requires that a question could be answered by facts that cover it: that its names and codes are known and fit together. What
 * protection says of it, only a release knows.
 *
 * @throws {@link Refusal} of the step that says no
 */
export function requireAnswerable(question: Question, catalog: Catalog): void {
  makePlan(question, policyFor('officer'), catalog, nothing)
}
