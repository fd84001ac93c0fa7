import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { flushAll } from '#foundation'
import type { Delivery, LocalCopy } from '#ingest'

/** An extract and its private copy. */
export interface Original {
  readonly delivery: Pick<Delivery, 'path'>
  readonly intake: Pick<LocalCopy, 'path' | 'sha256' | 'version'>
}

/**
 * Moves the private copies of extracts into the archive, under their content hashes, out of everything that is served. The disk is
 * waited for once for all of them: first for what they hold, then for their names.
 */
export async function archiveOriginals(home: string, originals: readonly Original[]): Promise<void> {
  const moves = originals.flatMap(({ delivery, intake: { path, sha256 } }) => {
    const target = join(home, 'archive', sha256.slice(0, 2), sha256, basename(delivery.path))
    return existsSync(target) ? [] : [{ path, target }]
  })
  await flushAll(moves.map(({ path }) => path))
  for (const { path, target } of moves) {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    renameSync(path, target)
  }
  await flushAll([...new Set(moves.map(({ target }) => dirname(target)))])
}

/** Where the archive has the original of a file, under its own name or under that of an equal one. */
export function archivedOriginal(
  home: string,
  { sha256, file }: { readonly sha256: string; readonly file: string },
): string | undefined {
  const folder = join(home, 'archive', sha256.slice(0, 2), sha256)
  const names = existsSync(folder) ? readdirSync(folder) : []
  const name = names.find((one) => one === file) ?? names[0]
  return name === undefined ? undefined : join(folder, name)
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
