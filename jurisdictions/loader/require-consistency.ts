import { join } from 'node:path'
import { Refusal } from '#foundation'
import { type CodeList, unknownCode } from './code-list.ts'
import type { Contract } from './contract-schema.ts'
import type { Jurisdiction } from './jurisdiction.ts'
import { houseType, listOf } from './registers.ts'

/** Which list holds the parents of which list, and which lists every jurisdiction needs. */
const parentLists: Readonly<Record<string, string | undefined>> = {
  regions: undefined,
  courts: 'regions',
  sanction_classes: undefined,
  sanction_categories: 'sanction_classes',
  offence_sections: undefined,
  offences: 'offence_sections',
  sexes: undefined,
  age_bands: undefined,
  length_bands: undefined,
  stages: undefined,
  citizenships: undefined,
}

/** @throws {@link Refusal} `JURISDICTION_INVALID` when files of a jurisdiction name things that others lack */
export function requireConsistency(jurisdiction: Jurisdiction, folder: string): void {
  for (const [name, parents] of Object.entries(parentLists)) {
    const codes = required(jurisdiction.lists.get(name), join(folder, 'lists', `${name}.csv`), 'this list is missing')
    requireKnown(codes, { code: unknownCode, what: 'every list names what is not recorded' }, folder)
    if (parents !== undefined) requireParents(jurisdiction, codes, parents, folder)
  }
  for (const contract of jurisdiction.contracts.values()) requireTables(jurisdiction, contract, folder)
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

function required<T>(value: T | undefined, file: string, message: string): T {
  if (value === undefined) throw new Refusal('JURISDICTION_INVALID', message, { file })
  return value
}

function requireKnown(list: CodeList | undefined, { code, what }: { code: string; what: string }, file: string): void {
  if (list?.codes.some((known) => known.code === code)) return
  throw new Refusal('JURISDICTION_INVALID', `the code "${code}" is not in ${list?.name}: ${what}`, { file })
}
