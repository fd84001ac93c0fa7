import { basename, dirname, resolve, sep } from 'node:path'
import { Refusal } from '#foundation'
import type { Contract, Jurisdiction, RegisterName } from '#jurisdictions'
import { FileNames } from '../personal/somebody.ts'
import { contractIn, contractNamed, contractOf, registerOfFile, registersOfFile } from './contract-of-file.ts'
import { isFolder, type Listing, listFiles, oneFile } from './list-files.ts'
import { type DeliveryManifest, type ManifestFile, readManifest, requireFiles } from './manifest.ts'
import { type MissingFiles, missingIn } from './missing-files.ts'

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
  readonly missing: readonly MissingFiles[]
}

/**
 * Finds the files that wait in `incoming` and in its folders: registers that others refer to come first, then what was
 * sent first, then what came before and waits again, then by name. A file that cannot be taken is told and does not hide the others.
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

/** What is missing in the incoming folder. @throws {@link Refusal} `UNREADABLE_FOLDER` */
export function findMissing(incoming: string, jurisdiction: Jurisdiction): readonly MissingFiles[] {
  const names = fileNamesOf(jurisdiction)
  return missingIn(listFiles(incoming, names).folders, { within: incoming, jurisdiction, names })
}

/** Whether the name of a file or a folder says who is in it. */
export function namesSomebody(name: string, jurisdiction: Jurisdiction): boolean {
  return fileNamesOf(jurisdiction).classIn(name) !== undefined
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
        for (const register of registersOfFile(path, jurisdiction)) refused.add(register)
      }
    }
  }
  for (const { place } of refusals)
    for (const register of registersOfFile(place.file ?? '', jurisdiction)) refused.add(register)
  const skipped = [...new Set(listings.flatMap((listing) => listing.skipped))]
  const names = fileNamesOf(jurisdiction)
  const missing = listings.flatMap(({ folders, within }) => missingIn(folders, { within, jurisdiction, names }))
  return { deliveries: [...deliveries.values()].sort(orderOf(jurisdiction)), refusals, refused, skipped, missing }
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

/** A refusal of a manifest names the register of the file beside it. */
function ofRegister(error: Refusal, register: RegisterName | undefined): Refusal {
  const { code, message, place } = error
  return register === undefined ? error : new Refusal(code, message, { ...place, register })
}

/** How folders of deliveries begin that came before and wait again: nothing says that they were sent later than others. */
export const retakenPrefix = 'retaken-'

/** Whether a delivery came before and waits again. */
export function isRetaken({ path }: Pick<Delivery, 'path'>): boolean {
  return basename(dirname(path)).startsWith(retakenPrefix)
}

function orderOf({ registers }: Jurisdiction): (one: Delivery, other: Delivery) => number {
  const names = [...registers.keys()]
  const rank = ({ contract }: Delivery) => names.indexOf(contract.register)
  const sent = ({ manifest }: Delivery) => (manifest?.sent_at === undefined ? 0 : Date.parse(manifest.sent_at))
  const isNew = (delivery: Delivery) => (isRetaken(delivery) ? 0 : 1)
  return (one, other) =>
    rank(one) - rank(other) || sent(one) - sent(other) || isNew(one) - isNew(other) || (one.path < other.path ? -1 : 1)
}
