import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Writes a whole file so that after a crash at any moment either the old or the new content is there, and after an error the old.
 * Only its owner may read it.
 */
export function writeDurably(path: string, content: string | Uint8Array, mode = 0o600): void {
  const draft = `${path}.${process.pid}.new`
  try {
    writeFileSync(draft, content, { mode })
    flush(draft)
    renameDurably(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/**
 * Removes the drafts that {@link writeDurably} leaves in a folder when its process is killed. No other process may be writing there.
 *
 * @param file - the name of one file, whose drafts alone are removed
 */
export function removeDrafts(folder: string, file?: string): void {
  const names = existsSync(folder) ? readdirSync(folder) : []
  for (const name of names) {
    const of = /^(.+)\.\d+\.new$/.exec(name)?.[1]
    if (of !== undefined && (file === undefined || of === file)) unlinkSync(join(folder, name))
  }
}

/** Renames a file or folder and makes the new name survive a power cut. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to)
  flush(dirname(to))
}

/**
 * Forces one file, or the names in one folder, onto the disk. Never more than that: to open and close another file could
 * give up a lock that this process holds on it.
 */
export function flush(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** So many files are written to the disk at a time. */
const maxFlushed = 16

/** {@link flush} for many files and folders, several at a time, which a disk does in a fraction of the time. */
export async function flushAll(paths: readonly string[]): Promise<void> {
  for (let at = 0; at < paths.length; at += maxFlushed)
    await Promise.all(paths.slice(at, at + maxFlushed).map(flushOne))
}

async function flushOne(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Forces a folder with the files in it onto the disk. */
export function flushFolder(path: string): void {
  for (const name of readdirSync(path)) flush(join(path, name))
  flush(path)
}
