import { KeyTable } from './tables/key-table.ts'
import { firstCells, MarginNumbers, marginSums, type NumberedMargins } from './tables/margin-numbers.ts'
import {
  type CellTable,
  type CubeDimension,
  errorsOf,
  joinBlocks,
  type MarginalTable,
  marginKeyAt,
  type RoundedBlock,
  takeCells,
} from './tables/shape.ts'

/** Published less true in the margins of one family, over whatever blocks were added. */
class MarginErrors {
  #table: KeyTable | undefined
  readonly #errors: number[] = []

  /** @param keyOf - the key of the margin of a cell */
  add(margins: NumberedMargins, errors: Int32Array, keyOf: (cell: number) => number): void {
    const [cells, sums] = [firstCells(margins), marginSums(margins, errors)]
    const table = this.#table ?? new KeyTable(sums.reduce((known, sum) => known + Number(sum !== 0), 0))
    this.#table = table
    for (const [number, sum] of sums.entries()) {
      if (sum === 0) continue
      const margin = table.add(keyOf(cells[number] as number))
      this.#errors[margin] = (this.#errors[margin] ?? 0) + sum
    }
  }

  /** The error of a margin, 0 where nothing was added. */
  of(key: number): number {
    const margin = this.#table?.find(key) ?? -1
    return margin === -1 ? 0 : (this.#errors[margin] as number)
  }
}

/** What published blocks have left in the margins of families that reach over several blocks, where blocks to be solved have a part of them. */
export class LeftErrors {
  readonly #dimensions: readonly CubeDimension[]
  readonly #families: readonly MarginalTable[]
  readonly #errors: ReadonlyMap<string, MarginErrors>
  /** By level of time, the codes that have something to be solved. */
  readonly #asked: ReadonlyMap<number, ReadonlySet<number>>

  /**
   * @param families - in the order of `familiesOf`
   * @param toSolve - the cells of the blocks that will be solved: what earlier years have left does not matter to a quarter
   */
  constructor(dimensions: readonly CubeDimension[], families: readonly MarginalTable[], toSolve: CellTable) {
    this.#dimensions = dimensions
    this.#families = families
    this.#errors = new Map(families.map((family) => [family.join(), new MarginErrors()]))
    const times = [...new Set(families.map(([time = 0]) => time))]
    this.#asked = new Map(times.map((time) => [time, new Set(timesOf(toSolve, time, dimensions))]))
  }

  add(blocks: readonly RoundedBlock[]): void {
    if (blocks.length === 0) return
    const block = joinBlocks(blocks)
    for (const [time, asked] of this.#asked) this.#addTo(time, withTimes(block, time, asked, this.#dimensions))
  }

  /** Adds to the families of one level of time. */
  #addTo(level: number, block: RoundedBlock): void {
    const [numbers, errors] = [new MarginNumbers(this.#dimensions, block.cells), errorsOf(block)]
    for (const family of this.#families.filter(([time = 0]) => time === level))
      this.#errors
        .get(family.join())
        ?.add(numbers.of(family), errors, (cell) => marginKeyAt(cell, family, this.#dimensions, block.cells))
  }

  /** What is left in the margins of a family; `undefined` for one that was not asked for at first. */
  of(family: MarginalTable): Pick<MarginErrors, 'of'> | undefined {
    return this.#errors.get(family.join())
  }
}

/** By cell, its code at a level of time. */
function timesOf({ codes: [times] }: CellTable, time: number, [dimension]: readonly CubeDimension[]): Int32Array {
  const level = dimension?.levels[time]?.of
  return (times ?? new Int32Array(0)).map((code) => level?.[code] ?? 0)
}

/** The cells of a block that have one of these codes at a level of time. */
function withTimes(
  { cells, published }: RoundedBlock,
  time: number,
  asked: ReadonlySet<number>,
  dimensions: readonly CubeDimension[],
): RoundedBlock {
  const times = timesOf(cells, time, dimensions)
  const places = Int32Array.from(times.keys()).filter((cell) => asked.has(times[cell] as number))
  if (places.length === times.length) return { cells, published }
  return { cells: takeCells(cells, places), published: places.map((cell) => published[cell] as number) }
}
