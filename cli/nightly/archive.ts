import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { flush, systemErrorCode } from '#foundation'

/** Keeps the original of an extract under its content hash, out of everything that is served. */
export function keepOriginal(home: string, path: string, sha256: string): void {
  const folder = join(home, 'archive', sha256.slice(0, 2), sha256)
  const kept = join(folder, basename(path))
  if (existsSync(kept)) return
  mkdirSync(join(home, 'archive'), { recursive: true, mode: 0o700 })
  mkdirSync(folder, { recursive: true })
  const draft = `${kept}.new`
  copyFileSync(path, draft)
  flush(draft)
  renameSync(draft, kept)
}

/**
 * Takes a file that is in the archive out of the incoming folder, with its manifest and folder when it was the last.
 *
 * @returns `false` when the folder does not allow it: the file stays and will be recognised by its hash
 */
export function clearIncoming(incoming: string, path: string): boolean {
  try {
    unlinkSync(path)
    clearFolder(incoming, dirname(path))
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(systemErrorCode(error) ?? '')) return false
    throw error
  }
}

function clearFolder(incoming: string, folder: string): void {
  const left = readdirSync(folder)
  if (left.length > 1 || (left.length === 1 && left[0] !== 'manifest.json')) return
  for (const name of left) unlinkSync(join(folder, name))
  if (folder !== incoming) rmdirSync(folder)
}
