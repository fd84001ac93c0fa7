import { KeyTable } from './tables/key-table.ts'
import { firstCells, MarginNumbers, marginSums, type NumberedMargins } from './tables/margin-numbers.ts'
import {
  type CubeDimension,
  errorsOf,
  joinBlocks,
  type MarginalTable,
  marginKeyAt,
  type RoundedBlock,
} from './tables/shape.ts'

/** Published less true in the margins of one family, over whatever blocks were added. */
class MarginErrors {
  readonly #table = new KeyTable()
  readonly #errors: number[] = []

  /** @param keyOf - the key of the margin of a cell */
  add(margins: NumberedMargins, errors: Int32Array, keyOf: (cell: number) => number): void {
    const cells = firstCells(margins)
    for (const [number, sum] of marginSums(margins, errors).entries()) {
      if (sum === 0) continue
      const margin = this.#table.add(keyOf(cells[number] as number))
      this.#errors[margin] = (this.#errors[margin] ?? 0) + sum
    }
  }

  /** The error of a margin, 0 where nothing was added. */
  of(key: number): number {
    const margin = this.#table.find(key)
    return margin === -1 ? 0 : (this.#errors[margin] as number)
  }
}

/** What published blocks have left in the margins of families that reach over several blocks. */
export class LeftErrors {
  readonly #dimensions: readonly CubeDimension[]
  readonly #families: readonly MarginalTable[]
  readonly #errors: ReadonlyMap<string, MarginErrors>

  /** @param families - in the order of `familiesOf` */
  constructor(dimensions: readonly CubeDimension[], families: readonly MarginalTable[]) {
    this.#dimensions = dimensions
    this.#families = families
    this.#errors = new Map(families.map((family) => [family.join(), new MarginErrors()]))
  }

  add(blocks: readonly RoundedBlock[]): void {
    if (blocks.length === 0) return
    const block = joinBlocks(blocks)
    const [numbers, errors] = [new MarginNumbers(this.#dimensions, block.cells), errorsOf(block)]
    for (const family of this.#families)
      this.#errors
        .get(family.join())
        ?.add(numbers.of(family), errors, (cell) => marginKeyAt(cell, family, this.#dimensions, block.cells))
  }

  /** What is left in the margins of a family; `undefined` for one that was not asked for at first. */
  of(family: MarginalTable): Pick<MarginErrors, 'of'> | undefined {
    return this.#errors.get(family.join())
  }
}
