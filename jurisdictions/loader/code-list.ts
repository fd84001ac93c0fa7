import { z } from 'zod'
import { type Fault, fault } from '#foundation'
import { jurisdictionInvalid } from './code.ts'
import { type CsvTable, readCsv } from './read-csv.ts'
import { foldedText, type Text } from './texts.ts'

/** One code with its name in each language. */
export interface Code {
  readonly code: string
  readonly label: Text
  /** The code above it: the region of a court, the class of a category, the section of an offence. */
  readonly parent?: string
  /** Other spellings under which senders write it. */
  readonly aliases: readonly string[]
  /** Its code in other codings, such as the area codes of a statistics office. They are read only where a contract names the scheme. */
  readonly schemes: Readonly<Record<string, string>>
  /** For ordered lists: the half-open range `[from, to)` that the code stands for, in the unit of the list. */
  readonly from?: number
  readonly to?: number
  /** Severity: the higher, the more severe. Only sanction categories have it. */
  readonly severity?: number
  /** For sanction categories: whether a term of deprivation of liberty goes with it, and whether it has an end. */
  readonly term?: 'fixed' | 'indeterminate'
  /** Not confirmed by the owner of the list. */
  readonly sample: boolean
}

/** A code list of a jurisdiction, such as that of its courts. */
export interface CodeList {
  readonly name: string
  /** In the order in which people should see them. */
  readonly codes: readonly Code[]
}

/** The code that stands for "not recorded" or "not in the table" in every list. */
export const unknownCode = 'UNK'

/** How senders write a code. With a scheme only its codes are read: a code without its scheme could mean another place. */
export function spellingsOf({ code, aliases, schemes }: Code, scheme: string | undefined): readonly string[] {
  return [...new Set(scheme === undefined ? [code, ...aliases] : [schemes[scheme] ?? []].flat())]
}

const optionalNumber = z
  .string()
  .optional()
  .transform((cell, context) => {
    if (cell === undefined || cell === '') return undefined
    if (Number.isFinite(Number(cell))) return Number(cell)
    context.addIssue({ code: 'custom', message: 'is not a number' })
    return z.NEVER
  })

/** Columns `code_<scheme>` hold the codes of other codings. */
const schemePrefix = 'code_'

const known = {
  code: z.string().regex(/^[\w-]+$/, 'a code has letters, digits, - and _ only'),
  parent: z.string().optional(),
  en: z.string().min(1, 'the English name is missing'),
  ru: z.string().min(1, 'the Russian name is missing'),
  ky: z.string().min(1, 'the Kyrgyz name is missing'),
  aliases: z.string().optional(),
  from: optionalNumber,
  to: optionalNumber,
  severity: optionalNumber,
  term: z.enum(['', 'fixed', 'indeterminate']).optional(),
  status: z.enum(['', 'sample', 'confirmed']).optional(),
}

const row = z
  .object(known)
  .catchall(z.string())
  .transform(
    ({ code, parent, en, ru, ky, aliases, from, to, severity, term, status, ...rest }): Code => ({
      code,
      label: { ky, ru, en },
      ...(parent ? { parent } : {}),
      aliases: aliases ? aliasesIn(aliases) : [],
      schemes: schemesOf(rest),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(severity === undefined ? {} : { severity }),
      ...(term ? { term } : {}),
      sample: status === 'sample',
    }),
  )

/** Further spellings are separated by `|`; one that contains it has a backslash before it. */
function aliasesIn(cell: string): readonly string[] {
  return cell.split(/(?<!\\)\|/).map((alias) => alias.replaceAll('\\|', '|').trim())
}

/** A spelling as the column of aliases has it. */
export function aliasCell(spelling: string): string {
  return spelling.replaceAll('|', '\\|')
}

const shape = { needed: ['code', 'en', 'ru', 'ky'], allowed: Object.keys(known), prefix: schemePrefix, row }

/** Reads one code list. What is wrong is added to `faults`, also when a spelling stands for two codes. */
export function readCodeList(path: string, faults: Fault[]): CsvTable<Code> | undefined {
  const table = readCsv(path, shape, faults)
  if (table === undefined) return undefined
  const schemes = new Set(table.rows.flatMap((code) => Object.keys(code.schemes)))
  faults.push(...twoOwners(table, ({ code, aliases }) => [code, ...aliases]))
  for (const scheme of schemes) faults.push(...twoOwners(table, (code) => [code.schemes[scheme] ?? []].flat()))
  return table
}

/** Codes are read without regard to case and outer blanks. */
function twoOwners(
  { path, rows, lines }: CsvTable<Code>,
  spellings: (code: Code) => readonly string[],
): readonly Fault[] {
  const owner = new Map<string, string>()
  return rows.flatMap((one, index) =>
    [...new Set(spellings(one).map(foldedText))].flatMap((spelling) => {
      const other = owner.get(spelling)
      owner.set(spelling, other ?? one.code)
      if (other === undefined) return []
      const message = `the spelling "${spelling}" stands for both ${other} and ${one.code}; case makes no difference`
      return [fault({ code: jurisdictionInvalid, file: path, line: lines[index] }, message)]
    }),
  )
}

function schemesOf(cells: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const filled = Object.entries(cells).filter(([name, code]) => name.startsWith(schemePrefix) && code !== '')
  return Object.fromEntries(filled.map(([name, code]) => [name.slice(schemePrefix.length), String(code)]))
}
