import { existsSync, lstatSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Refusal } from '#foundation'
import type { Jurisdiction, RegisterName } from '#jurisdictions'
import type { FileNames } from '../personal/somebody.ts'
import { contractIn, plainName, registerOfFile } from './contract-of-file.ts'
import type { Coverage } from './delivery.ts'
import { type ListedFolder, speakable } from './list-files.ts'
import { type DeliveryManifest, readManifest } from './manifest.ts'

/** Files that were announced or begun and are not there. */
export interface MissingFiles {
  /**
   * - `MANIFEST_ALONE`: a manifest lies there without any of its files;
   * - `MANIFEST_INCOMPLETE`: it names more files than are there;
   * - `EMPTY_FOLDER`: a folder without any file;
   * - `FOLDER_NOT_FILE`: an empty folder with the name of an extract.
   */
  readonly code: 'MANIFEST_ALONE' | 'MANIFEST_INCOMPLETE' | 'EMPTY_FOLDER' | 'FOLDER_NOT_FILE'
  readonly folder: string
  readonly register: RegisterName | null
  readonly period: Coverage | null
  readonly sentAt: string | null
  /** Those that are missing, as the manifest names them. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
}

interface Looking {
  /** The folder of all deliveries. */
  readonly within: string
  readonly jurisdiction: Jurisdiction
  readonly names: FileNames
}

/** What is missing in folders, of those that nobody has written into for an hour: the others may still be arriving. */
export function missingIn(folders: readonly ListedFolder[], looking: Looking): readonly MissingFiles[] {
  return folders.flatMap((folder) => {
    if (!folder.hasManifest && (!folder.isEmpty || folder.path === looking.within)) return []
    const found = folder.hasManifest ? announced(folder, looking) : withoutFiles(folder.path, looking)
    return found === undefined || mayStillArrive(folder) ? [] : [found]
  })
}

function withoutFiles(folder: string, { jurisdiction }: Looking): MissingFiles {
  const isNamedLikeFile = plainName(folder) !== basename(folder) && contractIn(folder, jurisdiction) !== undefined
  const code = isNamedLikeFile ? 'FOLDER_NOT_FILE' : 'EMPTY_FOLDER'
  return { ...nothingKnown, code, folder, register: registerOfFile(folder, jurisdiction) ?? null }
}

const nothingKnown = { register: null, period: null, sentAt: null, files: [] } as const

function announced({ path, isEmpty }: ListedFolder, { within, jurisdiction, names }: Looking) {
  const manifest = manifestIn(path, within, jurisdiction)
  // What is wrong with a manifest is said of the files beside it, where there are any.
  if (manifest === undefined)
    return isEmpty ? ({ ...nothingKnown, code: 'MANIFEST_ALONE', folder: path } as const) : undefined
  const { register, period, sent_at: sentAt = null } = manifest
  const missing = manifest.files.filter(({ name }) => !existsSync(join(path, name)))
  if (missing.length === 0) return undefined
  const code = missing.length === manifest.files.length ? 'MANIFEST_ALONE' : 'MANIFEST_INCOMPLETE'
  const files = missing.map(({ name, sha256 }) => ({ name: speakable(names, name), sha256 }))
  return { code, folder: path, register, period, sentAt, files } as const
}

function manifestIn(folder: string, within: string, jurisdiction: Jurisdiction): DeliveryManifest | undefined {
  try {
    return readManifest(folder, within, jurisdiction)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

const hour = 3_600_000

/** A sender may still be at it. The time of a change counts, which programs of transfers do not set back as they do the time of writing. */
function mayStillArrive({ path, entries }: ListedFolder): boolean {
  return [path, ...entries.map((name) => join(path, name))].some((one) => {
    const stats = lstatSync(one, { throwIfNoEntry: false })
    return stats !== undefined && Math.abs(Date.now() - stats.ctimeMs) < hour
  })
}
