import { problemOf } from '#api'
import { Refusal } from '#foundation'

/** What is refused to whoever asks, whatever the panel. */
const ofPage = ['SIGN_IN_NEEDED', 'NOT_YOUR_LEVEL', 'PURPOSE_NEEDED']

/** What the grammar or protection refuses. What the server fails at, or the same question may not meet in a moment, is not. */
export function isStateOfPanel(error: unknown): error is Refusal {
  return error instanceof Refusal && problemOf(error).status < 500 && !ofPage.includes(error.code)
}

/** A refusal, for who goes on without an answer. @throws whatever else it is */
export function refusalOnly(error: unknown): Refusal {
  if (isStateOfPanel(error)) return error
  throw error
}
