import type { Catalog } from './catalog/catalog.ts'
import type { FactsReader } from './generations/facts-reader.ts'
import { type Answer, answer } from './query/answer.ts'
import { makePlan } from './query/make-plan.ts'
import type { Policy } from './query/policy.ts'
import type { Question } from './query/question.ts'

/**
 * Answers a question under a policy: the one way from outside to the facts.
 *
 * @throws {@link Refusal} of a step that says no, of the reader, or `DEADLINE` when `signal` fires
 */
export async function ask(
  question: Question,
  policy: Policy,
  catalog: Catalog,
  reader: FactsReader,
  signal: AbortSignal,
): Promise<Answer> {
  return await reader.use(async ({ facts, connection }) => {
    const plan = makePlan(question, policy, catalog, facts.coverage)
    return await answer(plan, facts, connection, signal)
  })
}
