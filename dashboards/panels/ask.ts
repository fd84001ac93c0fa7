import { type JsonAnswer, jsonAnswer, type Service } from '#api'
import type { Language } from '#jurisdictions'
import { type Answer, datasetNamed, type Parameters, parseQuestion, type Question } from '#warehouse'

/** Asks the release that a page is made of. */
export type Ask = (question: Question) => Promise<Answer>

export interface AskContext {
  readonly service: Service<'public'>
  readonly language: Language
  readonly ask: Ask
}

/** The rows of a question in the API's grammar. @throws {@link Refusal} what the grammar or protection refuses */
export async function askRows(
  dataset: string,
  parameters: Parameters,
  { service: { catalog }, language, ask }: AskContext,
): Promise<JsonAnswer> {
  return jsonAnswer(await ask(parseQuestion(parameters, datasetNamed(dataset, catalog))), catalog, language)
}
