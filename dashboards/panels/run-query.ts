import { type JsonAnswer, jsonAnswer, type PinnedVersion, type Service } from '#api'
import { canonicalJson } from '#foundation'
import type { Language } from '#jurisdictions'
import { type Answer, datasetNamed, type Parameters, parseQuestion, type Question } from '#warehouse'

/** Asks the version that a page is made of. */
export type RunQuery = (question: Question) => Promise<Answer>

/** Asks a version each question once: panels and claims often share one. */
export function askingOnce(version: PinnedVersion, signal: AbortSignal): RunQuery {
  const answers = new Map<string, Promise<Answer>>()
  return (question) => {
    const key = canonicalJson(question)
    const answer = answers.get(key) ?? version.ask(question, signal)
    answers.set(key, answer)
    return answer
  }
}

export interface AskContext {
  readonly service: Service<'public'>
  readonly language: Language
  readonly ask: RunQuery
}

/** The rows of a question in the API's grammar. @throws {@link Refusal} what the grammar or protection refuses */
export async function askRows(
  dataset: string,
  parameters: Parameters,
  { service: { catalog }, language, ask }: AskContext,
): Promise<JsonAnswer> {
  return jsonAnswer(await ask(parseQuestion(parameters, datasetNamed(dataset, catalog))), catalog, language)
}
