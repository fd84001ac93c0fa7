import { type Dirent, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { notPlain, Refusal, systemErrorCode } from '#foundation'
import { type Contract, type Jurisdiction, type RegisterName, registerNames } from '#jurisdictions'
import { fitsPattern, withoutEnding } from './file-pattern.ts'
import { type Manifest, type ManifestFile, readManifest, requireFiles } from './manifest.ts'
import { endings } from './read/extract.ts'
import { namesSomebody } from './screen/screen.ts'
import { isSystemFile } from './system-files.ts'

/** One file that waits in the incoming folder, with the contract it has to meet. */
export interface Delivery {
  readonly path: string
  /** The folder of all deliveries, in which the file has to lie. */
  readonly within: string
  readonly contract: Contract
  readonly manifest: Manifest | undefined
  readonly described: ManifestFile | undefined
}

/** What waits in the incoming folder. */
export interface Found {
  readonly deliveries: readonly Delivery[]
  readonly refusals: readonly Refusal[]
  /** The registers that refused files belong to, as far as their names tell. */
  readonly refused: ReadonlySet<RegisterName>
  /** Files and folders of systems and transfers, which are left where they are. */
  readonly skipped: readonly string[]
}

/**
 * Finds the files that wait in `incoming` and in its folders: registers that others refer to come first, then what was
 * sent first, then by name. A file that cannot be taken is told and does not hide the others.
 *
 * @throws {@link Refusal} `UNREADABLE_FOLDER`
 */
export function findDeliveries(incoming: string, jurisdiction: Jurisdiction): Found {
  const deliveries: Delivery[] = []
  const [refusals, skipped]: [Refusal[], string[]] = [[], []]
  const refused = new Set<RegisterName>()
  for (const path of filesIn(incoming, list(incoming), { refusals, skipped })) {
    try {
      deliveries.push(deliveryOf(path, contractOf(path, jurisdiction), incoming))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusals.push(error)
      noteRegister(path, jurisdiction, refused)
    }
  }
  for (const { place } of refusals) if (place.file !== undefined) noteRegister(place.file, jurisdiction, refused)
  return { deliveries: deliveries.sort(inOrder), refusals, refused, skipped }
}

/**
 * The delivery of one file.
 *
 * @throws {@link Refusal} what is wrong with the manifest beside it
 */
export function deliveryOf(path: string, contract: Contract, within = dirname(path)): Delivery {
  const manifest = readManifest(dirname(path), within)
  if (manifest !== undefined) requireFiles(dirname(path), manifest)
  const described = manifest?.files.find(({ name }) => name === basename(path))
  if (described !== undefined && manifest?.register !== contract.register) {
    const advice = `The manifest says ${manifest?.register}, the name of the file says ${contract.register}. Correct one of them.`
    throw new Refusal('MANIFEST_INVALID', advice, { file: path })
  }
  return { path, within, contract, manifest: described && manifest, described }
}

/** @throws {@link Refusal} `NO_CONTRACT` */
export function contractOf(path: string, { contracts }: Jurisdiction): Contract {
  const name = plainName(path)
  for (const contract of contracts.values()) if (fitsPattern(name, contract.files)) return contract
  const allowed = [...contracts.values()].map(({ files }) => files)
  const advice = `No contract knows a file of this name. Expected names: ${allowed.join(', ')}, ending in ${endings.join(', ')}, also with .gz or .zip.`
  throw new Refusal('NO_CONTRACT', advice, { file: path, allowed })
}

function noteRegister(path: string, { contracts }: Jurisdiction, refused: Set<RegisterName>): void {
  const name = plainName(path)
  for (const { register, files } of contracts.values()) if (fitsPattern(name, files)) refused.add(register)
}

function plainName(path: string): string {
  return withoutEnding(withoutEnding(basename(path), ['gz', 'zip']), endings)
}

function inOrder(one: Delivery, other: Delivery): number {
  const rank = ({ contract }: Delivery) => registerNames.indexOf(contract.register)
  const sent = ({ manifest }: Delivery) => (manifest?.sent_at === undefined ? 0 : Date.parse(manifest.sent_at))
  return rank(one) - rank(other) || sent(one) - sent(other) || (one.path < other.path ? -1 : 1)
}

interface Aside {
  readonly refusals: Refusal[]
  readonly skipped: string[]
}

function filesIn(folder: string, listed: readonly Dirent[], aside: Aside): readonly string[] {
  const entries = listed.filter(({ name }) => !isSystemFile(name) && name !== 'manifest.json')
  aside.skipped.push(
    ...listed.filter(({ name }) => isSystemFile(name)).map(({ name }) => join(folder, speakable(name))),
  )
  return entries.flatMap((entry, index) => {
    const path = join(folder, entry.name)
    try {
      requirePlain(entry, index, folder)
      return entry.isDirectory() ? filesIn(path, list(path), aside) : [path]
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      aside.refusals.push(error)
      return []
    }
  })
}

/** An office program locks a file under the file's name, which may say who is inside. */
function speakable(name: string): string {
  return namesSomebody(name) ? `${name.slice(0, 2)}…` : name
}

/** What is no plain file is not followed; a name that says who is in the file is not repeated. */
function requirePlain(entry: Dirent, index: number, folder: string): void {
  if (namesSomebody(entry.name)) {
    const advice = `The name of entry ${index + 1} of this folder holds personal data. Give it a name without, and tell the sender.`
    throw new Refusal('PERSONAL_DATA', advice, { file: folder })
  }
  if (!entry.isFile() && !entry.isDirectory()) throw notPlain(join(folder, entry.name))
}

function list(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))
  } catch (error) {
    const advice = `The folder of incoming extracts cannot be read (${systemErrorCode(error)}). Check that it exists and its permissions.`
    throw new Refusal('UNREADABLE_FOLDER', advice, { file: folder }, { cause: error })
  }
}
