import { Refusal } from '#foundation'
import type { Catalog } from './catalog/catalog.ts'
import type { NoteName } from './catalog/note.ts'
import type { DifferencingGuard, Leave } from './disclosure/cell-key/guard/differencing-guard.ts'
import type { Binding } from './disclosure/cell-key/guard/table-ledger.ts'
import type { AccessLevel, Policy } from './disclosure/policy.ts'
import type { CubeEngine, PinnedCubes } from './engines/cube-engine.ts'
import { type Answer, answer, type Coarser } from './query/answer.ts'
import { coarserQuestions, inQuarters } from './query/coarser-question.ts'
import { makePlan } from './query/make-plan.ts'
import type { Plan } from './query/plan/plan.ts'
import type { Question } from './query/plan/question.ts'

/** Who asks for figures of analysts, and what decides which tables they may be told. */
export interface Guarded {
  readonly guard: DifferencingGuard
  readonly who: string
}

/**
 * Answers a question under a policy: the one way from outside to figures. A question whose cells would stand for too few
 * persons is answered by the finest coarser one, and the answer says so. The cubes have to be those of the policy's level.
 *
 * @param guarded - needed where counts carry noise: without it answers could be added up
 * @throws {@link Refusal} of a step that says no, of the cubes, or `DEADLINE` when `signal` fires
 */
export async function ask<L extends AccessLevel>(
  question: Question,
  policy: Policy<NoInfer<L>>,
  catalog: Catalog,
  pinned: PinnedCubes<L>,
  signal: AbortSignal,
  guarded?: Guarded,
): Promise<Answer> {
  if (pinned.level !== policy.level) throw new Error('a question came to the cubes of another level')
  return await pinned.use(async (cubes) => {
    const planOf = (one: Question) => makePlan(one, policy, catalog, pinned.edition)
    const plan = planOf(question)
    const asked = await answer(plan, cubes, signal)
    if (plan.protection.holds === 'keyed-rows' && guarded !== undefined) {
      const readable = 'rows' in asked ? plan : planOf({ ...question, by: asked.coarser, detail: 'full', sort: [] })
      return await answerGuarded(plan, readable, planOf, cubes, signal, guarded)
    }
    if ('rows' in asked) return asked
    const instead = whole(
      await answer(planOf({ ...question, by: asked.coarser, detail: 'full', sort: [] }), cubes, signal),
    )
    return { ...instead, question, coarser: asked.coarser, notes: ['coarser', ...instead.notes] }
  }, signal)
}

/** The answer to the finest question that may be told. What it tells is written down before it is given out. */
async function answerGuarded(
  asked: Plan,
  readable: Plan,
  planOf: (question: Question) => Plan,
  cubes: CubeEngine,
  signal: AbortSignal,
  { guard, who }: Guarded,
): Promise<Answer> {
  const first = await guard.check(readable, who, cubes, signal)
  if (typeof first !== 'string') {
    const given = await answerWith(first, readable, cubes, signal)
    if (readable === asked) return given
    const { by } = readable.question
    return { ...given, question: asked.question, coarser: by, notes: ['coarser', ...given.notes] }
  }
  const through = guard.answeredThrough(readable)
  const { sort: _, ...rest } = readable.question
  const before: readonly Question[] = through === undefined ? [] : [{ ...rest, to: through, sort: [], detail: 'full' }]
  for (const question of [...before, ...inQuarters(readable), ...coarserQuestions(readable)]) {
    const plan = planOf(question)
    const leave = await guard.check(plan, who, cubes, signal)
    if (typeof leave === 'string') continue
    const given = await answerWith(leave, plan, cubes, signal)
    return {
      ...given,
      asked: asked.question,
      question: withDetailOf(asked.question, question),
      coarser: question.by,
      notes: [...whyCoarser(first, readable, plan), ...given.notes],
    }
  }
  const advice =
    'Nothing of this can be shown at the level of analysts: its cells are too small. Ask by quarter, for full years, or at the public level.'
  throw new Refusal('ONLY_COARSER', advice, { parameter: 'by' })
}

/** Every coarser question is asked in full detail; whoever asked is told the detail that they asked for. */
function withDetailOf({ detail }: Question, { detail: _, ...question }: Question): Question {
  return detail === undefined ? question : { ...question, detail }
}

/** Which budget forbids the answer that was asked for, and what else than groups is not as it was asked for. */
function whyCoarser(binding: Binding, asked: Plan, given: Plan): readonly NoteName[] {
  const isShorter = given.asked.last < asked.asked.last
  const isLonger =
    !isShorter && (given.question.from !== asked.question.from || given.question.to !== asked.question.to)
  const filters = Object.entries(asked.question.where)
  const isWider = filters.some(([name, codes]) => given.question.where[name]?.join() !== codes.join())
  return [
    'told_enough',
    ...(binding === 'tables' ? [] : ([`budget_${binding}`] as const)),
    ...(isShorter ? (['complete_years'] as const) : []),
    ...(isLonger ? (['longer_period'] as const) : []),
    ...(isWider ? (['wider_filter'] as const) : []),
    ...(given.grain === 'quarter' && asked.grain === undefined ? (['by_quarter'] as const) : []),
  ]
}

/** The rows that may be told, however few they are. */
async function answerWith(leave: Leave, plan: Plan, cubes: CubeEngine, signal: AbortSignal): Promise<Answer> {
  try {
    const { question } = plan
    const inFull: Plan = { ...plan, question: { ...question, detail: 'full' } }
    const given = { ...whole(await answer(inFull, cubes, signal, leave.minShown)), question }
    leave.keep()
    return given
  } catch (error) {
    leave.giveBack()
    throw error
  }
}

function whole(given: Answer | Coarser): Answer {
  if ('rows' in given) return given
  throw new Error('a coarser question was not answered')
}
