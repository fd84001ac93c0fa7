import { z } from 'zod'
import { formerly } from '#foundation'
import { asOfSchema, type ColumnContract, columns, header, inputs, oneOrMore } from './contract-columns.ts'
import { countSchema } from './counted-rows.ts'
import type { Personal } from './personal.ts'
import type { Register, RegisterName } from './registers.ts'
import { text } from './texts.ts'
import { unpivotSchema } from './wide-columns.ts'

const comparison = z
  .string()
  .regex(
    /^\s*[a-z_]+\s*(<|<=|>|>=|=)\s*([a-z_]+|-?\d+(\.\d+)?)\s*$/,
    'a check compares a column with a column or a number',
  )

/** Text of these looks like ASCII in its bytes, or stands for no text. */
const unreliable = ['iso-2022-jp', 'x-user-defined', 'replacement']

/** An encoding of the Encoding Standard under its first name; there it has many. */
const encoding = z.string().transform((label, context) => {
  const known = knownEncoding(label)
  if (known !== undefined) return known
  context.addIssue({ code: 'custom', message: 'is no encoding that can be read, such as windows-1252 or shift_jis' })
  return z.NEVER
})

function knownEncoding(label: string): string | undefined {
  try {
    const { encoding: name } = new TextDecoder(label)
    if (unreliable.includes(name)) return undefined
    return name.startsWith('utf-16') ? 'utf-16' : name
  } catch {
    return undefined
  }
}

const format = z.strictObject({
  type: oneOrMore(z.enum(['csv', 'jsonl', 'parquet', 'xlsx']))
    .default(['csv'])
    .describe('which kinds of file are taken; the ending of the name tells them apart, .gz and .zip may follow'),
  delimiter: oneOrMore(z.string().length(1)).default([',']).describe('one of these separates the cells of CSV'),
  encoding: oneOrMore(encoding)
    .default(['utf-8'])
    .describe('what text may be written in, such as windows-1252; a byte order mark decides, then the first that fits'),
  decimal: z.enum(['.', ',']).default('.').describe('the decimal mark of numbers'),
  thousands: z
    .array(z.enum([' ', '.', ',', "'"]))
    .default([' '])
    .describe('what may stand between thousands, in groups of three; a space stands for narrow and unbroken ones too'),
  currency_signs: z
    .array(z.string().min(1))
    .default([])
    .describe('signs that may stand before or behind a number, such as $'),
  missing_values: formerly('empty', z.array(z.string()).default(['']).describe('cells without a value, in any column')),
  line_breaks: z.boolean().default(false).describe('cells of CSV in quotation marks may hold line breaks'),
  title_rows: z.number().int().min(0).max(50).default(0).describe('how many rows may stand above the header'),
  header_rows: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .describe('2 where groups stand above the names of columns: both are joined to one name, such as 2019_m'),
  header_joined_by: z.string().max(10).default('_').describe('what is put between the names of a header of two rows'),
  subtotals: z
    .array(z.string().min(1))
    .default([])
    .describe('rows whose first filled cell begins so are sums of the sender, not rows'),
  sheets: z
    .array(z.string().min(1))
    .default([])
    .describe('the sheets of a workbook that are read; * at the end stands for anything; by default the first'),
  sheet_column: header.optional().describe('a column of this name holds the name of the sheet, such as a year'),
})

const delivery = z.strictObject({
  mode: z
    .enum(['append', 'period', 'full', 'snapshot'])
    .describe(
      'append: adds to what is held; period: replaces what is held of its period; full: replaces everything; snapshot: a census of those who were there on a day, which "as_of" says',
    ),
  key: z
    .union([z.literal('content'), z.array(z.string()).min(1)])
    .describe('the columns that name a row; "content": equal rows are different rows, told apart by their occurrence'),
  date_column: formerly('dated', z.string().describe('the column with the date of the event')),
  coverage: z
    .strictObject({ from: z.iso.date().describe('its first day'), to: z.iso.date().describe('its last day') })
    .optional()
    .describe('what the extract covers when no manifest says so'),
  not_before: z.iso.date().optional().describe('no delivery may cover days before this one'),
  withdrawal: z
    .strictObject({
      from: oneOrMore(header).describe('the names of the column in files'),
      values: z.array(z.string()).min(1).describe('what stands there in a row that takes another one back'),
      others: z
        .array(z.string())
        .default([])
        .describe('values of rows like all others; what is in neither list is set aside'),
    })
    .optional()
    .describe('rows with one of these values in this column take the row with their key back'),
})

const share = z.number().min(0).max(1)
const noteFrom = 'beyond it the report has a note'
const blockFrom = 'beyond it nothing is published'
const shareLimit = z.strictObject({
  note: share.optional().describe(noteFrom),
  block: share.optional().describe(blockFrom),
})
const span = z.tuple([z.number().nonnegative(), z.number().nonnegative()])

const limits = z
  .strictObject({
    quarantined_share: shareLimit.default({ note: 0.005, block: 0.02 }).describe('rows set aside, of the rows read'),
    unmapped_share: shareLimit.default({}).describe('rows with a code that is in no crosswalk, of the rows read'),
    unknown_parent_share: shareLimit.default({}).describe('rows that refer to a row nobody sent, of the rows read'),
    volume_against_same_month: z
      .strictObject({ note: span.optional().describe(noteFrom), block: span.optional().describe(blockFrom) })
      .default({})
      .describe('rows of a month divided by the mean of the same month of up to three earlier years'),
    totals: z
      .array(
        z.strictObject({
          year: z.number().int().describe('the year of the total'),
          where: z.record(z.string(), z.array(z.string())).default({}).describe('only rows with these codes'),
          count: z.enum(['rows', 'persons']).describe('what is counted'),
          range: span.describe('the least and the greatest count that fits'),
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
    reason: z.string().trim().min(1).describe('why the cell is no personal data'),
  })
  .refine(({ value, sha256 }) => (value === undefined) !== (sha256 === undefined), 'needs either a value or its sha256')

/**
 * What an extract of one register must look like. What hangs together in it is looked at by `contract-faults.ts`.
 *
 * @param register - the name of one that there is
 */
export function contractSchema(register: z.ZodType<RegisterName, RegisterName>) {
  const parent = {
    column: z.string().describe('the column that refers to a row of the other register'),
    of: register.describe('that register'),
    unknown: z.enum(['note', 'quarantine']).default('note').describe('what a row does whose other row nobody sent'),
  }
  return z.strictObject({
    register: register.describe('the register that the extract is of'),
    ...partsOfContract,
    parents: z
      .array(z.strictObject(parent))
      .default([])
      .describe('columns that refer to a row of another register by the column of the same name'),
  })
}

const reasonCode = z
  .string()
  .regex(/^[A-Z_]+$/, 'a reason is written in capitals, such as END_BEFORE_START')
  .describe('the reason that reports name')

const check = z.strictObject({
  code: reasonCode,
  refuse_row_when: comparison.describe('two columns or numbers, such as ended_on < starts_on'),
})

const constant = z.strictObject({
  code: reasonCode,
  column: z.string().describe('the column that must not change'),
  of: z.string().describe('the column with the key'),
})

const partsOfContract = {
  owner: text.describe('who sends the extract'),
  row: z.string().describe('what one row means'),
  files: z.string().describe('which file names belong to the register, without the ending; * stands for anything'),
  format: format.prefault({}).describe('how the file is written'),
  delivery: delivery.describe('what a delivery adds to what is stored'),
  inputs,
  columns: columns.describe('the columns of the register, and what they are read from'),
  count: countSchema
    .optional()
    .describe('the column with the number of people or cases that a row stands for; without it a row is one'),
  unpivot: unpivotSchema
    .optional()
    .describe('columns of a wide table, such as one column per sex or per year: each of their cells becomes a row'),
  as_of: asOfSchema.optional().describe('the day of the census, for "mode: snapshot"'),
  where: z
    .record(z.string(), z.array(z.string().min(1)).min(1))
    .default({})
    .describe('only rows are taken whose columns or inputs fit one of these cells; * at the end stands for anything'),
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
  checks: z.array(check).default([]).describe('rows that contradict themselves'),
  constants: z
    .array(constant)
    .default([])
    .describe('columns that must not change between rows with the same key, such as the sex of a person'),
  limits: limits.describe('beyond "note" the run says so, beyond "block" it publishes nothing'),
}

/** A contract as its file says it. */
export type DeclaredContract = z.output<ReturnType<typeof contractSchema>>

/** The columns that are read from files, by their names: inputs first, for others are made of them. */
export function columnsToRead({
  inputs,
  columns,
}: Pick<DeclaredContract, 'inputs' | 'columns'>): readonly (readonly [name: string, column: ColumnContract])[] {
  return [...Object.entries(inputs), ...Object.entries(columns)]
}

/** A contract with what is stored of its register, and what betrays a person where it holds. */
export type Contract = Omit<DeclaredContract, 'delivery'> & {
  /** A census is delivered as its period. */
  readonly delivery: Omit<DeclaredContract['delivery'], 'mode'> & { readonly mode: 'append' | 'period' | 'full' }
  readonly canonical: Register
  readonly personal: Personal
}
