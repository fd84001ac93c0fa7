import type { Service } from '#api'
import { canonicalJson } from '#foundation'
import type { Answer, ReleaseManifest } from '#warehouse'
import type { Ask } from '../panels/ask.ts'
import { type AskMethod, askingMethods } from '../panels/ask-methods.ts'

/** Asks the figures of one release, each question once: all languages of a pack have the same figures. */
export interface PackAsking {
  readonly release: ReleaseManifest
  readonly ask: Ask
  readonly askMethod: AskMethod
  readonly signal: AbortSignal
}

/** Asks of one release for a pack. Of equal questions the first is sent and its answer kept. */
export function askingOf(
  release: ReleaseManifest,
  service: Service<'public'>,
  askCurrent: Ask,
  signal: AbortSignal,
): PackAsking {
  const answers = new Map<string, Promise<Answer>>()
  const ask: Ask = (question) => {
    const key = canonicalJson(question)
    const answer = answers.get(key) ?? askCurrent({ ...question, asOf: release.id })
    answers.set(key, answer)
    return answer
  }
  return { release, ask, askMethod: askingMethods(service, ask, signal), signal }
}
