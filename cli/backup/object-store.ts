import { closeSync, existsSync, fsyncSync, lstatSync, openSync, renameSync, unlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { flushAll, systemErrorCode } from '#foundation'
import { hasObject, objectPath, objectsFolder } from './backup-folder.ts'
import { copyFile, type FileContent } from './copy-file.ts'
import type { Trail } from './trail.ts'

/** So many files, or bytes, are written before the disk is waited for. */
const [maxFiles, maxBytes] = [256, 256 * 2 ** 20]

interface Draft {
  readonly draft: string
  readonly target: string
  readonly size: number
}

/** Writes contents under their hashes. One that has its name is whole on the disk, whenever the process is killed. */
export class ObjectStore {
  readonly #folder: string
  readonly #trail: Trail
  readonly #damaged: ReadonlySet<string>
  readonly #touched = new Set<string>()
  #drafts: Draft[] = []
  #count = 0
  /** Bytes that were not there before. */
  added = 0

  /** @param damaged - names of contents that are there and are to be written again */
  constructor(folder: string, trail: Trail, damaged: ReadonlySet<string> = new Set()) {
    this.#folder = folder
    this.#trail = trail
    this.#damaged = damaged
    trail.folder(join(folder, objectsFolder))
  }

  /** Whether a content is there, as far as is known. */
  has(content: FileContent): boolean {
    return hasObject(this.#folder, content) && !this.#damaged.has(content.sha256)
  }

  /** Stores what a file contains now. */
  async add(path: string): Promise<FileContent> {
    const draft = join(this.#folder, objectsFolder, `${this.#count++}.${process.pid}.new`)
    const content = copyFile(path, draft, () => this.#trail.file(draft))
    const target = objectPath(this.#folder, content.sha256)
    if (this.has(content) || this.#drafts.some((one) => one.target === target)) unlinkSync(draft)
    else this.#drafts.push({ draft, target, size: content.size })
    if (this.#drafts.length >= maxFiles || sizeOf(this.#drafts) >= maxBytes) await this.#nameDrafts()
    return content
  }

  /** Returns when everything is on the disk. */
  async finish(): Promise<void> {
    await this.#nameDrafts()
    for (const folder of this.#touched) flushNames(folder)
    flushNames(join(this.#folder, objectsFolder))
  }

  async #nameDrafts(): Promise<void> {
    const drafts = this.#drafts
    this.#drafts = []
    await flushAll(drafts.map(({ draft }) => draft))
    for (const { draft, target, size } of drafts) {
      this.#trail.folder(dirname(target))
      // One that is there is damaged and belongs to earlier backups, which this mends.
      if (lstatSync(target, { throwIfNoEntry: false }) === undefined) this.#trail.file(target)
      renameSync(draft, target)
      this.#touched.add(dirname(target))
      this.added += size
    }
  }
}

function sizeOf(drafts: readonly Draft[]): number {
  return drafts.reduce((sum, { size }) => sum + size, 0)
}

/** Forces the names in a folder onto the disk, where its file system can do that. */
export function flushNames(folder: string): void {
  if (!existsSync(folder)) return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EBADF'].includes(systemErrorCode(error) ?? '')) throw error
  } finally {
    closeSync(handle)
  }
}
