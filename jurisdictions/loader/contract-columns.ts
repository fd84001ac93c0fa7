import { z } from 'zod'
import { formerly } from '#foundation'

export const header = z.string().min(1)

/** One text or several, as several. */
export function oneOrMore<Item extends z.ZodType<string>>(item: Item) {
  return z
    .union([item, z.array(item).min(1)])
    .transform((items) => (Array.isArray(items) ? items : [items]) as readonly z.output<Item>[])
}

const common = {
  from: oneOrMore(header).default([]).describe('the names under which senders write this column'),
  value: z
    .string()
    .min(1)
    .optional()
    .describe('what stands in every row, as a sender would write it, instead of "from"'),
  default: z.string().min(1).optional().describe('what an empty cell means, as a sender would write it'),
  optional: z.boolean().default(false).describe('an empty cell is allowed'),
  invalid: z
    .enum(['quarantine', 'unknown'])
    .default('quarantine')
    .describe('what a cell does that cannot be read or is out of range: sets the row aside, or counts as not recorded'),
  missing_values: formerly(
    'empty',
    z.array(z.string()).optional().describe('cells of this column without a value, next to those of the format'),
  ),
}
const range = z.tuple([z.number(), z.number()]).describe('the least and the greatest value allowed')
const input = z.string().describe('the name of an input')
const unknown = z
  .enum(['quarantine', 'refuse', 'unmapped'])
  .default('quarantine')
  .describe('what a code that is in no table does: sets the row aside, refuses the file, or counts as not mapped')

/** The units of lengths of time. */
export const lengthUnits = ['days', 'weeks', 'months', 'years'] as const
/** One of {@link lengthUnits}. */
export type LengthUnit = (typeof lengthUnits)[number]

const length = z.strictObject({
  ...common,
  type: z.literal('length'),
  unit: z.enum(lengthUnits).optional().describe('the unit of the number'),
  unit_from: input.optional().describe('the input that holds the unit of the number, where it differs by row'),
  units: z
    .record(z.string(), z.enum([...lengthUnits, 'none']))
    .default({})
    .describe('what the texts of "unit_from" mean; "none": the number is no length of time'),
  digits: z
    .string()
    .regex(/^y*m*d*$/, 'has letters y, m and d in this order, such as yyymmdd')
    .min(1)
    .optional()
    .describe('one number holds years, months and days: a letter for each digit, such as yyymmdd'),
  parts: z
    .partialRecord(z.enum(lengthUnits), input)
    .optional()
    .describe('the inputs that hold the years, months, weeks and days of one length'),
  range: range.optional().describe('the least and the greatest length allowed, in months'),
})

/** How senders write a year that does not begin on 1 January. */
const fiscal = z
  .strictObject({
    starts: z.number().int().min(1).max(12).describe('the month, from 1 to 12, in which it begins'),
    written: oneOrMore(z.enum(['both', 'first', 'last'])).describe(
      'as "both" its years, such as 2013/14 or 2013-2014; one year, such as FY2014, is the "first" or the "last" of them',
    ),
  })
  .describe('the cells hold years that do not begin on 1 January; FY may stand before them')

/** See {@link fiscal}. */
export type FiscalYear = z.output<typeof fiscal>

const anyColumn = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('key') }),
  z.strictObject({
    ...common,
    type: z.literal('text'),
    max_length: z.number().int().positive().default(40).describe('longer text could be about somebody'),
  }),
  z.strictObject({
    ...common,
    type: z.literal('integer'),
    range: range.optional(),
    written_as_decimal: z.boolean().default(false).describe('whole numbers arrive as 27.0'),
  }),
  z.strictObject({
    ...common,
    type: z.literal('decimal'),
    range: range.optional(),
    unit: z.enum(['days', 'months']).optional().describe('for lengths'),
  }),
  z.strictObject({
    ...common,
    type: z.literal('date'),
    format: oneOrMore(z.string())
      .default([])
      .describe(
        'as in strptime, such as %d.%m.%Y; several when senders mix them; "serial" for the day numbers of spreadsheets',
      ),
    parts: z
      .strictObject({
        year: input,
        month: input.optional().describe('the name of an input'),
        day: input.optional().describe('the name of an input'),
      })
      .optional()
      .describe('the inputs that hold year, month and day; without a day it is the first one'),
    not_before: z.string().optional().describe('the first day allowed, such as 2010-01-01'),
    month_names: z
      .record(z.string(), z.number().int().min(1).max(12))
      .optional()
      .describe('the number of each month that is written as a word; the format has %m for it'),
    may_be_future: z.boolean().default(false).describe('for planned dates'),
  }),
  z.strictObject({ ...common, type: z.literal('year'), range: range.optional(), fiscal: fiscal.optional() }),
  z.strictObject({ ...common, type: z.literal('quarter') }),
  z.strictObject({
    ...common,
    type: z.literal('boolean'),
    true: z.array(z.string()).default(['true']).describe('the answers that mean yes'),
    false: z.array(z.string()).default(['false']).describe('the answers that mean no'),
  }),
  z.strictObject({
    ...common,
    type: z.literal('code'),
    scheme: z
      .string()
      .optional()
      .describe(
        'the other coding of the list that senders use, such as nsc for its column code_nsc; then nothing else is read',
      ),
    unknown,
  }),
  z.strictObject({
    ...common,
    type: z.literal('mapped_code'),
    crosswalk: z.string().describe('the table from the codes of the sender to ours: a file of crosswalks/'),
    by: z
      .array(z.string())
      .default([])
      .describe('further columns or inputs on which the code depends: the crosswalk has a column of each name'),
    patterns: z
      .boolean()
      .default(false)
      .describe('cells of the crosswalk are conditions, such as 10.1.* or "> 0", and the first row that fits holds'),
    unknown,
  }),
  length,
])

/** What a contract says of one canonical column: its type, its names in files, and what its cells may hold. */
export type ColumnContract = z.output<typeof anyColumn>

/** The types of columns that there are. */
export const columnTypes: readonly string[] = anyColumn.options.map(({ shape }) => shape.type.value)

/** Canonical columns by their names. */
export const columns = z.record(z.string(), anyColumn)

/** Columns that are read for others alone. */
export const inputs = z
  .record(z.string().regex(/^[a-z][a-z_]*$/, 'a name has small letters and underscores'), anyColumn)
  .default({})
  .describe('columns of the file that are read and not kept: canonical columns are made of them')

/** What a contract says of the day on which people were counted. */
export const asOfSchema = z
  .strictObject({
    from: oneOrMore(header).default([]).describe('the names under which senders write this column'),
    value: z.iso.date().optional().describe('the day, where all rows are of one'),
    format: oneOrMore(z.string()).default(['%Y-%m-%d']).describe('as in strptime, such as %d.%m.%Y'),
    parts: z
      .strictObject({ year: input, month: input.optional(), day: input.optional() })
      .optional()
      .describe('the inputs that hold year, month and day; without a day it is the first one'),
  })
  .refine(
    ({ from, value, parts }) =>
      [from.length > 0, value !== undefined, parts !== undefined].filter(Boolean).length === 1,
    'needs either "from", the names of the column in files, or "value" or "parts"',
  )
