import { readFileSync } from 'node:fs'
import { nearestName } from '#foundation'
import type { UnknownValue, UnknownValues } from '#ingest'
import {
  aliasCell,
  type CodeList,
  type ColumnContract,
  type Crosswalk,
  canonicalType,
  foldedText,
  type Jurisdiction,
  listOf,
  plainCell,
  type RegisterName,
  tableFile,
} from '#jurisdictions'
import type { UnknownColumn } from './trial-report.ts'

interface Tables {
  readonly code: string
  readonly jurisdiction: Jurisdiction
}

/** The values of a column that are in no table, each with the file that would know it and what to add there. */
export function whatToAdd(
  { file, register }: { readonly file: string; readonly register: RegisterName },
  { column, wrong, source, values, withheld }: UnknownValues,
  tables: Tables,
): UnknownColumn {
  const { columns = {}, canonical } = tables.jurisdiction.contracts.get(register) ?? {}
  const contract = columns[column]
  const list = listOf(canonical && canonicalType(canonical, column)) ?? ''
  const added = values.map((value) => ({
    ...value,
    ...(contract?.type === 'mapped_code'
      ? rowOf(value, { column, wrong }, contract, tables)
      : aliasOf(value, list, contract, tables)),
  }))
  return { file, source, column: wrong, values: added, withheld }
}

/** Stands where no known code is near. */
const open = 'CODE'

/** A row of a crosswalk. The regime and the way of serving stand in it where the crosswalk tells them apart. */
function rowOf(
  value: UnknownValue,
  { column, wrong }: Pick<UnknownValues, 'column' | 'wrong'>,
  { crosswalk, patterns, by }: Extract<ColumnContract, { type: 'mapped_code' }>,
  { code, jurisdiction }: Tables,
): { edit: string; add: string } {
  const edit = tableFile(code, 'crosswalks', crosswalk)
  if (wrong !== column) return { edit, add: `rows with ${csvCell(value.value)} in column ${wrong}` }
  const cells: Readonly<Record<string, string>> = {
    source: patterns || isConditional(by) ? plainCell(value.value) : value.value,
    regime: value.regime ?? '',
    serving: value.serving ?? '',
    code: mappedCode(value.value, jurisdiction.crosswalks.get(crosswalk)) ?? open,
    status: 'sample',
  }
  const row = headerOf(edit).map((name) => csvCell(cells[name] ?? ''))
  return { edit, add: row.join(',') }
}

/** Whether a crosswalk is a table of conditions. */
function isConditional(by: readonly string[]): boolean {
  return by.some((name) => name !== 'regime' && name !== 'serving')
}

/** The code of the same value elsewhere in the crosswalk, else of the nearest one. */
function mappedCode(value: string, crosswalk: Crosswalk | undefined): string | undefined {
  const codes = new Map((crosswalk?.rows ?? []).map(({ source, code }) => [foldedText(source), code]))
  return codes.get(foldedText(value)) ?? codes.get(near(foldedText(value), [...codes.keys()]) ?? '')
}

/** A further spelling of a code in a list. */
function aliasOf(
  { value }: UnknownValue,
  list: string,
  column: ColumnContract | undefined,
  { code, jurisdiction }: Tables,
): { edit: string; add: string } {
  const scheme = column?.type === 'code' ? column.scheme : undefined
  const spellings = spellingsIn(jurisdiction.lists.get(list))
  const meant = spellings.get(foldedText(value)) ?? spellings.get(near(foldedText(value), [...spellings.keys()]) ?? '')
  const where = scheme === undefined ? 'aliases' : `code_${scheme}`
  const spelling = scheme === undefined ? aliasCell(value) : value
  return { edit: tableFile(code, 'lists', list), add: `${csvCell(spelling)} in column ${where} of ${meant ?? open}` }
}

/** The codes of a list by each way in which they are spelt. */
function spellingsIn(list: CodeList | undefined): ReadonlyMap<string, string> {
  const spelt = (list?.codes ?? []).flatMap(({ code, aliases, label, schemes }) =>
    [code, ...aliases, ...Object.values(label), ...Object.values(schemes)].map((spelling) => ({ spelling, code })),
  )
  return new Map(spelt.map(({ spelling, code }) => [foldedText(spelling), code]))
}

const [minOfBeginning, minOfWord] = [3, 4]

/**
 * Words are cut short or mistyped. Of numbers, and of a few letters, every other one is near, and a wrong guess would look right.
 */
function near(value: string, known: readonly string[]): string | undefined {
  const letters = value.match(/\p{L}/gu)?.length ?? 0
  const [begun, other] = letters < minOfBeginning ? [] : known.filter((word) => word.startsWith(value.replace('.', '')))
  if (begun !== undefined && other === undefined) return begun
  return letters < minOfWord ? undefined : nearestName(value, known)
}

function headerOf(path: string): readonly string[] {
  const header = readFileSync(path, 'utf8')
    .split('\n')
    .find((line) => line.trim() !== '' && !line.startsWith('#'))
  return (header ?? '').split(',').map((name) => name.trim())
}

function csvCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
