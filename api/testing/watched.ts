import type { AccessLevel, Question } from '#warehouse'
import type { Service } from '../service/service.ts'

/** A service that tells of each question that any of its versions is asked, before it is answered. */
export function watched<L extends AccessLevel>(
  service: Service<L>,
  reported: (question: Question, signal: AbortSignal) => void,
): Service<L> {
  return {
    ...service,
    pin: (...chosen) => {
      const version = service.pin(...chosen)
      return {
        ...version,
        ask: async (question, signal) => {
          reported(question, signal)
          return await version.ask(question, signal)
        },
      }
    },
  }
}
