import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { notPlain, Refusal, systemErrorCode } from '#foundation'
import type { FileNames } from '../personal/somebody.ts'
import { isSystemFile } from '../read/system-files.ts'

/** The files of a folder, and what is in the way. */
export interface Listing {
  readonly files: readonly string[]
  readonly refusals: readonly Refusal[]
  /** Files and folders of systems and transfers. */
  readonly skipped: readonly string[]
  /** The folders that were looked at as a whole. */
  readonly folders: readonly ListedFolder[]
}

/** One folder, as it was found. */
export interface ListedFolder {
  readonly path: string
  readonly hasManifest: boolean
  /** Whether nothing lies there but a manifest and files of systems and transfers. */
  readonly isEmpty: boolean
  /** The names of all that lies there. */
  readonly entries: readonly string[]
}

/** Whether files are to be looked for inside. A link to a folder is followed only where somebody names it. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** The files in a folder and in its folders. @throws {@link Refusal} `UNREADABLE_FOLDER` */
export function listFiles(folder: string, names: FileNames): Listing {
  return among(folder, list(folder), { isMeant: anything, names })
}

const anything = () => true

/** One file, as it would be found in its folder. @throws {@link Refusal} `NO_SUCH_FILE`, `UNREADABLE_FOLDER` */
export function oneFile(path: string, names: FileNames): Listing {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) {
    const advice = 'There is no such file or folder. Check the path.'
    throw new Refusal('NO_SUCH_FILE', advice, {
      file: names.classIn(basename(path)) === undefined ? path : dirname(path),
    })
  }
  return among(dirname(path), list(dirname(path)), {
    isMeant: (name) => name === basename(path),
    names,
  })
}

interface Looking {
  readonly isMeant: (name: string) => boolean
  readonly names: FileNames
}

function among(folder: string, listed: readonly Dirent[], looking: Looking): Listing {
  const left: LeftFiles = { refusals: [], skipped: [], folders: [] }
  return { files: filesOf(folder, listed, looking, left), ...left }
}

interface LeftFiles {
  readonly refusals: Refusal[]
  readonly skipped: string[]
  readonly folders: ListedFolder[]
}

const manifestName = 'manifest.json'

function filesOf(
  folder: string,
  listed: readonly Dirent[],
  { isMeant, names }: Looking,
  left: LeftFiles,
): readonly string[] {
  const entries = listed.filter(({ name }) => !isSystemFile(name) && name !== manifestName)
  const systems = listed.filter(({ name }) => isSystemFile(name) && isMeant(name))
  left.skipped.push(...systems.map(({ name }) => join(folder, speakable(names, name))))
  if (isMeant === anything) left.folders.push(listedFolder(folder, listed, entries))
  return entries.flatMap((entry, index) => {
    const path = join(folder, entry.name)
    if (!isMeant(entry.name)) return []
    try {
      requirePlain(names, entry, { index, folder })
      return entry.isDirectory() ? filesOf(path, list(path), { isMeant: anything, names }, left) : [path]
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      left.refusals.push(error)
      return []
    }
  })
}

function listedFolder(path: string, listed: readonly Dirent[], files: readonly Dirent[]): ListedFolder {
  const entries = listed.map(({ name }) => name)
  return { path, hasManifest: entries.includes(manifestName), isEmpty: files.length === 0, entries }
}

/** A name that can be repeated. An office program locks a file under the file's name, which may say who is inside. */
export function speakable(names: FileNames, name: string): string {
  return names.classIn(name) === undefined ? name : `${name.slice(0, 2)}…`
}

/** What is no plain file is not followed; a name that says who is in the file is not repeated. */
function requirePlain(names: FileNames, entry: Dirent, { index, folder }: { index: number; folder: string }): void {
  const code = names.classIn(entry.name)
  if (code !== undefined) {
    const advice = `The name of entry ${index + 1} of this folder contains personal data (${code}). Give it a name without, and inform the sender.`
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
