import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { packagePath, Refusal, readYaml } from '#foundation'
import { type CodeList, readCodeList } from './code-list.ts'
import { type Contract, contractSchema } from './contract-schema.ts'
import { type Crosswalk, readCrosswalk } from './crosswalk.ts'
import { type Disclosure, disclosureSchema } from './disclosure.ts'
import { type LawChange, lawChangesSchema, type Profile, profileSchema } from './profile.ts'
import { type RegionMap, regionMapSchema } from './region-map.ts'
import { requireConsistency } from './require-consistency.ts'
import { type Sdg, sdgSchema } from './sdg.ts'
import { type Theme, themeSchema } from './theme.ts'

/** The code of what is wrong in a file of a jurisdiction. */
const invalid = 'JURISDICTION_INVALID'

/** Everything that is national: read from files that an analyst edits, checked, and handed on as plain data. */
export interface Jurisdiction {
  readonly profile: Profile
  readonly contracts: ReadonlyMap<string, Contract>
  readonly lists: ReadonlyMap<string, CodeList>
  readonly crosswalks: ReadonlyMap<string, Crosswalk>
  readonly lawChanges: readonly LawChange[]
  /** What is published of each cube, and how it is protected. */
  readonly disclosure: Disclosure
  /** The structure for the hand-over of SDG indicators, where there is one. */
  readonly sdg: Sdg | undefined
  readonly map: RegionMap | undefined
  /** The look of the committee's pack, where it has its own. */
  readonly theme: Theme | undefined
}

/** The jurisdictions that ship with the package. */
export function shippedJurisdictions(): readonly string[] {
  const folders = readdirSync(packagePath('jurisdictions'), { withFileTypes: true })
  return folders.filter((entry) => entry.isDirectory() && isJurisdiction(entry.name)).map(({ name }) => name)
}

/**
 * Reads a jurisdiction. A list of its own takes the place of the common list of the same name.
 *
 * @param code - a shipped jurisdiction, such as `kg`, or the path of a folder
 * @throws {@link Refusal} `UNKNOWN_JURISDICTION`, or `JURISDICTION_INVALID` with file and line
 */
export function loadJurisdiction(code: string): Jurisdiction {
  const folder = folderOf(code)
  if (!existsSync(join(folder, 'jurisdiction.yaml'))) throw unknownJurisdiction(code)
  const jurisdiction = {
    profile: readYaml(join(folder, 'jurisdiction.yaml'), profileSchema, invalid),
    contracts: byName(folder, 'contracts', '.yaml', (path) => {
      const contract = readYaml(path, contractSchema, invalid)
      return [contract.register, contract]
    }),
    lists: new Map([...codeLists(packagePath('jurisdictions', 'common')), ...codeLists(folder)]),
    crosswalks: byName(folder, 'crosswalks', '.csv', (path) => {
      const crosswalk = readCrosswalk(path)
      return [crosswalk.name, crosswalk]
    }),
    lawChanges: readYaml(join(folder, 'law-changes.yaml'), lawChangesSchema, invalid),
    disclosure: disclosureIn(folder),
    sdg: optionalIn(folder, 'sdg.yaml', sdgSchema),
    map: optionalIn(folder, 'map.json', regionMapSchema),
    theme: optionalIn(folder, 'theme.yaml', themeSchema),
  }
  requireConsistency(jurisdiction, folder)
  return jurisdiction
}

function optionalIn<T>(folder: string, name: string, schema: z.ZodType<T>): T | undefined {
  const path = join(folder, name)
  return existsSync(path) ? readYaml(path, schema, invalid) : undefined
}

/** Without a declaration nothing is public. */
function disclosureIn(folder: string): Disclosure {
  const path = join(folder, 'disclosure.yaml')
  return existsSync(path) ? readYaml(path, disclosureSchema, invalid) : disclosureSchema.parse({})
}

/**
 * The file of a list or a crosswalk: its own one, or that of the common list.
 *
 * @param code - as for {@link loadJurisdiction}
 */
export function tableFile(code: string, kind: 'lists' | 'crosswalks', name: string): string {
  const own = join(folderOf(code), kind, `${name}.csv`)
  const common = packagePath('jurisdictions', 'common', kind, `${name}.csv`)
  return !existsSync(own) && existsSync(common) ? common : own
}

function folderOf(code: string): string {
  return code.includes('/') ? code : packagePath('jurisdictions', code)
}

/** The codes of a list. @throws Error when the jurisdiction lacks it: consistency was checked on loading */
export function codeList({ lists }: Pick<Jurisdiction, 'lists'>, name: string): CodeList {
  const list = lists.get(name)
  if (list === undefined) throw new Error(`no code list ${name}`)
  return list
}

function isJurisdiction(folder: string): boolean {
  return existsSync(packagePath('jurisdictions', folder, 'jurisdiction.yaml'))
}

function unknownJurisdiction(code: string): Refusal {
  const allowed = shippedJurisdictions()
  return new Refusal('UNKNOWN_JURISDICTION', `There is no jurisdiction "${code}". There are: ${allowed.join(', ')}.`, {
    allowed,
  })
}

function codeLists(folder: string): ReadonlyMap<string, CodeList> {
  return byName(folder, 'lists', '.csv', (path) => {
    const list = readCodeList(path)
    return [list.name, list]
  })
}

function byName<T>(folder: string, kind: string, suffix: string, read: (path: string) => [string, T]) {
  if (!existsSync(join(folder, kind))) return new Map<string, T>()
  const files = readdirSync(join(folder, kind)).filter((name) => name.endsWith(suffix))
  return new Map(files.sort().map((name) => read(join(folder, kind, name))))
}
