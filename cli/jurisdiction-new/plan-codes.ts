import { existsSync } from 'node:fs'
import { packagePath } from '#foundation'
import type { ColumnProfile } from '#ingest'
import { type Code, columnWords, foldedText, loadJurisdiction, plainWords } from '#jurisdictions'
import type { PlannedColumn } from './plan.ts'
import { yamlText } from './yaml.ts'

/** The codes of a list of all countries; `undefined` for a list that each country has itself. */
export function commonCodes(list: string): readonly Code[] | undefined {
  if (!existsSync(packagePath('jurisdictions', 'common', 'lists', `${list}.csv`))) return undefined
  const { lists, replaced } = loadJurisdiction('kg')
  return (replaced.get(list) ?? lists.get(list))?.codes
}

/** What a contract says of a column of codes. Those of a common list are read as they are where all are known. */
export function columnOfCodes(name: string, list: string, column: ColumnProfile): PlannedColumn {
  const from = ['from', yamlText(column.name)] as const
  const planned = { name, source: column.name }
  const common = commonCodes(list)
  const isPlain =
    common === undefined || (column.values ?? [{ value: '' }]).every(({ value }) => isSpelling(value, common))
  if (isPlain) return { ...planned, keys: [from, ['type', 'code']] }
  const unknown = list === 'offences' ? [['unknown', 'unmapped'] as const] : []
  return { ...planned, keys: [from, ['type', 'mapped_code'], ['crosswalk', list], ...unknown] }
}

/** Whether a code is read without a crosswalk. Numbers are aliases of one country: what they mean elsewhere is not known. */
function isSpelling(value: string, codes: readonly Code[]): boolean {
  return !isNumber(value) && codes.some(({ code, aliases }) => [code, ...aliases].some((one) => isSame(one, value)))
}

function isNumber(value: string): boolean {
  return /^\d+$/.test(value)
}

function isSame(one: string, other: string): boolean {
  return foldedText(one) === foldedText(other)
}

/** The canonical code that a value obviously is: an equal code or label, or one of the known words. Empty where none is. */
export function obviousCode(list: string, value: string): string {
  const codes = commonCodes(list) ?? []
  const own = codes.find(({ code, aliases, label }) =>
    [code, ...Object.values(label), ...(isNumber(value) ? [] : aliases)].some((one) => isSame(one, value)),
  )
  return own?.code ?? codeByWords(list, value)
}

/** The code of a list that has a value among its plain words. */
export function codeByWords(list: string, value: string): string {
  const words = Object.entries(columnWords().values[list] ?? {})
  return words.find(([, known]) => known.some((word) => plainWords(word) === plainWords(value)))?.[0] ?? ''
}
