import { z } from 'zod'
import { Refusal } from '#foundation'
import type { LawChange } from '#jurisdictions'
import { interruptedSeries } from '#statistics'
import { type Catalog, datasetNamed, type Question } from '#warehouse'
import {
  aboutMethod,
  defaultConfidence,
  findingsByGroup,
  notForMethod,
  type Series,
  type StatisticalMethod,
  seriesOf,
} from './method.ts'
import { minFrequency } from './seasonal-method.ts'
import { frequencyOf, requireSeries } from './trend-method.ts'

const options = z.strictObject({
  event: z.string().describe('a code of the breaks and events of the catalog'),
  per: z
    .enum(['nobody', 'population'])
    .default('nobody')
    .describe('of the method interrupted: population to follow the rate instead of the count'),
  shape: z
    .enum(['step_and_slope', 'step'])
    .default('step_and_slope')
    .describe('of the method interrupted: step where the slope is taken to stay as it was'),
})

/** What a series did at an event of the catalog. */
export const interruptedMethod: StatisticalMethod<z.infer<typeof options>> = {
  ...aboutMethod('interrupted'),
  options,
  prepare(question, catalog, { event }) {
    requireEvent(event, catalog)
    return requireSeries(question, catalog, interruptedMethod, minFrequency)
  },
  besides(question, catalog, { per }) {
    return per === 'population' ? [{ ...question, measures: [rateOf(question, catalog)] }] : []
  },
  *run({ answer, others: [rates], catalog, options: { event: code, per, shape } }) {
    const event = requireEvent(code, catalog)
    const [measure = ''] = answer.question.measures
    const level = answer.question.interval ?? defaultConfidence
    const frequency = frequencyOf(answer.question)
    const populations = rates && seriesOf(rates, catalog, rates.question.measures[0] ?? '', null, 'n')
    const findings = yield* findingsByGroup(seriesOf(answer, catalog, measure, 0), ({ group, periods, values }) => {
      const after = firstAfter(periods, event)
      const counts = values.map((value) => value ?? 0)
      const exposure = populations && populationAlong(populations, group, periods)
      const found = interruptedSeries(counts, {
        after,
        frequency,
        level,
        stepOnly: shape === 'step',
        ...(exposure === undefined ? {} : { exposure }),
      })
      return { group, result: { firstAfter: periods[after], ...found } }
    })
    const parameters = { level, event: event.code, on: event.on, per, shape, family: 'quasi-poisson' }
    return { findings, parameters: { ...parameters, errors: 'newey-west, at least quasi-poisson' } }
  },
}

/** The rate that is made of the count of a question. @throws {@link Refusal} `NOT_FOR_METHOD` */
function rateOf({ dataset, measures: [name = ''] }: Question, catalog: Catalog): string {
  const { measures } = datasetNamed(dataset, catalog)
  const form = measures.get(name)?.form
  const count = form !== undefined && 'count' in form ? form.count : undefined
  const found = [...measures.values()].find((measure) => 'rate' in measure.form && measure.form.rate === count)
  if (found !== undefined) return found.name
  throw notForMethod({ name: 'interrupted', needs: 'for per=population a count of which the dataset has a rate' })
}

/** @throws {@link Refusal} `GAP_IN_SERIES` where the population of a period is not known */
function populationAlong(
  populations: readonly Series[],
  group: Readonly<Record<string, string>>,
  periods: readonly string[],
): readonly number[] {
  const own = populations.find((series) => Object.entries(group).every(([name, code]) => series.group[name] === code))
  return periods.map((period) => {
    const value = own?.values[own.periods.indexOf(period)]
    if (typeof value === 'number') return value
    const message = `The population of ${period} is not known. Ask for other periods, or without per=population.`
    throw new Refusal('GAP_IN_SERIES', message, { parameter: 'per' })
  })
}

/** @throws {@link Refusal} `UNKNOWN_CODE` */
function requireEvent(code: string, { lawChanges }: Catalog): LawChange {
  const found = lawChanges.find((change) => change.code === code)
  if (found !== undefined) return found
  const allowed = lawChanges.map((change) => change.code)
  const message = `There is no event "${code.slice(0, 40)}". There are: ${allowed.join(', ')}.`
  throw new Refusal('UNKNOWN_CODE', message, { parameter: 'event', allowed })
}

/** The first period that lies after the event as a whole, or begins with it. */
function firstAfter(periods: readonly string[], { on, code }: LawChange): number {
  const after = periods.findIndex((period) => firstDay(period) >= on)
  if (after >= 0) return after
  const message = `The event ${code} of ${on} lies after the periods asked for. Ask for a later time.`
  throw new Refusal('TOO_FEW_PERIODS', message, { parameter: 'to' })
}

function firstDay(period: string): string {
  const [year = '', part = '01'] = period.split('-')
  const month = part.startsWith('Q') ? String(3 * (Number(part.slice(1)) - 1) + 1).padStart(2, '0') : part
  return `${year}-${month}-01`
}
