import { problemOf } from '#api'
import { Refusal } from '#foundation'

/** What the grammar or protection refuses. What the server fails at, or the same question may not meet in a moment, is not. */
export function isStateOfPanel(error: unknown): error is Refusal {
  return error instanceof Refusal && problemOf(error).status < 500
}

/** A refusal, for who goes on without an answer. @throws whatever else it is */
export function refusalOnly(error: unknown): Refusal {
  if (isStateOfPanel(error)) return error
  throw error
}
