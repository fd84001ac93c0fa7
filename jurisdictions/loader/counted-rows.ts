import { z } from 'zod'
import type { Fault } from '#foundation'
import { header, oneOrMore } from './contract-columns.ts'
import type { ContractView } from './contract-view.ts'
import { type At, wrong } from './fault-place.ts'
import { canonicalType, type Register } from './registers.ts'

/** The stored column with the number of people or cases that a row stands for. */
export const recordsColumn = 'records'

/** More than this in one row is no group of people of one kind, but a sum of the sender. */
const maxRecords = 1_000_000

/** What a contract says of a column with counts. */
export const countSchema = z.strictObject({
  from: oneOrMore(header).describe('the names under which senders write this column'),
  range: z
    .tuple([z.number().int().min(0), z.number().int().max(maxRecords)])
    .default([0, maxRecords])
    .describe('the least and the greatest count allowed'),
  missing_values: z.array(z.string()).optional().describe('cells without a value; such a row is quarantined'),
  written_as_decimal: z.boolean().default(false).describe('whole numbers arrive as 27.0'),
})

interface Counted {
  readonly count?: z.output<typeof countSchema> | undefined
}

/** Whether the rows that are stored of a register stand for several people or cases each. */
export function isCounted({ columns }: Pick<Register, 'columns'>): boolean {
  return Object.hasOwn(columns, recordsColumn)
}

/** A register with the column that its contract counts by, if it does. */
export function countedRegister(register: Register, { count }: Counted): Register {
  return count === undefined ? register : asCounted(register)
}

/** A register whose rows stand for several people or cases each. */
export function asCounted(register: Register): Register {
  return {
    ...register,
    columns: { ...register.columns, [recordsColumn]: { type: 'integer', since: undefined, stored: undefined } },
  }
}

/** The column that a contract counts by, as one of its columns. */
export function columnOfCount({ count }: Counted) {
  if (count === undefined) return {}
  const always = { type: 'integer', optional: false, invalid: 'quarantine' } as const
  return { [recordsColumn]: { ...always, ...count } }
}

/** Registers that say themselves how many people a row stands for, or tell of no people. */
const withoutCount = ['population', 'activities', 'assessments']

const advice = 'name the columns that tell its rows apart, or let the sender send whole periods (mode: period or full)'

/** What contradicts a row that stands for several people: a key of one of them. */
export function countFaults(view: ContractView, canonical: Register | undefined, at: At): readonly Fault[] {
  const ownName = [...Object.keys(view.inputs), ...Object.keys(view.columns)].includes(recordsColumn)
  const named = ownName
    ? [wrong(at(['columns', recordsColumn]), `"${recordsColumn}" is the name of what "count" reads`)]
    : []
  if (view.count === undefined || canonical === undefined) return named
  const { mode, key } = view.delivery
  const keys = Object.keys(view.columns).filter((name) => canonicalType(canonical, name) === 'key')
  return [
    ...named,
    ...(withoutCount.includes(canonical.name)
      ? [wrong(at(['count']), `rows of ${canonical.name} do not stand for several people`)]
      : []),
    ...(mode === 'append' && key === 'content'
      ? [wrong(at(['delivery', 'key']), `a corrected count would be added to the earlier one: ${advice}`)]
      : []),
    ...keys.map((name) =>
      wrong(
        at(['columns', name]),
        'a row that stands for several people has no key of one: remove this column or "count"',
      ),
    ),
  ]
}
