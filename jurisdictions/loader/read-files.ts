import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type Fault, fault, openLoosely, packagePath, tryYaml, type YamlFile } from '#foundation'
import { jurisdictionInvalid as code } from './code.ts'
import { readCodeList } from './code-list.ts'
import { type ContractFile, contractFaults } from './contract-faults.ts'
import { contractSchema, type DeclaredContract } from './contract-schema.ts'
import { contractView } from './contract-view.ts'
import { readCrosswalk } from './crosswalk.ts'
import { type Disclosure, disclosureSchema } from './disclosure.ts'
import type { Files } from './known-codes.ts'
import { layered, type Personal, personalSchema } from './personal.ts'
import { lawChangesSchema, profileSchema } from './profile.ts'
import { regionMapSchema } from './region-map.ts'
import { commonRegisters, type Register, type RegisterName, registersByName, registersSchema } from './registers.ts'
import { type Sdg, sdgSchema } from './sdg.ts'
import { type Theme, themeSchema } from './theme.ts'

/** All files of a jurisdiction as far as they could be read. */
export interface AllFiles extends Files {
  /** Those of the platform, and those of the jurisdiction alone. */
  readonly registers: ReadonlyMap<RegisterName, Register>
  readonly contracts: readonly (ContractFile & { readonly whole: DeclaredContract | undefined })[]
  /** The common lists that lists of its own have taken the place of. */
  readonly replaced: Files['lists']
  readonly disclosure: Disclosure
  readonly sdg: Sdg | undefined
  readonly theme: Theme | undefined
  /** What betrays a person: the common rules with those of the jurisdiction laid upon them. */
  readonly personal: Personal
}

/** Reads all files of a jurisdiction. What is wrong in one of them is added to `faults` and hides nothing of the others. */
export function readFiles(folder: string, faults: Fault[]): AllFiles {
  const yaml = <T>(name: string, schema: z.ZodType<T>) => optional(join(folder, name), schema, faults)
  const tables = <T>(inside: string, kind: string, read: (path: string, faults: Fault[]) => T) =>
    namesIn(inside, kind, '.csv', faults).map((path) => [basename(path, '.csv'), read(path, faults)] as const)
  const lists = (inside: string) => new Map(tables(inside, 'lists', readCodeList))
  const [common, own] = [lists(packagePath('jurisdictions', 'common')), lists(folder)]
  const registers = registersIn(folder, faults)
  const contracts = namesIn(folder, 'contracts', '.yaml', faults).flatMap(
    (path) => contractIn(path, registers, faults) ?? [],
  )
  return {
    folder,
    profile: yaml('jurisdiction.yaml', profileSchema([...registers.keys()])),
    registers,
    contracts,
    lists: new Map([...common, ...own]),
    replaced: new Map([...common].filter(([name]) => own.has(name))),
    crosswalks: new Map(
      tables(folder, 'crosswalks', (path, into) => readCrosswalk(path, into, lookedUpBy(path, contracts))),
    ),
    lawChanges: needed(join(folder, 'law-changes.yaml'), lawChangesSchema, faults),
    disclosure: disclosureIn(folder, faults),
    sdg: yaml('sdg.yaml', sdgSchema)?.value,
    map: yaml('map.json', regionMapSchema),
    theme: yaml('theme.yaml', themeSchema)?.value,
    personal: personalIn(folder, faults),
  }
}

/** The columns, beside those that every crosswalk may have, that contracts look up its codes by. */
function lookedUpBy(path: string, contracts: readonly ContractFile[]): readonly string[] {
  const columns = contracts.flatMap(({ view }) => Object.values(view.columns))
  const by = columns.filter(({ crosswalk }) => crosswalk === basename(path, '.csv')).flatMap((column) => column.by)
  return [...new Set(by)].filter((name) => name !== 'regime' && name !== 'serving')
}

function registersIn(folder: string, faults: Fault[]): AllFiles['registers'] {
  const common = commonRegisters()
  const own = optional(join(folder, 'registers.yaml'), registersSchema, faults)
  if (own === undefined) return common
  for (const name of Object.keys(own.value))
    if (common.has(name))
      faults.push(fault({ code, file: own.path, line: own.lineOf([name]) }, `"${name}" is a register of the platform`))
  return new Map([...common, ...registersByName(own.value)])
}

function personalIn(folder: string, faults: Fault[]): Personal {
  const rules = (inside: string) => optional(join(inside, 'personal.yaml'), personalSchema, faults)?.value
  const common = rules(packagePath('jurisdictions', 'common')) ?? personalSchema.parse({})
  return layered(common, rules(folder))
}

/** What is public is declared: nothing, too. */
function disclosureIn(folder: string, faults: Fault[]): Disclosure {
  const what = 'it says which figures are public; where none are, write "cubes: {}" in it'
  return needed(join(folder, 'disclosure.yaml'), disclosureSchema, faults, what)?.value ?? disclosureSchema.parse({})
}

function optional<T>(path: string, schema: z.ZodType<T>, faults: Fault[]): YamlFile<T> | undefined {
  return existsSync(path) ? tryYaml(path, schema, code, faults) : undefined
}

function needed<T>(path: string, schema: z.ZodType<T>, faults: Fault[], what?: string): YamlFile<T> | undefined {
  if (existsSync(path)) return tryYaml(path, schema, code, faults)
  faults.push(fault({ code, file: path }, `this file is missing${what === undefined ? '' : `: ${what}`}`))
  return undefined
}

/** A contract with faults is read as far as it can be, for what hangs together in it. */
function contractIn(
  path: string,
  registers: AllFiles['registers'],
  faults: Fault[],
): AllFiles['contracts'][number] | undefined {
  const schema = contractSchema(z.enum([...registers.keys()]))
  const whole = tryYaml(path, schema, code, faults)
  const file = whole ?? openLoosely(path, schema, code)
  const view = contractView.safeParse(file?.value)
  if (file === undefined || !view.success) return undefined
  const canonical = registers.get(view.data.register ?? '')
  const contract = { file, view: view.data, canonical, whole: whole?.value }
  faults.push(...contractFaults(contract))
  return contract
}

/** The files of one kind. One that would be passed over for its ending is told. */
function namesIn(folder: string, kind: string, ending: string, faults: Fault[]): readonly string[] {
  const inside = join(folder, kind)
  if (!existsSync(inside)) return []
  const names = readdirSync(inside)
    .filter((name) => !name.startsWith('.'))
    .sort()
  const others = names.filter((name) => !name.endsWith(ending))
  faults.push(
    ...others.map((name) =>
      fault({ code, file: join(inside, name) }, `only files that end in ${ending} are read here`),
    ),
  )
  return names.filter((name) => name.endsWith(ending)).map((name) => join(inside, name))
}
