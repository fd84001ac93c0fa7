import { z } from 'zod'
import { houseType, listOf, registers } from './registers.ts'
import { text } from './texts.ts'

const header = z.string().min(1)

const common = {
  from: z
    .union([header, z.array(header).min(1)])
    .transform((names) => (typeof names === 'string' ? [names] : names))
    .describe('the names under which senders write this column'),
  optional: z.boolean().default(false).describe('an empty cell is allowed'),
  empty: z.array(z.string()).optional().describe('what means "empty" in this column, beside what the format says'),
}
const range = z.tuple([z.number(), z.number()]).describe('the least and the greatest value allowed')
const unknown = z
  .enum(['quarantine', 'refuse', 'unmapped'])
  .default('quarantine')
  .describe('what a code that is in no table does: sets the row aside, refuses the file, or counts as not mapped')

const column = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('key') }),
  z.strictObject({ ...common, type: z.literal('text'), max_length: z.number().int().positive().default(40) }),
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
    format: z.string().describe('as in strptime, such as %d.%m.%Y'),
    not_before: z.string().optional(),
  }),
  z.strictObject({ ...common, type: z.literal('year'), range: range.optional() }),
  z.strictObject({
    ...common,
    type: z.literal('boolean'),
    true: z.array(z.string()).default(['true']),
    false: z.array(z.string()).default(['false']),
  }),
  z.strictObject({ ...common, type: z.literal('code'), unknown }),
  z.strictObject({
    ...common,
    type: z.literal('mapped_code'),
    crosswalk: z.string(),
    by: z.array(z.enum(['regime', 'serving'])).default([]),
    unknown,
  }),
])

export type ColumnContract = z.output<typeof column>

const comparison = z
  .string()
  .regex(
    /^\s*[a-z_]+\s*(<|<=|>|>=|=)\s*([a-z_]+|-?\d+(\.\d+)?)\s*$/,
    'a check compares a column with a column or a number',
  )

/** What an extract of one register must look like. */
export const contractSchema = z
  .strictObject({
    register: z.enum(Object.keys(registers) as [keyof typeof registers]),
    owner: text,
    row: z.string().describe('what one row means'),
    files: z.string().describe('which file names belong to the register; * stands for anything'),
    format: z.strictObject({
      type: z.literal('csv'),
      delimiter: z.string().length(1),
      encoding: z.enum(['utf-8']).default('utf-8'),
      decimal: z.enum(['.', ',']).default('.'),
      empty: z.array(z.string()).default(['']),
    }),
    delivery: z.strictObject({
      mode: z.enum(['append']),
      key: z
        .union([z.literal('content'), z.array(z.string()).min(1)])
        .describe(
          'the columns that name a row; "content": equal rows are different rows, told apart by their occurrence',
        ),
      dated: z.string().describe('the column with the date of the event'),
      coverage: z
        .strictObject({ from: z.iso.date(), to: z.iso.date() })
        .optional()
        .describe('what the extract covers when no manifest says so'),
    }),
    columns: z.record(z.string(), column),
    ignored: z
      .array(z.string())
      .default([])
      .describe('columns that arrive and are not kept; they are screened all the same'),
    checks: z.array(z.strictObject({ code: z.string().regex(/^[A-Z_]+$/), refuse_row_when: comparison })).default([]),
    limits: z
      .strictObject({ quarantined_share: z.number().min(0).max(1).default(0.02) })
      .default({ quarantined_share: 0.02 })
      .describe('beyond them the run blocks'),
  })
  .superRefine((contract, context) => {
    for (const [name, { type }] of Object.entries(contract.columns)) {
      const stored = houseType(contract.register, name)
      const expected = listOf(stored) === undefined ? stored : 'code'
      const given = { year: 'date', mapped_code: 'code' }[type as string] ?? type
      if (expected === given) continue
      const message =
        expected === undefined
          ? `the register has no such column; it has ${Object.keys(registers[contract.register]).join(', ')}`
          : `the register keeps this column as ${expected}`
      context.addIssue({ code: 'custom', path: ['columns', name], message })
    }
    const key = contract.delivery.key === 'content' ? [] : contract.delivery.key
    for (const name of [...key, contract.delivery.dated]) {
      if (name in contract.columns) continue
      context.addIssue({ code: 'custom', path: ['delivery'], message: `${name} is not among the columns` })
    }
  })

export type Contract = z.output<typeof contractSchema>

/** The JSON Schema of a contract, for editors. */
export function contractJsonSchema(): unknown {
  return z.toJSONSchema(contractSchema, { io: 'input' })
}
