import { Refusal } from '#foundation'
import { bestByBic, breakIntervals, type CooperativeTask, partitions, stl } from '#statistics'
import {
  aboutMethod,
  defaultConfidence,
  findingsByGroup,
  type MethodFinding,
  type MethodInput,
  type Series,
  type StatisticalMethod,
  seriesOf,
} from './method.ts'
import { frequencyOf, requireSeries } from './trend-method.ts'

/** Below so many years a season is taken for the same in all. */
const yearsForMovingSeason = 6
const movingWindow = 13
const maxBreaks = 3
/** A season needs quarters or months. */
export const minFrequency = 4

/** The series of an answer, of all of which a season can be taken out. @throws {@link Refusal} `GAP_IN_SERIES` */
function wholeSeries({ answer, catalog }: Pick<MethodInput<unknown>, 'answer' | 'catalog'>): readonly Series[] {
  const [measure = ''] = answer.question.measures
  const all = seriesOf(answer, catalog, measure, 0)
  if (all.every(({ values }) => values.every((value) => value !== null && value > 0))) return all
  const message = 'A season is taken out of logarithms, and a period without anybody has none. Ask for broader groups.'
  throw new Refusal('GAP_IN_SERIES', message, { parameter: 'by' })
}

function adjusted(values: readonly (number | null)[], frequency: number) {
  const logarithms = values.map((value) => Math.log(value ?? 1))
  const seasonal = values.length < yearsForMovingSeason * frequency ? 'periodic' : movingWindow
  return { logarithms, parts: stl(logarithms, { frequency, seasonal, robust: true }), seasonal }
}

/** What remains of a series when its season is taken out. */
export const seasonalMethod: StatisticalMethod = {
  ...aboutMethod('seasonal'),
  prepare(question, catalog) {
    return requireSeries(question, catalog, seasonalMethod, minFrequency)
  },
  *run({ answer, catalog }) {
    const frequency = frequencyOf(answer.question)
    const findings = yield* findingsByGroup(wholeSeries({ answer, catalog }), ({ group, periods, values }) => {
      const { logarithms, parts } = adjusted(values, frequency)
      const rows = periods.map((period, at) => ({
        period,
        value: values[at],
        adjusted: Math.exp((logarithms[at] as number) - (parts.seasonal[at] as number)),
        trend: Math.exp(parts.trend[at] as number),
      }))
      return { group, result: { periods: rows } }
    })
    return { findings, parameters: { frequency, robust: true, scale: 'logarithm' } }
  },
}

/** When the level of a series changed. */
export const breaksMethod: StatisticalMethod = {
  ...aboutMethod('breaks'),
  prepare(question, catalog) {
    return requireSeries(question, catalog, breaksMethod, minFrequency)
  },
  *run({ answer, catalog }) {
    const frequency = frequencyOf(answer.question)
    const interval = answer.question.interval ?? defaultConfidence
    const findings = yield* findingsByGroup(wholeSeries({ answer, catalog }), (series) =>
      breaksIn(series, frequency, interval),
    )
    return {
      findings,
      parameters: {
        frequency,
        level: interval,
        most: maxBreaks,
        trimming: 0.15,
        explains: 'level and the period before',
      },
    }
  },
}

function* breaksIn(
  { group, periods, values }: Series,
  frequency: number,
  interval: number,
): CooperativeTask<MethodFinding> {
  const { logarithms, parts } = adjusted(values, frequency)
  const level = logarithms.map((value, at) => value - (parts.seasonal[at] as number))
  const rows = level.slice(1).map((_, at) => [1, level[at] as number])
  const found = yield* partitions(rows, level.slice(1), { maxBreaks })
  const { breaks } = bestByBic(found)
  const intervals = breakIntervals(rows, level.slice(1), breaks, interval)
  const period = (row: number) => periods[Math.min(Math.max(row, 0), periods.length - 1)]
  return {
    group,
    result: {
      after: breaks.map((row, at) => ({
        period: period(row),
        earliest: period(intervals[at]?.lower ?? row),
        latest: period(intervals[at]?.upper ?? row),
      })),
      bic: found.map((one) => ({ breaks: one.breaks.length, bic: one.bic })),
    },
  }
}
