import { relativeTrendOf, type Trend, trendOf } from '#statistics'
import { type Catalog, datasetNamed, grains, type Question } from '#warehouse'
import {
  aboutMethod,
  defaultConfidence,
  findingsByGroup,
  notForMethod,
  type StatisticalMethod,
  seriesOf,
} from './method.ts'

/** Growth a period over the whole time, for each group; with two groups also how much faster the first grows. */
export const trendMethod: StatisticalMethod = {
  ...aboutMethod('trend'),
  prepare(question, catalog) {
    if (
      !isCount(question, catalog) ||
      question.by.length > 2 ||
      timesIn(question) !== 1 ||
      question.compare !== undefined
    )
      throw notForMethod(trendMethod)
    return { ...question, detail: 'full' }
  },
  *run({ answer, catalog }) {
    const [measure = ''] = answer.question.measures
    const level = answer.question.interval ?? defaultConfidence
    const series = seriesOf(answer, catalog, measure, 0)
    const counts = series.map(({ values }) => values.map((value) => value ?? 0))
    const findings = yield* findingsByGroup(series, ({ group, periods }, index) => ({
      group,
      result: { from: periods[0], to: periods.at(-1), ...said(trendOf(counts[index] ?? [], level)) },
    }))
    const [one, other] = counts
    const compared =
      one && other && series.length === 2
        ? [{ group: { compared: 'first against second' }, result: said(relativeTrendOf(one, other, level)) }]
        : []
    return { findings: [...findings, ...compared], parameters: { level, family: 'quasi-poisson' } }
  },
}

function said({ growth, interval, dispersion, verdict }: Trend) {
  return { growth, lower: interval.lower, upper: interval.upper, dispersion, verdict }
}

/** Periods in a year by the time dimension of a question; 0 when it has none. */
export function frequencyOf({ by }: Question): number {
  return Math.max(0, ...by.map((name) => frequencies[name] ?? 0))
}

const frequencies: Readonly<Record<string, number>> = { year: 1, quarter: 4, month: 12 }

/**
 * A question for series of one count by time, for everybody or by one dimension.
 *
 * @param minFrequency - periods that a year has to have
 * @throws {@link Refusal} `NOT_FOR_METHOD`
 */
export function requireSeries(
  question: Question,
  catalog: Catalog,
  method: StatisticalMethod,
  minFrequency = 1,
): Question {
  const isSeries = isCount(question, catalog) && question.by.length <= 2 && timesIn(question) === 1
  if (!isSeries || question.compare !== undefined || frequencyOf(question) < minFrequency) throw notForMethod(method)
  return { ...question, detail: 'full' }
}

export function timesIn({ by }: Question): number {
  return by.filter((name) => grains.some((grain) => grain === name)).length
}

function isCount({ dataset, measures }: Question, catalog: Catalog): boolean {
  const [measure, ...others] = measures.map((name) => datasetNamed(dataset, catalog).measures.get(name))
  return measure !== undefined && others.length === 0 && 'count' in measure.form
}
