import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { printable, Refusal } from '#foundation'
import { copyAndHash, type Delivery, type LocalCopy } from '#ingest'
import type { Stopwatch } from './stopwatch.ts'

interface Surroundings {
  /** Private folder of the run. */
  readonly folder: string
  readonly watch: Stopwatch
  readonly progress?: ((message: string, share: number) => void) | undefined
}

/** Copies the deliveries of a run one after another, and says which share of their bytes has come. */
export class Arriving {
  readonly #around: Surroundings
  readonly #sizes: readonly number[]
  readonly #bytes: number
  #copied = { files: 0, bytes: 0 }

  constructor(deliveries: readonly Delivery[], around: Surroundings) {
    this.#around = around
    this.#sizes = deliveries.map(({ path }) => statSync(path, { throwIfNoEntry: false })?.size ?? 0)
    this.#bytes = this.#sizes.reduce((sum, size) => sum + size, 0)
  }

  /** The private copy of the next delivery, or why there is none. */
  async copy({ path, within }: Delivery): Promise<LocalCopy | Refusal> {
    const { folder, watch, progress } = this.#around
    const { files, bytes } = this.#copied
    progress?.(
      `file ${files + 1} of ${this.#sizes.length}: ${printable(basename(path))}`,
      bytes / Math.max(1, this.#bytes),
    )
    this.#copied = { files: files + 1, bytes: bytes + (this.#sizes[files] ?? 0) }
    try {
      return await watch.time('copy', () => copyAndHash(path, join(folder, `extract-${files}`), within))
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    }
  }
}

/** So many files are copied before their rows are read. */
const maxCopied = 100

/** Deliveries that follow one another, of one register each. */
export function partedByRegister(deliveries: readonly Delivery[]): readonly (readonly Delivery[])[] {
  const parts: Delivery[][] = []
  for (const delivery of deliveries) {
    const last = parts.at(-1)
    const isSame = last?.[0]?.contract.register === delivery.contract.register
    if (last !== undefined && isSame && last.length < maxCopied) last.push(delivery)
    else parts.push([delivery])
  }
  return parts
}
