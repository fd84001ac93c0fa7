import type { Share } from '#statistics'
import type { Answer, Catalog, Question } from '#warehouse'
import { completeRows } from './method.ts'

/** The question for the published share of each group of another question, by one of its dimensions only. */
export function wholesOf(question: Question, dimension: string | undefined): Question {
  return { ...question, by: dimension === undefined ? [] : [dimension], detail: 'full', sort: [] }
}

/**
 * The shares of such an answer as counts, by the code or the period of the group: those that are published of it, whatever a
 * method has to leave out. Groups whose share is not shown are not there.
 */
export function wholeShares(answer: Answer | undefined, catalog: Catalog): ReadonlyMap<string, Share> {
  if (answer === undefined) return new Map()
  const [measure = ''] = answer.question.measures
  return new Map(
    completeRows(answer, catalog).flatMap(({ group, period, number }): [string, Share][] => {
      const [share, total = 0] = [number(measure), number(measure, 'n')]
      const [key = period ?? ''] = Object.values(group)
      return share === undefined || total === 0 ? [] : [[key, { events: Math.round(share * total), total }]]
    }),
  )
}
