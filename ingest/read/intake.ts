import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, type Stats, statSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Refusal, systemErrorCode } from '#foundation'
import { tap } from './tap.ts'

/** A private copy of an extract as it arrived: what was hashed is what is read, screened and archived. */
export interface Intake {
  readonly path: string
  /** SHA-256 of the file as it arrived. */
  readonly sha256: string
  readonly bytes: number
  /** Tells whether the file where it came from is still the one that was copied. */
  isStillThere(): boolean
}

/** Pieces in which an extract is copied: small ones cost more than the copying. */
const large = { highWaterMark: 2 ** 20 }

/**
 * Copies an extract to `target` and hashes it on the way.
 *
 * @throws {@link Refusal} `UNREADABLE_FILE`, `EMPTY_FILE`, `FILE_CHANGES` when somebody writes to it meanwhile; disk errors pass
 */
export async function copyIn(path: string, target: string): Promise<Intake> {
  const hash = createHash('sha256')
  let bytes = 0
  const look = tap((chunk) => {
    hash.update(chunk)
    bytes += chunk.length
  })
  const before = statOf(path)
  try {
    await pipeline(createReadStream(path, large), look, createWriteStream(target, { ...large, mode: 0o600 }))
  } catch (error) {
    throw refusalFor(error, path)
  }
  if (bytes === 0) throw new Refusal('EMPTY_FILE', 'The file is empty. Send the extract again.', { file: path })
  requireUnchanged(before, path, bytes)
  return { path: target, sha256: hash.digest('hex'), bytes, isStillThere: () => isSame(before, path, bytes) }
}

function statOf(path: string): Stats {
  try {
    return statSync(path)
  } catch (error) {
    throw refusalFor(error, path)
  }
}

function isSame(before: Stats, path: string, bytes: number): boolean {
  const now = statSync(path, { throwIfNoEntry: false })
  return now !== undefined && now.ino === before.ino && now.mtimeMs === before.mtimeMs && now.size === bytes
}

function requireUnchanged(before: Stats, file: string, bytes: number): void {
  if (isSame(before, file, bytes)) return
  const advice =
    'The file changed while it was read: its transfer is not finished. Send it under another name and rename it at the end.'
  throw new Refusal('FILE_CHANGES', advice, { file })
}

const advice: Readonly<Record<string, string>> = {
  EACCES: 'The file cannot be read. Check its permissions.',
  ENOENT: 'The file is no longer there. Send it again.',
  EISDIR: 'A file was expected, this is a folder.',
}

function refusalFor(error: unknown, file: string): unknown {
  const known = advice[systemErrorCode(error) ?? '']
  return known === undefined ? error : new Refusal('UNREADABLE_FILE', known, { file }, { cause: error })
}
