import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { flush, renameDurably } from '#foundation'
import type { QuarantineFile } from '#ingest'

/** What a run changes in the quarantine of the home. Nothing moves before the generation it belongs to is published. */
export class QuarantineTransaction {
  /** Where the run leaves rows that it sets aside. */
  readonly folder: string
  readonly #home: string
  readonly #staged = new Map<string, { readonly register: string; readonly sha256: string }>()

  constructor(home: string, runFolder: string) {
    this.#home = home
    this.folder = join(runFolder, 'quarantine')
  }

  /** Notes that the run judged rows of this extract. */
  stage({ register, sha256 }: Pick<QuarantineFile, 'register' | 'sha256'>): void {
    this.#staged.set(`${register}/${sha256}`, { register, sha256 })
  }

  /** Puts what the run left in place of what was there; what left nothing behind is gone from quarantine. */
  commit(): void {
    for (const { register, sha256 } of this.#staged.values()) {
      const name = join(register, `${sha256}.parquet`)
      const [staged, published] = [join(this.folder, name), join(this.#home, 'quarantine', name)]
      if (existsSync(staged)) {
        mkdirSync(dirname(published), { recursive: true, mode: 0o700 })
        flush(staged)
        renameDurably(staged, published)
      } else rmSync(published, { force: true })
    }
    this.#staged.clear()
  }
}
