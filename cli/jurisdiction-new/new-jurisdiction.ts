import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Engine, Refusal } from '#foundation'
import { profileFiles, profileLong, type TableProfile } from '#ingest'
import type { Register } from '#jurisdictions'
import { inPrivateFolder } from '../check/private-folder.ts'
import { contractText } from './contract-text.ts'
import { disclosureText } from './disclosure-text.ts'
import { patternOf } from './file-pattern.ts'
import { findWide } from './find-wide.ts'
import { guessRegister, registerCalled } from './guess-register.ts'
import type { CountryPlan, RegisterPlan } from './plan.ts'
import { planRegister } from './plan-register.ts'
import { planTables } from './plan-tables.ts'
import { profileText } from './profile-text.ts'
import { readmeText } from './readme-text.ts'
import { crosswalkText, listText } from './tables-text.ts'
import { requireEmptyPlace, writeFolder } from './write-folder.ts'

/** A country that there is not yet. */
export interface NewJurisdiction {
  readonly code: string
  readonly languages: readonly string[]
  readonly files: readonly string[]
  readonly register: string | undefined
  /** Where its folder goes. */
  readonly out: string
  readonly today: string
  readonly threads?: number | undefined
  readonly memoryLimit?: string | undefined
}

/**
 * Writes the folder of a new country by what files contain. Codes are the only cells of the files that are written.
 *
 * @returns the texts that were written, by their paths in the folder
 * @throws {@link Refusal} `NOT_EMPTY`, `UNKNOWN_REGISTER`, `FILES_DIFFER`, and what is wrong with a file as a whole
 */
export async function newJurisdiction(wanted: NewJurisdiction): Promise<ReadonlyMap<string, string>> {
  requireEmptyPlace(wanted.out)
  const named = wanted.register === undefined ? undefined : registerCalled(wanted.register)
  const plan = await inPrivateFolder(async (folder) => {
    const { threads, memoryLimit } = wanted
    const options = {
      temporaryFolder: join(folder, 'spill'),
      ...(threads && { threads }),
      ...(memoryLimit && { memoryLimit }),
    }
    const engine = await Engine.open(options)
    try {
      return await engine.withConnection((connection) => planCountry(connection, wanted, named, folder))
    } finally {
      engine.close()
    }
  })
  const files = filesOf(plan, wanted.languages)
  writeFolder(wanted.out, files)
  return files
}

async function planCountry(
  connection: DuckDBConnection,
  { code, files, today }: NewJurisdiction,
  named: Register | undefined,
  folder: string,
): Promise<CountryPlan> {
  const profiles = await profileFiles(connection, files, folder)
  const registers = new Map<string, RegisterPlan>()
  for (const sent of profiles) {
    const wide = findWide(sent)
    const profile = wide === undefined ? sent : await profileLong(connection, sent, wide)
    const register = named ?? guessRegister(profile)
    if (registers.has(register.name)) throw filesDiffer(profile, register)
    registers.set(register.name, await planRegister(connection, register, { profile, wide }, today))
  }
  const plans = [...registers.values()]
  return { code, registers: plans, ...(await planTables(connection, plans)) }
}

/** A day in the name of the file is that of this file alone. */
function hasOwnDay({ asOf }: RegisterPlan): boolean {
  return asOf?.keys.some(([key]) => key === 'value') ?? false
}

function filesDiffer({ files }: TableProfile, { name }: Register): Refusal {
  const advice = `This file has other columns than another file of ${name}. Name files with the same columns, or one register each.`
  return new Refusal('FILES_DIFFER', advice, { file: files[0] ?? '', register: name })
}

function filesOf(plan: CountryPlan, languages: readonly string[]): ReadonlyMap<string, string> {
  const contracts = plan.registers.map(
    (one) =>
      [
        `contracts/${one.register.name}.yaml`,
        contractText(one, plan.code, patternOf(one.profile.files, hasOwnDay(one))),
      ] as const,
  )
  return new Map([
    ['README.md', readmeText(plan, languages)],
    ['jurisdiction.yaml', profileText(plan)],
    ['law-changes.yaml', '# TODO days on which series break, such as a new criminal code\n[]\n'],
    ['disclosure.yaml', disclosureText(plan)],
    ...contracts,
    ...[...plan.lists].map(([name, codes]) => [`lists/${name}.csv`, listText(name, codes)] as const),
    ...[...plan.crosswalks].map(([name, codes]) => [`crosswalks/${name}.csv`, crosswalkText(codes)] as const),
  ])
}
