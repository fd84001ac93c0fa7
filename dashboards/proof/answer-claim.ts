import type { JsonAnswer } from '#api'
import type { Question } from '#warehouse'
import { valuesOfAnswer } from './answer-values.ts'
import { type FigureClaim, hashOfValues } from './manifest.ts'
import { parametersOf } from './question-parameters.ts'

/** What an answer claims: its question, and the hash of its values. */
export function answerClaim(answer: JsonAnswer, title: string): FigureClaim {
  const { dataset, query } = answer
  const parameters = parametersOf(query as Question)
  return { name: dataset, title, dataset, parameters, sha256: hashOfValues(valuesOfAnswer(answer)) }
}
