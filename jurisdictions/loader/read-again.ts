import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn, packagePath, renamedKeysTold } from '#foundation'

interface Remembered<T> {
  readonly state: string
  readonly value: T
}

/** One process serves one jurisdiction, and may try a few others. */
const maxFolders = 8

/** Keeps what was read of a folder as long as its files, and those in common, are the same: checking them takes much longer than reading. */
export class ReadAgain<T> {
  readonly #remembered = new Map<string, Remembered<T>>()

  /** What `read` makes of a folder. Where keys have former names it is read each time, so that everybody is told of them. */
  of(folder: string, read: () => T): T {
    const state = stateOf([folder, packagePath('jurisdictions', 'common')])
    const before = this.#remembered.get(folder)
    if (before?.state === state) return before.value
    const renamesBefore = renamedKeysTold()
    const value = read()
    this.#remembered.delete(folder)
    if (renamedKeysTold() === renamesBefore) this.#keep(folder, { state, value })
    return value
  }

  #keep(folder: string, one: Remembered<T>): void {
    const [oldest] = this.#remembered.keys()
    if (oldest !== undefined && this.#remembered.size >= maxFolders) this.#remembered.delete(oldest)
    this.#remembered.set(folder, one)
  }
}

function stateOf(folders: readonly string[]): string {
  const hash = createHash('sha256')
  for (const folder of folders)
    for (const name of filesIn(folder)) {
      const bytes = readFileSync(join(folder, name))
      hash.update(`${name.length} ${name} ${bytes.length} `).update(bytes)
    }
  return hash.digest('hex')
}
