import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { flush, renameDurably } from '#foundation'
import type { QuarantineFile } from '#ingest'

/** What a run changes in the quarantine of the home. Nothing moves before the generation it belongs to is published. */
export class QuarantineMoves {
  /** Where the run leaves rows that it sets aside. */
  readonly folder: string
  readonly #home: string
  readonly #touched = new Map<string, { readonly register: string; readonly sha256: string }>()

  constructor(home: string, runFolder: string) {
    this.#home = home
    this.folder = join(runFolder, 'quarantine')
  }

  /** Notes that the run judged rows of this extract. */
  touch({ register, sha256 }: Pick<QuarantineFile, 'register' | 'sha256'>): void {
    this.#touched.set(`${register}/${sha256}`, { register, sha256 })
  }

  /** Puts what the run left in place of what was there; what left nothing behind is gone from quarantine. */
  carryOut(): void {
    for (const { register, sha256 } of this.#touched.values()) {
      const name = join(register, `${sha256}.parquet`)
      const [left, kept] = [join(this.folder, name), join(this.#home, 'quarantine', name)]
      if (existsSync(left)) {
        mkdirSync(dirname(kept), { recursive: true, mode: 0o700 })
        flush(left)
        renameDurably(left, kept)
      } else rmSync(kept, { force: true })
    }
    this.#touched.clear()
  }
}
