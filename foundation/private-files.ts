import { chmodSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemErrorCode } from './refusal.ts'

const forOthers = 0o077
const [privateFile, privateFolder] = [0o600, 0o700]

/** What files and folders are created with while no other user of the machine may read them. */
export const privateUmask = forOthers

/** Files and folders, the given one included, that other users of the machine may read or change. */
export function openToOthers(folder: string): readonly string[] {
  if (process.platform === 'win32') return []
  return everythingIn(folder).filter((path) => ((modeOf(path) ?? 0) & forOthers) !== 0)
}

/**
 * Shuts a folder and everything in it to other users. Links are left alone: what they point to is not part of it.
 *
 * @returns what was open before, and of it what belongs to somebody else and stayed open
 */
export function makePrivate(folder: string): { readonly found: number; readonly left: readonly string[] } {
  const open = openToOthers(folder)
  return { found: open.length, left: open.filter((path) => !shut(path)) }
}

function shut(path: string): boolean {
  try {
    chmodSync(path, lstatSync(path).isDirectory() ? privateFolder : privateFile)
    return true
  } catch (error) {
    if (['EPERM', 'EROFS', 'ENOENT'].includes(systemErrorCode(error) ?? '')) return false
    throw error
  }
}

function everythingIn(folder: string): readonly string[] {
  const inside = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return everythingIn(path)
    return entry.isFile() ? [path] : []
  })
  return [folder, ...inside]
}

/** `undefined` for what went away meanwhile. */
function modeOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.mode
}
