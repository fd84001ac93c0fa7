import { KeyTable } from './tables/key-table.ts'
import { type CellTable, type CubeDimension, type MarginalTable, marginKeys } from './tables/shape.ts'

/** Published less true in the margins of one family, over whatever cells were added. */
export class MarginErrors {
  readonly #table = new KeyTable()
  readonly #errors: number[] = []

  /** Adds cells; only margins in which something is true or published have an entry. */
  add(family: MarginalTable, dimensions: readonly CubeDimension[], cells: CellTable, published: Int32Array): void {
    const keys = marginKeys(family, dimensions, cells)
    for (let cell = 0; cell < keys.length; cell++) {
      const [shown, count] = [published[cell] as number, cells.counts[cell] as number]
      if (shown === 0 && count === 0) continue
      const margin = this.#table.add(keys[cell] as number)
      this.#errors[margin] = (this.#errors[margin] ?? 0) + shown - count
    }
  }

  /** The error of a margin, 0 where nothing was added. */
  of(key: number): number {
    const margin = this.#table.find(key)
    return margin === -1 ? 0 : (this.#errors[margin] as number)
  }

  /** Of all margins in which something is true or published. */
  all(): readonly number[] {
    return this.#errors
  }
}
