import type { Share } from '#statistics'
import type { Answer, Catalog, Question } from '#warehouse'
import { asksForOne, completeRows, defaultConfidence, notForMethod, type StatisticalMethod } from './method.ts'
import { timesIn } from './trend-method.ts'

/**
 * A question for the share of groups, the first dimension, within strata, the second.
 *
 * @throws {@link Refusal} `NOT_FOR_METHOD`
 */
export function requireSharesWithin(question: Question, catalog: Catalog, method: StatisticalMethod): Question {
  const isRight = question.by.length === 2 && timesIn(question) === 0 && asksForOne('share', question, catalog)
  if (!isRight) throw notForMethod(method)
  return { ...question, detail: 'full', interval: question.interval ?? defaultConfidence }
}

export interface SharesWithin {
  readonly groups: readonly string[]
  readonly strata: readonly string[]
  /** How many there are in a group and a stratum, and to how many of them it happened; nobody where no share is shown. */
  readonly cell: (group: string, stratum: string) => Share
  /** Persons in cells whose share is not shown, by group; groups that have none are not there. */
  readonly leftOut: ReadonlyMap<string, number>
}

/** The answer to such a question. */
export function sharesWithin(answer: Answer, catalog: Catalog): SharesWithin {
  const [measure = ''] = answer.question.measures
  const [groupName = '', stratumName = ''] = answer.question.by
  const cells = new Map<string, Map<string, Share>>()
  const strata = new Set<string>()
  const leftOut = new Map<string, number>()
  for (const { group: codes, number } of completeRows(answer, catalog)) {
    const [group = '', stratum = ''] = [codes[groupName], codes[stratumName]]
    const [share, total = 0] = [number(measure), number(measure, 'n')]
    if (share === undefined && total > 0) leftOut.set(group, (leftOut.get(group) ?? 0) + total)
    if (share === undefined || total === 0) continue
    const own = cells.get(group) ?? new Map<string, Share>()
    cells.set(group, own.set(stratum, { events: Math.round(share * total), total }))
    strata.add(stratum)
  }
  const cell = (group: string, stratum: string) => cells.get(group)?.get(stratum) ?? { events: 0, total: 0 }
  return { groups: [...cells.keys()], strata: [...strata], cell, leftOut }
}

/** What a method says of the persons that it leaves out, because the share of their cell is not shown. */
export function saidOfLeftOut(leftOut: SharesWithin['leftOut']) {
  const persons = [...leftOut.values()].reduce((sum, one) => sum + one, 0)
  return { personsInSharesNotShown: persons, leftOut: Object.fromEntries(leftOut) }
}
