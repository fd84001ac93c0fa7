import { Refusal, Turns } from '#foundation'
import {
  type Answer,
  type Catalog,
  type Dataset,
  datasetNamed,
  type Parameters,
  parseQuestion,
  type Question,
  wrongParameter,
} from '#warehouse'
import { type MethodFindings, optionsOf, type StatisticalMethod } from './method.ts'

export interface MethodQuestion {
  readonly method: StatisticalMethod
  readonly question: Question
  readonly options: unknown
}

/**
 * Reads what a method is asked: its own parameters and those of its question, which come together.
 *
 * @throws {@link Refusal} `BAD_PARAMETER`, `NOT_FOR_METHOD`, and what is wrong with the question
 */
export function readMethodQuestion(
  method: StatisticalMethod,
  dataset: unknown,
  parameters: Readonly<Record<string, unknown>>,
  catalog: Catalog,
): MethodQuestion {
  const about = requestedDataset(dataset, catalog)
  const names = Object.keys(method.options?.shape ?? {})
  const [own, others] = [true, false].map((isOwn) =>
    Object.fromEntries(Object.entries(parameters).filter(([name]) => names.includes(name) === isOwn)),
  )
  const options = optionsOf(method, own ?? {})
  const asked = parseQuestion((others ?? {}) as Parameters, about)
  return { method, question: method.prepare(asked, catalog, options), options }
}

/** The dataset that a request names. @throws {@link Refusal} `BAD_PARAMETER`, `UNKNOWN_DATASET` */
export function requestedDataset(named: unknown, catalog: Catalog): Dataset {
  if (typeof named === 'string') return datasetNamed(named, catalog)
  const allowed = [...catalog.datasets.keys()]
  throw wrongParameter('BAD_PARAMETER', 'dataset', { wanted: { is: 'one_of' }, allowed })
}

/**
 * Asks what the method needs, and runs it in turns.
 *
 * @param spend - learns the milliseconds that the method took, also when nobody waited for its end
 */
export async function findingsOf(
  { method, question, options }: MethodQuestion,
  catalog: Catalog,
  ask: (question: Question) => Promise<Answer>,
  signal: AbortSignal,
  spend?: (milliseconds: number) => void,
): Promise<{ readonly answer: Answer; readonly findings: MethodFindings }> {
  const answer = asAsked(await ask(question))
  const others: Answer[] = []
  for (const other of method.besides?.(question, catalog, options) ?? []) others.push(asAsked(await ask(other)))
  const turns = new Turns(signal)
  const found = method.run({ answer, others, catalog, options })
  try {
    return { answer, findings: Symbol.iterator in found ? await turns.run(found) : found }
  } finally {
    spend?.(turns.spent)
  }
}

/** A method works on the table that it asked for: of other people it would say something else. @throws {@link Refusal} `ONLY_COARSER` */
function asAsked(answer: Answer): Answer {
  if (!answer.notes.includes('told_enough')) return answer
  const { by, from, to } = answer.question
  const asked = answer.asked ?? answer.question
  const isByOther = by.join() !== asked.by.join()
  const [parameter, allowed] = isByOther ? ['by', by] : to === asked.to ? ['from', [from ?? '']] : ['to', [to ?? '']]
  const described = [`by ${by.join(', ') || 'nothing'}`, from && `from ${from}`, to && `to ${to}`]
    .filter(Boolean)
    .join(' ')
  const advice = `A table that this method needs has cells that are too small for analysts. It can be shown ${described}. Ask the method about that, or at the public level.`
  throw new Refusal('ONLY_COARSER', advice, { parameter, allowed })
}
