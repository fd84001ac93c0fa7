import { z } from 'zod'
import { packagePath, readYaml } from '#foundation'
import { jurisdictionInvalid } from './code.ts'
import { type Language, text } from './texts.ts'

const canonicalTypeSchema = z.union([
  z.enum(['key', 'text', 'integer', 'decimal', 'date', 'boolean']),
  z.templateLiteral(['code of ', z.string().regex(/^[a-z_]+$/)]),
])
const name = z.string().regex(/^[a-z][a-z_]*$/, 'a name has small letters and underscores')

const column = z
  .union([
    canonicalTypeSchema.transform((type) => ({ type, since: undefined, stored: undefined })),
    z.strictObject({
      type: canonicalTypeSchema.describe('what is stored'),
      since: z
        .enum(['birth', 'earlier', 'reported'])
        .optional()
        .describe(
          'from when a date can be: births from 1900, earlier events from 1950, others from the first delivery',
        ),
      stored: z.enum(['when_delivered']).optional().describe('the column is stored only where a contract delivers it'),
    }),
  ])
  .refine(({ type, since }) => type !== 'date' || since !== undefined, 'a date says since when it can have a value')

const register = z.strictObject({
  label: text.describe('how readers know the register'),
  own_keys: z.array(z.string()).default([]).describe('keys of which each row has its own where a sender gives none'),
  columns_of_list: z
    .strictObject({
      list: z.string().describe('the name of the list'),
      prefix: name.describe('what the names of these columns begin with'),
      type: canonicalTypeSchema.describe('what they store'),
    })
    .optional()
    .describe('one more column for each code of a list that the jurisdiction may have'),
  stock: z
    .strictObject({
      from: z.string().describe('the column with the first of them'),
      to: z.string().describe('the column with the first day after them'),
    })
    .optional()
    .describe('the days from and until which a row counts in stocks'),
  columns: z.record(name, column).describe('what is stored, whatever senders call it'),
})

/** The tables that counting makes beside those of registers. */
const reserved = ['persons', 'handoff', 'ledger', 'orders', 'stays', 'codes', 'statutory_maxima']

/** What a file with registers holds. */
export const registersSchema = z.record(
  name.refine((one) => !reserved.includes(one) && !/_(history|rows)$/.test(one), 'a table of counting has this name'),
  register,
)

/** What is stored in a column. A code column names its list: that decides which codes there can be. */
export type CanonicalType = z.output<typeof canonicalTypeSchema>

/** The name of a register of the platform or of a jurisdiction. */
export type RegisterName = string

/** What is stored of a register, whatever a sender calls its columns. */
export type Register = z.output<typeof register> & {
  readonly name: RegisterName
  /** Whether it is delivered as a census: its rows tell who was there on a day. */
  readonly census?: boolean
}

let common: ReadonlyMap<RegisterName, Register> | undefined

/** The registers of every jurisdiction, in the order in which a run takes them in. */
export function commonRegisters(): ReadonlyMap<RegisterName, Register> {
  const path = packagePath('jurisdictions', 'common', 'registers.yaml')
  common ??= registersByName(readYaml(path, registersSchema, jurisdictionInvalid))
  return common
}

/** Registers with their names, in the order of their file. */
export function registersByName(declared: z.output<typeof registersSchema>): ReadonlyMap<RegisterName, Register> {
  return new Map(Object.entries(declared).map(([name, one]) => [name, { name, ...one }]))
}

/** What is stored of a register. @throws Error when there is no such register */
export function registerNamed(
  name: RegisterName,
  { registers }: { readonly registers: ReadonlyMap<RegisterName, Register> },
): Register {
  const register = registers.get(name)
  if (register === undefined) throw new Error(`no register ${name}`)
  return register
}

/** How readers know a register; one that is no longer declared by its name. */
export function registerLabel(
  name: RegisterName,
  language: Language,
  { registers }: { readonly registers: ReadonlyMap<RegisterName, Register> },
): string {
  return registers.get(name)?.label[language] ?? name
}

/** Only the part of a jurisdiction that decides which columns there are. */
interface Lists {
  readonly lists: ReadonlyMap<string, { readonly codes: readonly { readonly code: string }[] }>
}

/** A register as a contract delivers it: without columns that are stored only where they are delivered. */
export function deliveredRegister(register: Register, delivered: object): Register {
  const isStored = ([name, { stored }]: [string, Register['columns'][string]]) =>
    stored === undefined || Object.hasOwn(delivered, name)
  return { ...register, columns: Object.fromEntries(Object.entries(register.columns).filter(isStored)) }
}

/** The columns of a register with their types, in the order in which they are stored. */
export function canonicalColumns(
  register: Register,
  jurisdiction: Lists,
): readonly (readonly [name: string, type: CanonicalType])[] {
  const own = Object.entries(register.columns).map(([column, { type }]) => [column, type] as const)
  const { type = 'integer' } = register.columns_of_list ?? {}
  return [...own, ...columnsOfList(register, jurisdiction).map(({ column }) => [column, type] as const)]
}

/** The columns that a register has for the codes of a list, with these codes. */
export function columnsOfList(
  { columns_of_list: listed }: Register,
  { lists }: Lists,
): readonly { readonly column: string; readonly code: string }[] {
  if (listed === undefined) return []
  return (lists.get(listed.list)?.codes ?? []).map(({ code }) => ({ column: `${listed.prefix}${code}`, code }))
}

/** Whether a column is one of those that a register has for the codes of a list, also where there is no such code. */
export function isColumnOfList({ columns_of_list: listed }: Register, column: string): boolean {
  return listed !== undefined && column.startsWith(listed.prefix)
}

/** The type of a column, or `undefined` when the register has no such column. */
export function canonicalType(register: Register, column: string): CanonicalType | undefined {
  if (isColumnOfList(register, column)) return register.columns_of_list?.type
  return Object.hasOwn(register.columns, column) ? register.columns[column]?.type : undefined
}

/** The list that a code column takes its codes from, or `undefined` for other columns. */
export function listOf(type: CanonicalType | undefined): string | undefined {
  return type?.startsWith('code of ') ? type.slice('code of '.length) : undefined
}
