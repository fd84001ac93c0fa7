import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { flushFolder, Refusal, renameDurably } from '#foundation'

/**
 * Refuses a place where something is already.
 *
 * @throws {@link Refusal} `NOT_EMPTY`
 */
export function requireEmptyPlace(folder: string): void {
  if (!existsSync(folder)) return
  if (statSync(folder).isDirectory() && readdirSync(folder).length === 0) return
  const advice = 'Something is here already, and nothing is overwritten. Name another folder with --out.'
  throw new Refusal('NOT_EMPTY', advice, { file: folder })
}

/**
 * Writes files into a folder that is there whole or not at all.
 *
 * @param files - texts by their paths inside the folder
 * @throws {@link Refusal} `NOT_EMPTY` where something came into its place meanwhile
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  const draft = `${folder}.${process.pid}.new`
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(draft, path)), { recursive: true })
      writeFileSync(join(draft, path), text, { flag: 'wx' })
    }
    for (const inside of new Set([...files.keys()].map((path) => dirname(path))))
      if (inside !== '.') flushFolder(join(draft, inside))
    requireEmptyPlace(folder)
    renameDurably(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}
