import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Refusal, systemErrorCode } from '#foundation'
import type { Contract, Jurisdiction } from '#jurisdictions'
import { type Manifest, type ManifestFile, readManifest, requireFiles } from './manifest.ts'

/** One file that waits in the incoming folder, with the contract it has to meet. */
export interface Delivery {
  readonly path: string
  readonly contract: Contract
  readonly manifest: Manifest | undefined
  readonly described: ManifestFile | undefined
}

/**
 * Finds the files that wait in `incoming` and in its folders, in the order of their names.
 *
 * @throws {@link Refusal} `UNREADABLE_FOLDER`, `NO_CONTRACT` for a file that no contract knows, or what is wrong with a manifest
 */
export function findDeliveries(incoming: string, jurisdiction: Jurisdiction): readonly Delivery[] {
  return filesIn(incoming).map((path) => deliveryOf(path, contractOf(path, jurisdiction)))
}

/** The delivery of one file, whatever its folder: for `taraza check`. */
export function deliveryOf(path: string, contract: Contract): Delivery {
  const manifest = readManifest(dirname(path))
  if (manifest !== undefined) requireFiles(dirname(path), manifest)
  const described = manifest?.files.find(({ name }) => name === basename(path))
  return { path, contract, manifest: described && manifest, described }
}

/** @throws {@link Refusal} `NO_CONTRACT` */
export function contractOf(path: string, { contracts }: Jurisdiction): Contract {
  const name = basename(path).replace(/\.gz$/, '')
  for (const contract of contracts.values()) if (matches(name, contract.files)) return contract
  const allowed = [...contracts.values()].map(({ files }) => files)
  const advice = `No contract knows a file of this name. Expected names: ${allowed.join(', ')}, also with .gz.`
  throw new Refusal('NO_CONTRACT', advice, { file: path, allowed })
}

function filesIn(folder: string): readonly string[] {
  const entries = list(folder).filter(({ name }) => !name.startsWith('.') && name !== 'manifest.json')
  return entries
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort()
}

function list(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    const advice = `The folder of incoming extracts cannot be read (${systemErrorCode(error)}). Check that it exists and its permissions.`
    throw new Refusal('UNREADABLE_FOLDER', advice, { file: folder }, { cause: error })
  }
}

function matches(name: string, pattern: string): boolean {
  const expression = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${expression.join('.*')}$`).test(name)
}
