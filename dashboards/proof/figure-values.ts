import { jsonAnswer, type MethodFindings, type Service } from '#api'
import { datasetNamed, parseQuestion } from '#warehouse'
import { askingMethods } from '../panels/ask-methods.ts'
import type { RunQuery } from '../panels/run-query.ts'
import { type FigureValues, valuesOfAnswer } from './answer-values.ts'
import type { FigureClaim } from './manifest.ts'

/** Findings as rows of a long table: the group, the name of the number in the result, the number. */
export function valuesOfFindings({ findings }: Pick<MethodFindings, 'findings'>): FigureValues {
  const rows = findings.flatMap(({ group, result }) => {
    const of = Object.entries(group)
      .map(([name, code]) => `${name}=${code}`)
      .join(' ')
    return leaves(result).map(([name, value]) => [of, name, value])
  })
  return { columns: ['group', 'figure', 'value'], rows }
}

type Leaf = string | number | boolean | null

function leaves(value: unknown, name = ''): readonly (readonly [string, Leaf])[] {
  if (value === null || typeof value !== 'object') return value === undefined ? [] : [[name, value as Leaf]]
  return Object.entries(value).flatMap(([part, inner]) => leaves(inner, name === '' ? part : `${name}.${part}`))
}

/** Asks for the values of a claim as they were in a release. @throws {@link Refusal} what the grammar or the method refuses */
export async function askValues(
  { dataset: name, method, parameters }: Pick<FigureClaim, 'dataset' | 'method' | 'parameters'>,
  service: Service<'public'>,
  ask: RunQuery,
  signal: AbortSignal,
): Promise<FigureValues> {
  const { catalog } = service
  if (method === undefined) {
    const answer = await ask(parseQuestion(parameters, datasetNamed(name, catalog)))
    return valuesOfAnswer(jsonAnswer(answer, catalog, 'en'))
  }
  return valuesOfFindings((await askingMethods(service, ask, signal)(method, name, parameters)).findings)
}
