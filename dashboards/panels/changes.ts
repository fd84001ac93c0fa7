import type { JsonAnswer } from '#api'
import type { BreakMark } from '../charts/index.ts'

export interface NumberedChange extends BreakMark {
  readonly code: string
  readonly title: string
  readonly status: string
  readonly breaksSeries: boolean
}

/** Changes of law and amnesties, numbered in the order of time: charts show the numbers, pages the titles. */
export function changesIn(answer: Pick<JsonAnswer, 'breaks' | 'events'>): readonly NumberedChange[] {
  const breaks = answer.breaks.map((change) => ({ ...change, breaksSeries: true }))
  const events = answer.events.map((event) => ({ ...event, breaksSeries: false }))
  const inOrder = [...breaks, ...events].sort((one, other) => one.on.localeCompare(other.on))
  return inOrder.map((change, at) => ({ ...change, number: at + 1 }))
}
