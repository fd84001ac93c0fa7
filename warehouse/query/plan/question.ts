import { z } from 'zod'
import { nearest } from '#foundation'
import type { Dataset } from '../../catalog/dataset.ts'
import { numberParameter, refusedParameter, wants, wrongParameter } from '../../catalog/parameter-words.ts'

/** What a figure can be compared with: the same period a year before, the period before, or the base year. */
export const comparisons = ['year', 'previous', 'base'] as const
/** One of {@link comparisons}. */
export type Comparison = (typeof comparisons)[number]

/** One question, as asked: plain, frozen, and free of anything that is SQL. */
export interface Question {
  readonly dataset: string
  readonly measures: readonly string[]
  readonly by: readonly string[]
  /** Codes per dimension; a row passes when it has one of them in each. */
  readonly where: Readonly<Record<string, readonly string[]>>
  readonly from?: string
  readonly to?: string
  readonly compare?: Comparison
  readonly base?: number
  /** Per cent, such as 95. */
  readonly interval?: number
  /** The day as of which the answer was known, or the release that it is of. */
  readonly asOf?: string
  /** `full`: as fine as asked for, even where most cells stand for nobody. */
  readonly detail?: 'full'
  /** Columns in order; a minus before the name turns the order round. */
  readonly sort: readonly string[]
  readonly limit?: number
  readonly offset: number
}

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)
const whole = (min: number, max: number) => numberParameter('whole_number', min, max)

/** A release is called after the last period that it holds, and counted. */
const releaseId = /^\d{4}(-Q[1-4])?\.\d{1,6}$/

/** The parameters that every question has; each other parameter is a filter on a dimension. */
export const parametersSchema = z.object({
  measure: list.pipe(z.array(z.string()).min(1)).describe('measures of the dataset, comma list'),
  by: list.default([]).describe('dimensions of the answer, comma list; at most one of year, quarter, month'),
  from: z.string().optional().describe('first period: 2020, 2020-Q1 or 2020-01'),
  to: z.string().optional().describe('last period, included'),
  compare: z
    .enum(comparisons)
    .optional()
    .describe('with the same period a year before, the previous one, or the base year'),
  base: whole(1900, 2200).optional().describe('the year to compare with; implies compare=base'),
  interval: numberParameter('number', 50, 99.9).optional().describe('per cent, such as 95: bounds beside each figure'),
  asOf: z
    .string()
    .refine((text) => z.iso.date().safeParse(text).success || releaseId.test(text), wants({ is: 'day_or_release' }))
    .optional()
    .describe('the answer as it was published on a day, or in a release'),
  detail: z.enum(['full']).optional().describe('as fine as asked for, even where most cells stand for nobody'),
  sort: list.default([]).describe('columns in order; a minus before a name turns the order round'),
  limit: whole(1, 1_000_000).optional().describe('rows at most'),
  offset: whole(0, 100_000_000).default(0).describe('rows that are left out at the beginning'),
})

/** The names of the parameters that every question has, those of its dimensions left out. */
export const questionParameters = Object.keys(parametersSchema.shape)

/** Names and codes of a question as texts: from a URL, a form or a command line. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Reads a question about a dataset.
 *
 * @throws {@link Refusal} `REPEATED_PARAMETER`, `UNKNOWN_PARAMETER`, `BAD_PARAMETER`, with the parameter and what is allowed
 */
export function parseQuestion(parameters: Parameters, dataset: Dataset): Question {
  const single = requireSingle(parameters)
  const checked = parametersSchema.safeParse(single)
  if (!checked.success) throw refusedParameter(checked.error.issues, { measure: [...dataset.measures.keys()] })
  const { measure, by, sort, offset, ...optional } = checked.data
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined))
  const compare = optional.base === undefined ? {} : { compare: optional.compare ?? ('base' as const) }
  return Object.freeze({
    dataset: dataset.name,
    measures: measure,
    by,
    where: filtersOf(single, dataset),
    sort,
    offset,
    ...given,
    ...compare,
  })
}

function requireSingle(parameters: Parameters): Readonly<Record<string, string>> {
  const entries = Object.entries(parameters).flatMap(([parameter, value]): [string, string][] => {
    if (value === undefined) return []
    if (typeof value === 'string') return [[parameter, value]]
    throw wrongParameter('REPEATED_PARAMETER', parameter, { wanted: { is: 'once' } })
  })
  return Object.fromEntries(entries)
}

function filtersOf(parameters: Readonly<Record<string, string>>, { dimensions }: Dataset): Question['where'] {
  const allowed = [...questionParameters, ...dimensions.keys()]
  const filters = Object.entries(parameters).filter(([parameter]) => !questionParameters.includes(parameter))
  for (const [parameter] of filters) {
    if (dimensions.has(parameter)) continue
    throw wrongParameter(
      'UNKNOWN_PARAMETER',
      parameter,
      { wanted: { is: 'known' }, allowed },
      nearest(parameter, allowed),
    )
  }
  return Object.fromEntries(filters.map(([parameter, text]) => [parameter, list.parse(text)]))
}
