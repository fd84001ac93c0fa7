import { basename, dirname, resolve, sep } from 'node:path'
import { Refusal } from '#foundation'
import type { Contract, Jurisdiction, RegisterName } from '#jurisdictions'
import { FileNames } from '../personal/somebody.ts'
import { endings } from '../read/open-extract.ts'
import { fitsPattern, withoutEnding } from './file-pattern.ts'
import { isFolder, type Listing, listFiles, oneFile } from './list-files.ts'
import { type DeliveryManifest, type ManifestFile, readManifest, requireFiles } from './manifest.ts'

/** One file that waits in the incoming folder, with the contract it has to meet. */
export interface Delivery {
  readonly path: string
  /** The folder of all deliveries, in which the file has to lie. */
  readonly within: string
  readonly contract: Contract
  readonly manifest: DeliveryManifest | undefined
  readonly described: ManifestFile | undefined
}

/** What waits in the incoming folder. */
export interface FoundDeliveries {
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
export function findDeliveries(incoming: string, jurisdiction: Jurisdiction): FoundDeliveries {
  return sortOut([{ within: incoming, ...listFiles(incoming, fileNamesOf(jurisdiction)) }], jurisdiction)
}

/**
 * Finds the deliveries in files and folders as {@link findDeliveries} would find them in one folder.
 *
 * @param register - whose contract files have to meet whose names say nothing
 * @throws {@link Refusal} `NO_SUCH_FILE`, `UNREADABLE_FOLDER`, `UNKNOWN_REGISTER`
 */
export function findNamed(paths: readonly string[], jurisdiction: Jurisdiction, register?: string): FoundDeliveries {
  const names = fileNamesOf(jurisdiction)
  const listings = outermost(paths.map((path) => (basename(path) === 'manifest.json' ? dirname(path) : path))).map(
    (path) =>
      isFolder(path) ? { within: path, ...listFiles(path, names) } : { within: dirname(path), ...oneFile(path, names) },
  )
  return sortOut(listings, jurisdiction, register === undefined ? undefined : contractNamed(register, jurisdiction))
}

function fileNamesOf({ personal, contracts }: Jurisdiction): FileNames {
  return new FileNames(personal, contracts.values())
}

/** Each path once, and none that lies in another. */
function outermost(paths: readonly string[]): readonly string[] {
  const whole = new Map(paths.map((path) => [resolve(path), path]))
  const isInside = (path: string) => [...whole.keys()].some((other) => path.startsWith(other + sep))
  return [...whole].flatMap(([absolute, path]) => (isInside(absolute) ? [] : [path]))
}

function sortOut(
  listings: readonly (Listing & { readonly within: string })[],
  jurisdiction: Jurisdiction,
  nameless?: Contract,
): FoundDeliveries {
  const deliveries = new Map<string, Delivery>()
  const refusals = listings.flatMap((listing) => listing.refusals)
  const refused = new Set<RegisterName>()
  for (const { files, within } of listings) {
    for (const path of files) {
      try {
        const contract = contractIn(path, jurisdiction) ?? nameless ?? contractOf(path, jurisdiction)
        if (!deliveries.has(path)) deliveries.set(path, deliveryOf(path, contract, jurisdiction, within))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        refusals.push(ofRegister(error, registerOfFile(path, jurisdiction)))
        noteRegister(path, jurisdiction, refused)
      }
    }
  }
  for (const { place } of refusals) if (place.file !== undefined) noteRegister(place.file, jurisdiction, refused)
  const skipped = [...new Set(listings.flatMap((listing) => listing.skipped))]
  return { deliveries: [...deliveries.values()].sort(orderOf(jurisdiction)), refusals, refused, skipped }
}

/**
 * The delivery of one file.
 *
 * @throws {@link Refusal} what is wrong with the manifest beside it
 */
export function deliveryOf(
  path: string,
  contract: Contract,
  jurisdiction: Pick<Jurisdiction, 'registers'>,
  within = dirname(path),
): Delivery {
  const manifest = readManifest(dirname(path), within, jurisdiction)
  if (manifest !== undefined) requireFiles(dirname(path), manifest)
  const described = manifest?.files.find(({ name }) => name === basename(path))
  if (described !== undefined && manifest?.register !== contract.register) {
    const advice = `The manifest says ${manifest?.register}, the name of the file says ${contract.register}. Correct one of them.`
    throw new Refusal('MANIFEST_INVALID', advice, { file: path })
  }
  return { path, within, contract, manifest: described && manifest, described }
}

/** @throws {@link Refusal} `NO_CONTRACT` */
export function contractOf(path: string, jurisdiction: Jurisdiction): Contract {
  const contract = contractIn(path, jurisdiction)
  if (contract !== undefined) return contract
  const { contracts } = jurisdiction
  const allowed = [...contracts.values()].map(({ files }) => files)
  const advice = `No contract knows a file of this name. Expected names: ${allowed.join(', ')}, ending in ${endings.join(', ')}, also with .gz or .zip.`
  throw new Refusal('NO_CONTRACT', advice, { file: path, allowed })
}

/** Whether the name of a file belongs to a contract. */
export function fitsContract(path: string, jurisdiction: Jurisdiction): boolean {
  return contractIn(path, jurisdiction) !== undefined
}

function contractIn(path: string, { contracts }: Jurisdiction): Contract | undefined {
  const name = plainName(path)
  return [...contracts.values()].find(({ files }) => fitsPattern(name, files))
}

/** The register that a file belongs to by its name; `undefined` where no contract knows the name. */
export function registerOfFile(path: string, jurisdiction: Jurisdiction): RegisterName | undefined {
  return contractIn(path, jurisdiction)?.register
}

/** A refusal of a manifest names the register of the file beside it. */
function ofRegister(error: Refusal, register: RegisterName | undefined): Refusal {
  const { code, message, place } = error
  return register === undefined ? error : new Refusal(code, message, { ...place, register })
}

function contractNamed(register: string, { contracts }: Jurisdiction): Contract {
  const contract = contracts.get(register)
  if (contract !== undefined) return contract
  const allowed = [...contracts.keys()]
  throw new Refusal('UNKNOWN_REGISTER', `There is no contract for "${register}". There are: ${allowed.join(', ')}.`, {
    allowed,
  })
}

function noteRegister(path: string, { contracts }: Jurisdiction, refused: Set<RegisterName>): void {
  const name = plainName(path)
  for (const { register, files } of contracts.values()) if (fitsPattern(name, files)) refused.add(register)
}

function plainName(path: string): string {
  return withoutEnding(withoutEnding(basename(path), ['gz', 'zip']), endings)
}

function orderOf({ registers }: Jurisdiction): (one: Delivery, other: Delivery) => number {
  const names = [...registers.keys()]
  const rank = ({ contract }: Delivery) => names.indexOf(contract.register)
  const sent = ({ manifest }: Delivery) => (manifest?.sent_at === undefined ? 0 : Date.parse(manifest.sent_at))
  return (one, other) => rank(one) - rank(other) || sent(one) - sent(other) || (one.path < other.path ? -1 : 1)
}
