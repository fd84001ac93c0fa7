import { existsSync, mkdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path'

/** What a backup or a restore has created so far, so that nothing remains of one that fails. */
export class Trail {
  readonly #files: string[] = []
  readonly #folders: string[] = []

  /** Makes a folder with all above it, where they are not there. */
  folder(path: string): void {
    if (existsSync(path)) return
    this.folder(dirname(path))
    mkdirSync(path, { mode: 0o700 })
    this.#folders.push(path)
  }

  /** Remembers a file that is about to be created. */
  file(path: string): void {
    this.#files.push(path)
  }

  /** What was created so far stays: it is finished. */
  commit(): void {
    this.#files.length = 0
    this.#folders.length = 0
  }

  /** Removes everything again, as far as the disk allows: whoever calls has an error already. */
  undo(): void {
    for (const path of this.#files.reverse()) quietly(() => unlinkSync(path))
    for (const path of this.#folders.reverse()) quietly(() => rmdirSync(path))
  }
}

function quietly(remove: () => void): void {
  try {
    remove()
  } catch {
    // It is gone, or the disk is; the error that led here says more.
  }
}
