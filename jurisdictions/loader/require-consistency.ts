import { join } from 'node:path'
import { Refusal } from '#foundation'
import { type CodeList, unknownCode } from './code-list.ts'
import type { ColumnContract, Contract } from './contract-schema.ts'
import type { Jurisdiction } from './jurisdiction.ts'
import { houseColumns, houseType, listOf, needOf } from './registers.ts'

/** Which list holds the parents of which list. */
const parentLists: Readonly<Record<string, string>> = {
  courts: 'regions',
  offices: 'regions',
  facilities: 'regions',
  sanction_categories: 'sanction_classes',
  offences: 'offence_sections',
}

/** Lists that no column of the register of sentences names, but counting does. */
const countingLists = ['sanction_classes', 'offence_sections', 'regions', 'age_bands', 'length_bands']

/** @throws {@link Refusal} `JURISDICTION_INVALID` when files of a jurisdiction name things that others lack */
export function requireConsistency(jurisdiction: Jurisdiction, folder: string): void {
  const contracts = [...jurisdiction.contracts.values()]
  const named = contracts.flatMap(({ register }) =>
    houseColumns(register, jurisdiction).flatMap(([, type]) => listOf(type) ?? []),
  )
  for (const name of new Set([...named, ...countingLists])) {
    const codes = required(jurisdiction.lists.get(name), join(folder, 'lists', `${name}.csv`), 'this list is missing')
    requireKnown(codes, { code: unknownCode, what: 'every list names what is not recorded' }, folder)
    const parents = Object.hasOwn(parentLists, name) ? parentLists[name] : undefined
    if (parents !== undefined) requireParents(jurisdiction, codes, parents, folder)
  }
  for (const contract of contracts) requireTables(jurisdiction, contract, folder)
}

function requireParents({ lists }: Jurisdiction, { name, codes }: CodeList, parents: string, folder: string): void {
  const file = join(folder, 'lists', `${name}.csv`)
  for (const { code, parent } of codes) {
    requireKnown(lists.get(parents), { code: parent ?? '', what: `${code} of ${name} belongs to it` }, file)
  }
}

function requireTables({ lists, crosswalks }: Jurisdiction, contract: Contract, folder: string): void {
  for (const [name, column] of Object.entries(contract.columns)) {
    const list = lists.get(listOf(houseType(contract.register, name)) ?? '')
    requireScheme(list, name, column, contract, folder)
    requireNeed(lists.get('needs_domains'), name, folder)
    if (column.type !== 'mapped_code') continue
    const { crosswalk } = column
    const file = join(folder, 'crosswalks', `${crosswalk}.csv`)
    const { rows } = required(
      crosswalks.get(crosswalk),
      file,
      `columns.${name} of ${contract.register} needs this crosswalk`,
    )
    for (const { code, source } of rows) requireKnown(list, { code, what: `${source} is mapped to it` }, file)
  }
}

function requireScheme(
  list: CodeList | undefined,
  name: string,
  column: ColumnContract,
  { register }: Contract,
  folder: string,
): void {
  if (column.type !== 'code' || column.scheme === undefined) return
  if (list?.codes.some(({ schemes }) => schemes[column.scheme ?? ''] !== undefined)) return
  const message = `columns.${name}: no code of the list has a code in the scheme "${column.scheme}" (column code_${column.scheme})`
  throw new Refusal('JURISDICTION_INVALID', message, { file: join(folder, 'contracts', `${register}.yaml`) })
}

function requireNeed(domains: CodeList | undefined, column: string, folder: string): void {
  const need = needOf(column)
  if (need !== undefined) requireKnown(domains, { code: need, what: `the column ${column} is its score` }, folder)
}

function required<T>(value: T | undefined, file: string, message: string): T {
  if (value === undefined) throw new Refusal('JURISDICTION_INVALID', message, { file })
  return value
}

function requireKnown(list: CodeList | undefined, { code, what }: { code: string; what: string }, file: string): void {
  if (list?.codes.some((known) => known.code === code)) return
  throw new Refusal('JURISDICTION_INVALID', `the code "${code}" is not in ${list?.name}: ${what}`, { file })
}
