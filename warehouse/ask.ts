import type { Catalog } from './catalog/catalog.ts'
import type { CubeReader } from './engines/cube-engine.ts'
import { type Answer, answer } from './query/answer.ts'
import { makePlan } from './query/make-plan.ts'
import type { Policy } from './query/policy.ts'
import type { Level, Question } from './query/question.ts'

/**
 * Answers a question under a policy: the one way from outside to figures. A question whose cells would stand for too few
 * persons is answered by the finest coarser one, and the answer says so. The reader has to be the one of the policy's level.
 *
 * @throws {@link Refusal} of a step that says no, of the reader, or `DEADLINE` when `signal` fires
 */
export async function ask<L extends Level>(
  question: Question,
  policy: Policy<NoInfer<L>>,
  catalog: Catalog,
  reader: CubeReader<L>,
  signal: AbortSignal,
): Promise<Answer> {
  if (reader.level !== policy.level) throw new Error('a question came to the reader of another level')
  return await reader.use(question.asOf, async ({ edition, cubes }) => {
    const attempt = (by: readonly string[], more: Partial<Question> = {}) =>
      answer(makePlan({ ...question, by, ...more }, policy, catalog, edition), cubes, signal)
    const asked = await attempt(question.by)
    if (!('rows' in asked)) {
      const instead = await attempt(asked.coarser, { detail: 'full', sort: [] })
      if (!('rows' in instead)) throw new Error('a coarser question was not answered')
      return { ...instead, question, coarser: asked.coarser, notes: ['coarser', ...instead.notes] }
    }
    return asked
  })
}
