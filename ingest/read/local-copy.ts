import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, fstatSync, lstatSync, type Stats } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { type OpenFile, openPlainFile, Refusal, systemErrorCode } from '#foundation'
import { piecesOf } from './first-bytes.ts'
import { tap } from './tap.ts'

/** A private copy of an extract as it arrived: what was hashed is what is read, screened and archived. */
export interface LocalCopy {
  readonly path: string
  /** SHA-256 of the file as it arrived. */
  readonly sha256: string
  readonly bytes: number
  /** What the file was where it came from, for {@link isVersionAt}. */
  readonly version: FileVersion
}

/** What a file system says of a file. It changes when the file is written again or replaced. */
export type FileVersion = Readonly<Pick<Stats, 'dev' | 'ino' | 'mtimeMs' | 'size'>>

/** The version of the file of a name, where there is one. */
export function versionAt(path: string): FileVersion | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  return stats && versionOf(stats)
}

/** Whether the file of a name is still that version. */
export function isVersionAt(version: FileVersion, path: string): boolean {
  const now = versionAt(path)
  return now !== undefined && isSame(version, now)
}

function versionOf({ dev, ino, mtimeMs, size }: Stats): FileVersion {
  return { dev, ino, mtimeMs, size }
}

/** As much as an extract may unpack to. */
const maxBytes = 64 * 2 ** 30

/**
 * Copies an extract to `target` and hashes it on the way. Not a byte more is read than the file had when it was opened.
 *
 * @param folder - in which the extract has to lie, by default the folder that its path names
 * @throws {@link Refusal} `UNREADABLE_FILE`, `NOT_A_PLAIN_FILE`, `EMPTY_FILE`, `TOO_LARGE`, `FILE_CHANGES` when somebody
 *   writes to it meanwhile; disk errors pass
 */
export async function copyAndHash(path: string, target: string, folder?: string): Promise<LocalCopy> {
  const { handle, stats, close } = open(path, folder)
  try {
    if (stats.size === 0) throw new Refusal('EMPTY_FILE', 'The file is empty. Send the extract again.', { file: path })
    if (stats.size > maxBytes)
      throw new Refusal('TOO_LARGE', 'The file has more than 64 GiB. Send it in parts.', { file: path })
    const hash = createHash('sha256')
    const look = tap((chunk) => hash.update(chunk))
    const pieces = piecesOf(stats.size)
    const source = createReadStream(path, { ...pieces, fd: handle, autoClose: false, start: 0, end: stats.size - 1 })
    await pipeline(source, look, createWriteStream(target, { ...pieces, mode: 0o600 }))
    if (!isSame(stats, fstatSync(handle)) || !isVersionAt(stats, path)) throw changes(path)
    return { path: target, sha256: hash.digest('hex'), bytes: stats.size, version: versionOf(stats) }
  } catch (error) {
    throw refusalFor(error, path)
  } finally {
    close()
  }
}

function open(path: string, folder: string | undefined): OpenFile {
  try {
    return openPlainFile(path, folder)
  } catch (error) {
    throw refusalFor(error, path)
  }
}

function isSame(one: FileVersion, other: FileVersion): boolean {
  return one.dev === other.dev && one.ino === other.ino && one.mtimeMs === other.mtimeMs && one.size === other.size
}

function changes(file: string): Refusal {
  const advice =
    'The file changed while it was read: its transfer is not finished. Send it under another name and rename it at the end.'
  return new Refusal('FILE_CHANGES', advice, { file })
}

const advice: Readonly<Record<string, string>> = {
  EACCES: 'The file cannot be read. Check its permissions.',
  ENOENT: 'The file is no longer there. Send it again.',
}

/** The system lists such a name with signs for its bytes, and knows no file of that name. */
const otherName = 'The name of the file is not UTF-8 text, so the file cannot be opened. Give it another name.'

function refusalFor(error: unknown, file: string): unknown {
  const known = file.includes('\ufffd') ? otherName : advice[systemErrorCode(error) ?? '']
  return known === undefined ? error : new Refusal('UNREADABLE_FILE', known, { file }, { cause: error })
}
