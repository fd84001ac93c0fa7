import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { flushAll, readState, renameDurably, writeDurably } from '#foundation'
import type { QuarantineFile } from '#ingest'

const judgedSchema = z.array(z.object({ register: z.string(), sha256: z.string(), leavesRows: z.boolean() }))

/** What a run changes in the quarantine of the home. Nothing moves before the generation it belongs to is published. */
export class QuarantineTransaction {
  /** Where the run leaves rows that it sets aside. */
  readonly folder: string
  readonly #staged = new Map<string, { readonly register: string; readonly sha256: string }>()

  constructor(runFolder: string) {
    this.folder = join(runFolder, 'quarantine')
  }

  /** Notes that the run judged rows of this extract. */
  stage({ register, sha256 }: Pick<QuarantineFile, 'register' | 'sha256'>): void {
    this.#staged.set(`${register}/${sha256}`, { register, sha256 })
  }

  /** Writes down which extracts were judged, and waits for the disk: afterwards any process can do {@link commitQuarantine}. */
  async close(): Promise<void> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 })
    const judged = [...this.#staged.values()].map((extract) => ({
      ...extract,
      leavesRows: existsSync(rowsIn(this.folder, extract)),
    }))
    const withRows = judged.filter(({ leavesRows }) => leavesRows).map((extract) => rowsIn(this.folder, extract))
    await flushAll([...withRows, ...new Set(withRows.map((path) => dirname(path)))])
    writeDurably(judgedIn(this.folder), JSON.stringify(judged))
  }
}

/**
 * Puts what a run left in place of what was there; what left nothing behind is gone from quarantine. It may be begun again
 * after it was stopped; without its list it was done, and its folder was being removed.
 */
export function commitQuarantine(home: string, folder: string): void {
  if (!existsSync(judgedIn(folder))) return
  for (const { leavesRows, ...extract } of readState(judgedIn(folder), judgedSchema)) {
    const [staged, published] = [rowsIn(folder, extract), rowsIn(join(home, 'quarantine'), extract)]
    if (!leavesRows) rmSync(published, { force: true })
    else if (existsSync(staged)) {
      mkdirSync(dirname(published), { recursive: true, mode: 0o700 })
      renameDurably(staged, published)
    }
  }
}

function judgedIn(folder: string): string {
  return join(folder, 'judged.json')
}

function rowsIn(folder: string, { register, sha256 }: Pick<QuarantineFile, 'register' | 'sha256'>): string {
  return join(folder, register, `${sha256}.parquet`)
}
