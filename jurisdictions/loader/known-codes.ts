import { type Fault, unknownName, type YamlFile } from '#foundation'
import { jurisdictionInvalid } from './code.ts'
import type { Code } from './code-list.ts'
import type { ContractFile } from './contract-faults.ts'
import type { CrosswalkRow } from './crosswalk.ts'
import type { LawChange, Profile } from './profile.ts'
import type { CsvTable } from './read-csv.ts'
import type { RegionMap } from './region-map.ts'

/** The files of a jurisdiction as far as they could be read. */
export interface Files {
  readonly folder: string
  readonly profile: YamlFile<Profile> | undefined
  readonly contracts: readonly ContractFile[]
  /** By name; `undefined` for those that are no tables. */
  readonly lists: ReadonlyMap<string, CsvTable<Code> | undefined>
  readonly crosswalks: ReadonlyMap<string, CsvTable<CrosswalkRow> | undefined>
  readonly lawChanges: YamlFile<readonly LawChange[]> | undefined
  readonly map: YamlFile<RegionMap> | undefined
}

/** The codes of a list that can be relied on: of one with faults a code may be missing that is there. */
export function codesOf({ lists }: Files, name: string | undefined): readonly Code[] | undefined {
  const list = name === undefined ? undefined : lists.get(name)
  return list?.isWhole ? list.rows : undefined
}

interface At {
  readonly file: string
  readonly line: number | undefined
  readonly where: string
  readonly what: string
}

/** @param at - is asked only where something is wrong: lines cost time */
export function unknownCodeFault(code: string, codes: readonly Code[] | undefined, at: () => At): readonly Fault[] {
  if (codes === undefined || codes.some((known) => known.code === code)) return []
  const known = codes.map((one) => one.code)
  return [unknownName(code, known, { code: jurisdictionInvalid, ...at() })]
}
