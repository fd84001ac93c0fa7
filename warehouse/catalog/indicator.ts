import { z } from 'zod'
import type { Text } from '#jurisdictions'
import { multiplied } from './formula.ts'
import { phrases } from './phrases.ts'
import { withYearEnd } from './year-end.ts'

const units = ['PT', 'NUMBER', 'PER_100000_POP'] as const

const seriesSchema = z.strictObject({
  series: z.string(),
  dataset: z.string(),
  measure: z.string(),
  unit: z.enum(units),
  multiply: z.number().positive(),
  by: z.string().optional().describe('a dimension by which it is told, besides the year'),
})

const indicatorSchema = z
  .strictObject({
    code: z.string().regex(/^[\w.-]+$/),
    type: z.enum(['official', 'proxy', 'context']),
    goal: z.number().int().min(1).max(17),
    rests_on: z.enum(['register', 'survey', 'questionnaire']),
    label: phrases,
    definition: phrases,
    custodian: z.string(),
    unit: z.enum(units).optional(),
    series: z.array(seriesSchema).default([]),
    disaggregation: z.array(z.strictObject({ of: phrases, by: z.string().optional() })).default([]),
    limitations: phrases.optional(),
  })
  .refine(({ rests_on, series }) => rests_on === 'register' || series.length === 0, {
    message: 'an indicator that rests on a survey is not computed from registers',
  })
  .refine(({ type, series }) => (type === 'context') === (series.length === 0), {
    message: 'official indicators and proxies have series, context has none',
  })

/** An SDG indicator, and the series by which it is told where registers can tell it. */
export type Indicator = z.output<typeof indicatorSchema>
/** One series of an indicator: a measure of a dataset, multiplied to the unit of the series. */
export type IndicatorSeries = Indicator['series'][number]

export const indicatorsSchema = z.array(indicatorSchema)

/** The indicators whose series the datasets of a jurisdiction have, and those that are context everywhere. */
export function indicatorsFor(
  all: readonly Indicator[],
  datasets: ReadonlyMap<string, { readonly measures: ReadonlyMap<string, unknown> }>,
  yearEnd: Text,
): readonly Indicator[] {
  const isKnown = ({ dataset, measure }: IndicatorSeries) => datasets.get(dataset)?.measures.has(measure) ?? false
  return all
    .filter(({ series }) => series.every(isKnown))
    .map((one) => ({ ...one, definition: withYearEnd(one.definition, yearEnd) }))
}

/** What is computed for an indicator: the formula of the measure of its first series. Context has none. */
export function formulaOfIndicator(
  { series: [first] }: Indicator,
  datasets: ReadonlyMap<string, { readonly measures: ReadonlyMap<string, { readonly formula: Text | undefined }> }>,
): Text | undefined {
  if (first === undefined) return undefined
  const formula = datasets.get(first.dataset)?.measures.get(first.measure)?.formula
  return formula && multiplied(formula, first.multiply)
}
