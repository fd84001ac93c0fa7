import { z } from 'zod'
import { unpivotSchema } from './wide-columns.ts'

const word = z.string().catch('')
const maybe = z.string().optional().catch(undefined)
const words = z.array(z.string()).catch([])

const pair = z.tuple([z.number(), z.number()]).optional().catch(undefined)
const formats = z.union([z.string().transform((one) => [one]), z.array(z.string())]).catch([])

const columnView = z
  .object({
    type: word,
    optional: z.boolean().catch(false),
    invalid: word,
    value: maybe,
    default: maybe,
    unit: maybe,
    unit_from: maybe,
    digits: maybe,
    fiscal: z.object({ starts: z.number() }).optional().catch(undefined),
    parts: z.record(z.string(), z.string()).optional().catch(undefined),
    patterns: z.boolean().catch(false),
    crosswalk: maybe,
    by: words,
    scheme: maybe,
    not_before: maybe,
    true: words,
    false: words,
    range: pair,
    format: formats,
    from: formats,
  })
  .catch({
    ...{ type: '', optional: false, invalid: '', patterns: false },
    ...{ by: [], true: [], false: [], format: [], from: [] },
  })

/**
 * A contract as far as it can be read: what does not have its shape is left out, for it is told already. So what hangs together is
 * looked at in contracts with faults too, and all faults are told at once.
 */
export const contractView = z.object({
  register: maybe,
  files: word,
  format: z.object({ thousands: words, decimal: word }).catch({ thousands: [], decimal: '' }),
  delivery: z
    .object({
      mode: word,
      key: z.union([z.literal('content'), z.array(z.string())]).catch('content'),
      date_column: maybe,
      not_before: maybe,
      coverage: z.object({ from: word, to: word }).optional().catch(undefined),
    })
    .catch({ mode: '', key: 'content' }),
  inputs: z.record(z.string(), columnView).catch({}),
  columns: z.record(z.string(), columnView).catch({}),
  count: z.unknown().optional(),
  unpivot: unpivotSchema.optional().catch(undefined),
  as_of: z.unknown().optional(),
  where: z.record(z.string(), words).catch({}),
  ignored: words,
  personal_data_exceptions: z.array(z.object({ column: word })).catch([]),
  checks: z.array(z.object({ refuse_row_when: word })).catch([]),
  parents: z.array(z.object({ column: word, of: word })).catch([]),
  constants: z.array(z.object({ column: word, of: word })).catch([]),
  limits: z
    .object({
      totals: z.array(z.object({ where: z.record(z.string(), words).catch({}), range: pair })).catch([]),
      volume_against_same_month: z.object({ note: pair, block: pair }).catch({}),
    })
    .catch({ totals: [], volume_against_same_month: {} }),
})

export type ContractView = z.output<typeof contractView>
export type ColumnView = ContractView['columns'][string]
