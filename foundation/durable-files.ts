import { closeSync, fsyncSync, openSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Writes a whole file so that after a crash at any moment either the old or the new content is there. */
export function writeDurably(path: string, content: string | Uint8Array, mode = 0o644): void {
  const draft = `${path}.${process.pid}.new`
  writeFileSync(draft, content, { mode })
  flush(draft)
  renameDurably(draft, path)
}

/** Renames a file or folder and makes the new name survive a power cut. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to)
  flush(dirname(to))
}

/** Forces a file, or a folder with everything in it, onto the disk. */
export function flush(path: string): void {
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) flush(join(path, name))
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
