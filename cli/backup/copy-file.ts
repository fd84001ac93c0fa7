import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs'
import { type OpenFile, openPlainFile, Refusal, systemErrorCode } from '#foundation'

const chunkBytes = 1 << 20
const chunk = Buffer.alloc(chunkBytes)

/** Of the bytes that were read: a file to which others write may be longer by now. */
export interface FileContent {
  readonly size: number
  /** 64 hexadecimal digits. */
  readonly sha256: string
}

/** Reads a regular file once. @throws {@link Refusal} `NOT_A_PLAIN_FILE`, `UNREADABLE_FILE`; other errors of the system pass */
export function hashFile(path: string): FileContent {
  const source = readable(path, (file) => openPlainFile(file))
  try {
    return readThrough(path, source, () => {})
  } finally {
    source.close()
  }
}

/**
 * Copies a regular file to a new one, for its owner alone.
 *
 * @param onCreated - called as soon as the new one is there
 * @throws {@link Refusal} as {@link hashFile}; `EEXIST` and errors of the disk pass
 */
export function copyFile(from: string, to: string, onCreated: () => void): FileContent {
  const source = readable(from, (file) => openPlainFile(file))
  let target: number | undefined
  try {
    const handle = openSync(to, 'wx', 0o600)
    target = handle
    onCreated()
    return readThrough(from, source, (part) => writeFileSync(handle, part))
  } finally {
    source.close()
    if (target !== undefined) closeSync(target)
  }
}

function readThrough(path: string, { handle }: OpenFile, write: (part: Buffer) => void): FileContent {
  const hash = createHash('sha256')
  let size = 0
  for (;;) {
    const read = readable(path, () => readSync(handle, chunk))
    if (read === 0) return { size, sha256: hash.digest('hex') }
    const part = chunk.subarray(0, read)
    hash.update(part)
    write(part)
    size += read
  }
}

/** @throws {@link Refusal} `UNREADABLE_FILE` where this user may not read, or the disk fails */
export function readable<T>(file: string, read: (path: string) => T): T {
  try {
    return read(file)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EIO'].includes(systemErrorCode(error) ?? '')) throw error
    const advice = 'This cannot be read. Run as the user of the home, and check the disk and the permissions.'
    throw new Refusal('UNREADABLE_FILE', advice, { file }, { cause: error })
  }
}
