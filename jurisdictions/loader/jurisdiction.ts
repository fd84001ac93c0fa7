import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Fault, nearest, packagePath, Refusal, readYaml, requireNoFaults } from '#foundation'
import { asPeriods, censusRegister } from './census.ts'
import { jurisdictionInvalid } from './code.ts'
import type { Code, CodeList } from './code-list.ts'
import { consistencyFaults } from './consistency-faults.ts'
import type { Contract, DeclaredContract } from './contract-schema.ts'
import { columnOfCount, countedRegister } from './counted-rows.ts'
import type { Crosswalk } from './crosswalk.ts'
import type { Disclosure } from './disclosure.ts'
import type { Files } from './known-codes.ts'
import type { Personal } from './personal.ts'
import { jurisdictionFolder, jurisdictionPlaces, jurisdictionsIn } from './places.ts'
import { type LawChange, lawChangesSchema, type Profile } from './profile.ts'
import { ReadAgain } from './read-again.ts'
import type { CsvTable } from './read-csv.ts'
import { readFiles } from './read-files.ts'
import type { RegionMap } from './region-map.ts'
import { deliveredRegister, type Register, type RegisterName } from './registers.ts'
import type { Sdg } from './sdg.ts'
import type { Theme } from './theme.ts'

/** Everything that is national: read from files that an analyst edits, checked, and handed on as plain data. */
export interface Jurisdiction {
  /** Where its files lie. */
  readonly folder: string
  readonly profile: Profile
  /** What is stored of each register, in the order in which a run takes them in; contracts need not deliver all. */
  readonly registers: ReadonlyMap<RegisterName, Register>
  readonly contracts: ReadonlyMap<string, Contract>
  readonly lists: ReadonlyMap<string, CodeList>
  /** The common lists that lists of its own have taken the place of. */
  readonly replaced: ReadonlyMap<string, CodeList>
  readonly crosswalks: ReadonlyMap<string, Crosswalk>
  readonly lawChanges: readonly LawChange[]
  /** What is published of each cube, and how it is protected. */
  readonly disclosure: Disclosure
  /** The structure for the hand-over of SDG indicators, where there is one. */
  readonly sdg: Sdg | undefined
  readonly map: RegionMap | undefined
  /** The look of the committee's pack, where it has its own. */
  readonly theme: Theme | undefined
  /** What betrays a person in extracts. */
  readonly personal: Personal
}

/** The jurisdictions that ship with the package. */
export function shippedJurisdictions(): readonly string[] {
  return jurisdictionsIn(packagePath('jurisdictions'))
}

/**
 * Reads a jurisdiction, or gives what was read before of the same files. A list of its own takes the place of the common list
 * of the same name.
 *
 * @param code - a jurisdiction of the operator's own folder or a shipped one, such as `kg`, or the path of a folder
 * @throws {@link Refusal} `UNKNOWN_JURISDICTION`, or `JURISDICTION_INVALID` with everything that is wrong: file, line, nearest name
 */
export function loadJurisdiction(code: string): Jurisdiction {
  const folder = jurisdictionFolder(code)
  if (!existsSync(join(folder, 'jurisdiction.yaml'))) throw unknownJurisdiction(code)
  return readAgain.of(folder, () => readFolder(folder))
}

const readAgain = new ReadAgain<Jurisdiction>()

function readFolder(folder: string): Jurisdiction {
  const faults: Fault[] = []
  const files = readFiles(folder, faults)
  requireNoFaults([...faults, ...consistencyFaults(files)])
  const {
    profile,
    registers,
    contracts,
    lists,
    replaced,
    crosswalks,
    lawChanges,
    disclosure,
    sdg,
    map,
    theme,
    personal,
  } = files
  if (profile === undefined || lawChanges === undefined) throw new Error('a file that was not read has a fault')
  const read = new Map(
    contracts.flatMap(({ whole, canonical }) =>
      whole && canonical ? [[canonical.name, contractOf(whole, canonical, personal)] as const] : [],
    ),
  )
  return {
    folder,
    profile: profile.value,
    registers: storedRegisters(registers, read),
    contracts: read,
    lists: listsOf(lists),
    replaced: listsOf(replaced),
    crosswalks: new Map(tables(crosswalks).map(({ name, rows }) => [name, { name, rows }])),
    lawChanges: lawChanges.value,
    disclosure,
    sdg,
    map: map?.value,
    theme,
    personal,
  }
}

/** Registers as their contracts deliver them. */
function storedRegisters(registers: Jurisdiction['registers'], read: Jurisdiction['contracts']) {
  const stored = [...registers].map(([name, one]) => read.get(name)?.canonical ?? deliveredRegister(one, {}))
  return new Map(stored.map((one) => [one.name, one]))
}

function contractOf(declared: DeclaredContract, canonical: Register, personal: Personal): Contract {
  const contract = asPeriods(declared, canonical)
  const columns = { ...contract.columns, ...columnOfCount(declared) }
  const stored = deliveredRegister(canonical, declared.columns)
  return { ...contract, columns, canonical: censusRegister(countedRegister(stored, declared), declared), personal }
}

function listsOf(read: Files['lists']): ReadonlyMap<string, CodeList> {
  return new Map(tables(read).map(({ name, rows }) => [name, { name, codes: rows }]))
}

function tables<Row>(read: ReadonlyMap<string, CsvTable<Row> | undefined>) {
  return [...read].flatMap(([name, table]) => (table === undefined ? [] : [{ name, rows: table.rows }]))
}

/**
 * The file of a list or a crosswalk: its own one, or that of the common list.
 *
 * @param code - as for {@link loadJurisdiction}
 */
export function tableFile(code: string, kind: 'lists' | 'crosswalks', name: string): string {
  const own = join(jurisdictionFolder(code), kind, `${name}.csv`)
  const common = packagePath('jurisdictions', 'common', kind, `${name}.csv`)
  return !existsSync(own) && existsSync(common) ? common : own
}

/** The codes of a list. @throws Error when the jurisdiction lacks it: consistency was checked on loading */
export function codeList({ lists }: Pick<Jurisdiction, 'lists'>, name: string): CodeList {
  const list = lists.get(name)
  if (list === undefined) throw new Error(`no code list ${name}`)
  return list
}

/**
 * The codes that configuration for all jurisdictions may name: those of the list, and those of the common list that it takes
 * the place of. None where there is no such list.
 */
export function knownCodes(
  name: string,
  { lists, replaced }: Pick<Jurisdiction, 'lists' | 'replaced'>,
): readonly Code[] {
  const own = lists.get(name)?.codes ?? []
  const others = (replaced.get(name)?.codes ?? []).filter(({ code }) => !own.some((one) => one.code === code))
  return [...own, ...others]
}

/** The codes of changes of law of a jurisdiction and of those that ship with the package: what configuration for all may name. */
export function eventsOfJurisdictions({ lawChanges }: Pick<Jurisdiction, 'lawChanges'>): readonly string[] {
  const shipped = shippedJurisdictions().flatMap((code) =>
    readYaml(packagePath('jurisdictions', code, 'law-changes.yaml'), lawChangesSchema, jurisdictionInvalid),
  )
  return [...new Set([...lawChanges, ...shipped].map(({ code }) => code))]
}

function unknownJurisdiction(code: string): Refusal {
  const places = jurisdictionPlaces()
  const allowed = [...new Set(places.flatMap(jurisdictionsIn))]
  const looked = `Looked for in ${places.join(' and ')}.`
  const advice = `${nearest(code, allowed)} There are: ${allowed.join(', ')}. ${looked} The path of a folder of your own has a slash, such as ./${code}.`
  return new Refusal('UNKNOWN_JURISDICTION', `There is no jurisdiction "${code}".${advice}`, { allowed })
}
