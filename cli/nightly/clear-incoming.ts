import { existsSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { readState, systemErrorCode, writeDurably } from '#foundation'
import { type FileVersion, isVersionAt, versionAt } from '#ingest'
import type { Original } from './archive.ts'

const versionSchema = z.object({ dev: z.number(), ino: z.number(), mtimeMs: z.number(), size: z.number() })
const takenSchema = z.object({
  incoming: z.string(),
  files: z.array(z.object({ path: z.string(), version: versionSchema, manifest: versionSchema.nullable() })),
})
const takenFile = 'taken.json'

/** A file that was taken in, and the manifest that lay beside it. */
interface TakenFile {
  readonly path: string
  readonly version: FileVersion
  readonly manifest: FileVersion | null
}

/** Writes down what is to leave the incoming folder, so that any later process can do {@link clearTaken}. */
export function writeTaken(folder: string, incoming: string, originals: readonly Original[]): void {
  const files = originals.map(({ delivery: { path }, intake: { version } }): TakenFile => {
    return { path, version, manifest: versionAt(manifestBeside(path)) ?? null }
  })
  writeDurably(join(folder, takenFile), JSON.stringify({ incoming, files }))
}

/** Takes what {@link writeTaken} wrote down out of the incoming folder. It may be begun again after it was stopped. */
export function clearTaken(folder: string): void {
  const path = join(folder, takenFile)
  if (!existsSync(path)) return
  const { incoming, files } = readState(path, takenSchema)
  for (const file of files) clearIncoming(incoming, file)
}

/**
 * Takes a file that is in the archive out of the incoming folder, with its manifest and folder when it was the last. What was
 * written again meanwhile stays: it is another delivery. So does what the folder does not allow to be removed; it will be
 * recognised by its hash.
 */
function clearIncoming(incoming: string, { path, version, manifest }: TakenFile): void {
  asFarAsAllowed(() => {
    if (isVersionAt(version, path)) unlinkSync(path)
    else if (existsSync(path)) return
    if (isOwn(manifest, path)) clearFolder(incoming, dirname(path))
  })
}

/** Whether a file that was taken in still lies in the incoming folder, as it was. */
export function staysInIncoming(originals: readonly Original[]): boolean {
  return originals.some(({ delivery: { path }, intake: { version } }) => isVersionAt(version, path))
}

/** Removes a manifest whose files were taken in, with its folder when nothing else lies there. */
export function clearManifest(incoming: string, folder: string): void {
  asFarAsAllowed(() => clearFolder(incoming, folder))
}

function asFarAsAllowed(remove: () => void): void {
  try {
    remove()
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(systemErrorCode(error) ?? '')) throw error
  }
}

/** Whether the manifest beside a file is the one that was read, or is gone. */
function isOwn(manifest: FileVersion | null, path: string): boolean {
  const beside = manifestBeside(path)
  return !existsSync(beside) || (manifest !== null && isVersionAt(manifest, beside))
}

function clearFolder(incoming: string, folder: string): void {
  const left = readdirSync(folder)
  if (left.length > 1 || (left.length === 1 && left[0] !== 'manifest.json')) return
  for (const name of left) unlinkSync(join(folder, name))
  if (folder !== incoming) rmdirSync(folder)
}

function manifestBeside(path: string): string {
  return join(dirname(path), 'manifest.json')
}
