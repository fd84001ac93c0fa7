import { chmodSync, type Dirent, lstatSync, readdirSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'
import { systemErrorCode } from './refusal/refusal.ts'

const forOthers = 0o077
const [privateFile, privateFolder] = [0o600, 0o700]

/** What files and folders are created with while no other user of the machine may read them. */
export const privateUmask = forOthers

/** Names are bytes: a sender's need not be text. */
interface Found {
  readonly path: Buffer
  readonly isFolder: boolean
}

/** Files and folders, the given one included, that other users of the machine may read or change. */
export function openToOthers(folder: string): readonly string[] {
  return allOpen(folder).map(({ path }) => path.toString())
}

/**
 * Shuts a folder and everything in it to other users. Links are left alone: what they point to is not part of it.
 *
 * @returns what was open before, and of it what belongs to somebody else and stayed open
 */
export function makePrivate(folder: string): { readonly found: number; readonly left: readonly string[] } {
  const open = allOpen(folder)
  return { found: open.length, left: open.filter((one) => !shut(one)).map(({ path }) => path.toString()) }
}

function allOpen(folder: string): readonly Found[] {
  if (process.platform === 'win32') return []
  const root = { path: Buffer.from(realpathSync(folder)), isFolder: true }
  return [root, ...everythingIn(root.path)].filter(({ path }) => ((modeOf(path) ?? 0) & forOthers) !== 0)
}

function shut({ path, isFolder }: Found): boolean {
  try {
    chmodSync(path, isFolder ? privateFolder : privateFile)
    return true
  } catch (error) {
    if (['EPERM', 'EROFS', 'ENOENT'].includes(systemErrorCode(error) ?? '')) return false
    throw error
  }
}

function everythingIn(folder: Buffer): readonly Found[] {
  return entriesOf(folder).flatMap((entry): readonly Found[] => {
    const path = Buffer.concat([folder, Buffer.from(sep), entry.name])
    if (entry.isDirectory()) return [{ path, isFolder: true }, ...everythingIn(path)]
    return entry.isFile() ? [{ path, isFolder: false }] : []
  })
}

function entriesOf(folder: Buffer): readonly Dirent<Buffer>[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
  } catch (error) {
    if (isBeyondReach(error)) return []
    throw error
  }
}

/** `undefined` for what went away meanwhile, or cannot be named. */
function modeOf(path: Buffer): number | undefined {
  try {
    return lstatSync(path).mode
  } catch (error) {
    if (isBeyondReach(error)) return undefined
    throw error
  }
}

/** What went away, what this user may not read, and what lies too deep to be named. */
function isBeyondReach(error: unknown): boolean {
  return ['ENOENT', 'EACCES', 'ENAMETOOLONG'].includes(systemErrorCode(error) ?? '')
}
