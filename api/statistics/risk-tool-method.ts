import { datasetNamed } from '#warehouse'
import {
  aboutMethod,
  asksForOne,
  type CompleteRow,
  completeRows,
  defaultConfidence,
  notForMethod,
  protectionError,
  type StatisticalMethod,
} from './method.ts'
import { findingsOfGroup, findingsOn, type ScoredLevel } from './risk-tool-findings.ts'

const failures = ['revoked_technical', 'revoked_new_offence']
/** Ended in a way that says nothing about the tool. */
const leftOut = ['died', 'UNK', 'transferred']

/** Groups whose errors can be compared. */
const groupings = ['sex', 'broad_age']

/** How well levels of risk tell supervision that is revoked from supervision that is not. */
export const riskToolMethod: StatisticalMethod = {
  ...aboutMethod('risk-tool'),
  prepare(question, catalog) {
    const others = question.by.filter((name) => name !== 'level' && name !== 'outcome')
    const isRight = question.by.length === others.length + 2 && others.length <= 1
    const isKnown = others.every((name) => groupings.includes(name))
    if (!isRight || !isKnown || !asksForOne('count', question, catalog)) throw notForMethod(riskToolMethod)
    return { ...question, detail: 'full' }
  },
  run({ answer, catalog }) {
    const { dataset, measures, by, interval: level = defaultConfidence } = answer.question
    const certainty = { level, error: protectionError(answer) }
    const { dimensions } = datasetNamed(dataset, catalog)
    const codesOf = (name: string) =>
      (dimensions.get(name)?.codes ?? []).map(({ code }) => code).filter((code) => code !== 'UNK')
    const rows = completeRows(answer, catalog).filter(({ group }) => !leftOut.includes(group['outcome'] ?? ''))
    const levels = codesOf('level')
    const count = (own: readonly CompleteRow[]) =>
      own.reduce((sum, { number }) => sum + (number(measures[0] ?? '') ?? 0), 0)
    const scored = (own: readonly CompleteRow[]): readonly ScoredLevel[] =>
      levels
        .map((code, score) => {
          const ofLevel = own.filter(({ group }) => group['level'] === code)
          const failed = ofLevel.filter(({ group }) => failures.includes(group['outcome'] ?? ''))
          return { code, score, events: count(failed), others: count(ofLevel) - count(failed) }
        })
        .filter(({ events, others }) => events + others > 0)
    const allPersons = scored(rows)
    const groups = by
      .filter((name) => groupings.includes(name))
      .flatMap((name) => codesOf(name).map((code) => ({ name, code })))
    return {
      findings: [
        ...findingsOn(allPersons, certainty),
        ...groups.flatMap(({ name, code }) =>
          findingsOfGroup(
            { [name]: code },
            scored(rows.filter(({ group }) => group[name] === code)),
            allPersons,
            certainty,
          ),
        ),
      ],
      parameters: { level, failures, leftOut, protectionError: certainty.error },
    }
  },
}
