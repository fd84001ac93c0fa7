import { z } from 'zod'
import { Refusal } from '#foundation'
import { substitutionOf } from '#statistics'
import { datasetNamed } from '#warehouse'
import {
  aboutMethod,
  asksForOne,
  completeRows,
  defaultConfidence,
  notForMethod,
  protectionError,
  type StatisticalMethod,
} from './method.ts'

const options = z.strictObject({
  grown: z.string().describe('of the method substitution: the code whose growth is looked at, such as CSM'),
})
const perThousand = 1000

/** Whether a sanction that grew took the place of others or came on top of them. */
export const substitutionMethod: StatisticalMethod<z.infer<typeof options>> = {
  ...aboutMethod('substitution'),
  options,
  prepare(question, catalog, { grown }) {
    const isRight = question.by.length === 2 && question.by.includes('year')
    if (!isRight || !asksForOne('count', question, catalog)) throw notForMethod(substitutionMethod)
    const { dimensions } = datasetNamed(question.dataset, catalog)
    const codes = question.by.flatMap((name) => dimensions.get(name)?.codes ?? []).map(({ code }) => code)
    if (!codes.includes(grown)) throw unknownGroup(grown, codes)
    return { ...question, detail: 'full' }
  },
  *run({ answer, catalog, options: { grown } }) {
    const [measure = ''] = answer.question.measures
    const rows = completeRows(answer, catalog)
    const years = [...new Set(rows.map(({ period }) => period ?? ''))].sort()
    const [first, last] = [years[0], years.at(-1)]
    const codes = [...new Set(rows.flatMap(({ group }) => Object.values(group)))]
    if (first === last) throw notForMethod(substitutionMethod)
    if (!codes.includes(grown)) throw unknownGroup(grown, codes)
    const count = (code: string, year?: string) =>
      rows.find(({ group, period }) => period === year && Object.values(group)[0] === code)?.number(measure) ?? 0
    const classes = codes.map((code) => ({ code, counts: [count(code, first), count(code, last)] as const }))
    const [before, after] = [0, 1].map((at) => classes.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0))
    const level = answer.question.interval ?? defaultConfidence
    const error = protectionError(answer)
    const persons = yield* substitutionOf(classes, grown, { level, error })
    const scale = [perThousand / (before ?? 1), perThousand / (after ?? 1)] as const
    const thousands = yield* substitutionOf(classes, grown, { level, error, scale })
    return {
      findings: [
        { group: { grown, in: 'persons' }, result: { ...persons } },
        { group: { grown, in: 'per thousand persons' }, result: { ...thousands } },
      ],
      parameters: { level, from: first, to: last, total: [before, after], protectionError: error },
    }
  },
}

function unknownGroup(grown: string, allowed: readonly string[]): Refusal {
  const message = `The answer has no group "${grown.slice(0, 40)}". There are: ${allowed.join(', ')}.`
  return new Refusal('UNKNOWN_CODE', message, { parameter: 'grown', allowed })
}
