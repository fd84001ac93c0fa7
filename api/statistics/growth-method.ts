import { z } from 'zod'
import { Refusal } from '#foundation'
import { growthInSeries } from '#statistics'
import { wants } from '#warehouse'
import {
  aboutMethod,
  defaultConfidence,
  notForMethod,
  protectionError,
  type StatisticalMethod,
  seriesOf,
} from './method.ts'
import { frequencyOf, requireSeries } from './trend-method.ts'

const year = z.string().refine((text) => /^\d{4}$/.test(text), wants({ is: 'year' }))
const options = z.strictObject({
  since: year.describe('of the method growth: the year to compare with, such as 2020'),
  until: year.describe('of the method growth: the year that is compared, such as 2025'),
})

/** Growth of a count from one year to another, with what its series varies beyond chance. */
export const growthMethod: StatisticalMethod<z.infer<typeof options>> = {
  ...aboutMethod('growth'),
  options,
  prepare(question, catalog) {
    if (question.from !== undefined || question.to !== undefined || frequencyOf(question) !== 1)
      throw notForMethod(growthMethod)
    return requireSeries(question, catalog, growthMethod)
  },
  run({ answer, catalog, options: { since, until } }) {
    const [measure = ''] = answer.question.measures
    const level = answer.question.interval ?? defaultConfidence
    const error = protectionError(answer)
    if (since > until)
      throw new Refusal('REVERSED_PERIOD', 'The period ends before it begins. Exchange "since" and "until".', {
        parameter: 'since',
      })
    const findings = seriesOf(answer, catalog, measure, 0).flatMap(({ group, periods, values }) => {
      const counts = values.map((value) => value ?? 0)
      const places = [placeIn(periods, since, 'since'), placeIn(periods, until, 'until')] as const
      const found = growthInSeries(counts, places, level, error)
      if (found === null) return []
      const { growth, interval, dispersion, verdict } = found
      const [before, after] = places.map((at) => counts[at])
      return [{ group, result: { since, until, before, after, growth, ...interval, dispersion, verdict } }]
    })
    return { findings, parameters: { level, protectionError: error } }
  },
}

/** @throws {@link Refusal} `UNKNOWN_CODE` */
function placeIn(periods: readonly string[], wanted: string, parameter: string): number {
  const found = periods.indexOf(wanted)
  if (found >= 0) return found
  const message = `${wanted} is not a complete year of these figures. There are: ${periods.join(', ')}.`
  throw new Refusal('UNKNOWN_CODE', message, { parameter, allowed: periods })
}
