import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { flush, renameDurably, systemErrorCode } from '#foundation'
import type { LocalCopy } from '#ingest'

/** Moves the private copy of an extract into the archive, under its content hash, out of everything that is served. */
export function archiveOriginal(home: string, path: string, { path: copy, sha256 }: LocalCopy): void {
  const folder = join(home, 'archive', sha256.slice(0, 2), sha256)
  const target = join(folder, basename(path))
  if (existsSync(target)) return
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  flush(copy)
  renameDurably(copy, target)
}

/**
 * Takes a file that is in the archive out of the incoming folder, with its manifest and folder when it was the last. A
 * file that was written again meanwhile stays: it is another delivery.
 *
 * @returns `false` when the folder does not allow it: the file stays and will be recognised by its hash
 */
export function clearIncoming(incoming: string, path: string, intake: LocalCopy): boolean {
  try {
    if (!intake.sourceUnchanged()) return false
    unlinkSync(path)
    clearFolder(incoming, dirname(path))
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(systemErrorCode(error) ?? '')) return false
    throw error
  }
}

/** Removes the originals that were archived more than `days` ago. @returns how many */
export function removeOldOriginals(home: string, days: number, now: Date): number {
  const archive = join(home, 'archive')
  if (!existsSync(archive)) return 0
  const oldest = now.getTime() - days * 86_400_000
  const old = readdirSync(archive)
    .filter((start) => /^[0-9a-f]{2}$/.test(start))
    .flatMap((start) => readdirSync(join(archive, start)).map((sha256) => join(archive, start, sha256)))
    .filter((folder) => statSync(folder).mtimeMs < oldest)
  for (const folder of old) rmSync(folder, { recursive: true })
  return old.length
}

function clearFolder(incoming: string, folder: string): void {
  const left = readdirSync(folder)
  if (left.length > 1 || (left.length === 1 && left[0] !== 'manifest.json')) return
  for (const name of left) unlinkSync(join(folder, name))
  if (folder !== incoming) rmdirSync(folder)
}
