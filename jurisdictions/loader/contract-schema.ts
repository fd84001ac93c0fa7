import { z } from 'zod'
import { formerly } from '#foundation'
import type { Personal } from './personal.ts'
import { commonRegisters, type Register, type RegisterName } from './registers.ts'
import { text } from './texts.ts'

const header = z.string().min(1)

function oneOrMore<Item extends z.ZodType<string>>(item: Item) {
  return z
    .union([item, z.array(item).min(1)])
    .transform((items) => (Array.isArray(items) ? items : [items]) as readonly z.output<Item>[])
}

const common = {
  from: oneOrMore(header).describe('the names under which senders write this column'),
  optional: z.boolean().default(false).describe('an empty cell is allowed'),
  missing_values: formerly(
    'empty',
    z.array(z.string()).optional().describe('cells of this column without a value, next to those of the format'),
  ),
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
    format: oneOrMore(z.string()).describe(
      'as in strptime, such as %d.%m.%Y; several when senders mix them; "serial" for the day numbers of spreadsheets',
    ),
    not_before: z.string().optional(),
    may_be_future: z.boolean().default(false).describe('for planned dates'),
  }),
  z.strictObject({ ...common, type: z.literal('year'), range: range.optional() }),
  z.strictObject({ ...common, type: z.literal('quarter') }),
  z.strictObject({
    ...common,
    type: z.literal('boolean'),
    true: z.array(z.string()).default(['true']),
    false: z.array(z.string()).default(['false']),
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
    crosswalk: z.string(),
    by: z.array(z.enum(['regime', 'serving'])).default([]),
    unknown,
  }),
])

/** What a contract says of one canonical column: its type, its names in files, and what its cells may hold. */
export type ColumnContract = z.output<typeof column>

/** The types of columns that there are. */
export const columnTypes: readonly string[] = column.options.map(({ shape }) => shape.type.value)

const comparison = z
  .string()
  .regex(
    /^\s*[a-z_]+\s*(<|<=|>|>=|=)\s*([a-z_]+|-?\d+(\.\d+)?)\s*$/,
    'a check compares a column with a column or a number',
  )

const format = z.strictObject({
  type: oneOrMore(z.enum(['csv', 'jsonl', 'parquet', 'xlsx']))
    .default(['csv'])
    .describe('which kinds of file are taken; the ending of the name tells them apart, .gz and .zip may follow'),
  delimiter: oneOrMore(z.string().length(1)).default([',']).describe('one of these separates the cells of CSV'),
  encoding: oneOrMore(z.enum(['utf-8', 'utf-16', 'windows-1251']))
    .default(['utf-8'])
    .describe('what text may be written in; a byte order mark decides, then the first that fits'),
  decimal: z.enum(['.', ',']).default('.'),
  thousands: z
    .array(z.enum([' ', '.', ',', "'"]))
    .default([' '])
    .describe('what may stand between thousands, in groups of three; a space stands for narrow and unbroken ones too'),
  missing_values: formerly('empty', z.array(z.string()).default(['']).describe('cells without a value, in any column')),
  line_breaks: z.boolean().default(false).describe('cells of CSV in quotation marks may hold line breaks'),
  title_rows: z.number().int().min(0).max(50).default(0).describe('how many rows may stand above the header'),
  subtotals: z
    .array(z.string().min(1))
    .default([])
    .describe('rows whose first filled cell begins so are sums of the sender, not rows'),
  sheets: z.array(z.string()).default([]).describe('the sheets of a workbook that are read; by default the first'),
})

const delivery = z.strictObject({
  mode: z
    .enum(['append', 'period', 'full'])
    .describe('append: adds to what is held; period: replaces what is held of its period; full: replaces everything'),
  key: z
    .union([z.literal('content'), z.array(z.string()).min(1)])
    .describe('the columns that name a row; "content": equal rows are different rows, told apart by their occurrence'),
  date_column: formerly('dated', z.string().describe('the column with the date of the event')),
  coverage: z
    .strictObject({ from: z.iso.date(), to: z.iso.date() })
    .optional()
    .describe('what the extract covers when no manifest says so'),
  not_before: z.iso.date().optional().describe('no delivery may cover days before this one'),
  withdrawal: z
    .strictObject({
      from: oneOrMore(header),
      values: z.array(z.string()).min(1),
      others: z
        .array(z.string())
        .default([])
        .describe('values of rows like all others; what is in neither list is set aside'),
    })
    .optional()
    .describe('rows with one of these values in this column take the row with their key back'),
})

const share = z.number().min(0).max(1)
const shareLimit = z.strictObject({ note: share.optional(), block: share.optional() })
const span = z.tuple([z.number().nonnegative(), z.number().nonnegative()])

const limits = z
  .strictObject({
    quarantined_share: shareLimit.default({ note: 0.005, block: 0.02 }).describe('rows set aside, of the rows read'),
    unmapped_share: shareLimit.default({}).describe('rows with a code that is in no crosswalk, of the rows read'),
    unknown_parent_share: shareLimit.default({}).describe('rows that refer to a row nobody sent, of the rows read'),
    volume_against_same_month: z
      .strictObject({ note: span.optional(), block: span.optional() })
      .default({})
      .describe('rows of a month divided by the mean of the same month of up to three earlier years'),
    totals: z
      .array(
        z.strictObject({
          year: z.number().int(),
          where: z.record(z.string(), z.array(z.string())).default({}),
          count: z.enum(['rows', 'persons']),
          range: span,
        }),
      )
      .default([])
      .describe('published totals: a year whose count lies outside the range gets a note'),
  })
  .prefault({})

const allowance = z
  .strictObject({
    column: header.describe('the name of the column in the file'),
    value: z.string().min(1).optional().describe('the whole cell, without regard to case and outer blanks'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'is 64 hexadecimal digits')
      .optional()
      .describe('of the cell in small letters without outer blanks, where it must not be written down'),
    by: z.string().trim().min(1).describe('who decided'),
    reason: z.string().trim().min(1),
  })
  .refine(({ value, sha256 }) => (value === undefined) !== (sha256 === undefined), 'needs either a value or its sha256')

/**
 * What an extract of one register must look like. What hangs together in it is looked at by `contract-faults.ts`.
 *
 * @param register - the name of one that there is
 */
export function contractSchema(register: z.ZodType<RegisterName, RegisterName>) {
  const parent = { column: z.string(), of: register, unknown: z.enum(['note', 'quarantine']).default('note') }
  return z.strictObject({
    register,
    ...partsOfContract,
    parents: z
      .array(z.strictObject(parent))
      .default([])
      .describe('columns that refer to a row of another register by the column of the same name'),
  })
}

const partsOfContract = {
  owner: text,
  row: z.string().describe('what one row means'),
  files: z.string().describe('which file names belong to the register, without the ending; * stands for anything'),
  format: format.prefault({}),
  delivery,
  columns: z.record(z.string(), column),
  ignored: z
    .array(z.string())
    .default([])
    .describe('columns that arrive and are not kept; they are screened all the same'),
  personal_data_exceptions: formerly(
    'allowed',
    z
      .array(allowance)
      .default([])
      .describe('cells that look like personal data and are accepted all the same: somebody decided so'),
  ),
  checks: z.array(z.strictObject({ code: z.string().regex(/^[A-Z_]+$/), refuse_row_when: comparison })).default([]),
  constants: z
    .array(z.strictObject({ code: z.string().regex(/^[A-Z_]+$/), column: z.string(), of: z.string() }))
    .default([])
    .describe('columns that must not change between rows with the same key, such as the sex of a person'),
  limits: limits.describe('beyond "note" the run says so, beyond "block" it publishes nothing'),
}

/** A contract as its file says it. */
export type DeclaredContract = z.output<ReturnType<typeof contractSchema>>

/** A contract with what is stored of its register, and what betrays a person where it holds. */
export type Contract = DeclaredContract & { readonly canonical: Register; readonly personal: Personal }

/** The JSON Schema of a contract, for editors. They offer the registers of the platform; a jurisdiction may have others. */
export function contractJsonSchema(): unknown {
  const register = z.union([z.enum([...commonRegisters().keys()]), z.string()])
  return z.toJSONSchema(contractSchema(register), { io: 'input' })
}
