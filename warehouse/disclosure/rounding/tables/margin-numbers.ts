import { KeyTable } from './key-table.ts'
import type { CellTable, CubeDimension, HierarchyLevel, MarginalTable } from './shape.ts'

/** The margins of a family, numbered from 0 in the order in which their first cells come. */
export interface NumberedMargins {
  /** By cell, the number of its margin. */
  readonly of: Int32Array
  readonly size: number
}

/** More places than this are looked up by key: 16 MB. */
const maxPlaces = 2 ** 22

/**
 * Numbers the margins of one family after another. Families that begin with the same levels share that work, so they are best asked for
 * in the order of `familiesOf`.
 */
export class MarginNumbers {
  readonly #dimensions: readonly CubeDimension[]
  readonly #cells: CellTable
  readonly #asked: number[] = []
  /** By dimension: the margins of the levels up to it. */
  readonly #upTo: NumberedMargins[] = []
  readonly #columns: readonly Int32Array[]
  readonly #none: NumberedMargins
  #places = new Int32Array(0)
  /** Smaller numbers in `#places` are left from earlier families. */
  #base = 1

  constructor(dimensions: readonly CubeDimension[], cells: CellTable) {
    const size = cells.counts.length
    this.#dimensions = dimensions
    this.#cells = cells
    this.#columns = dimensions.map(() => new Int32Array(size))
    this.#none = { of: new Int32Array(size), size: Math.min(size, 1) }
  }

  /** The margins of a family, until the next family is asked for: its array is used again. */
  of(family: MarginalTable): NumberedMargins {
    let shared = 0
    while (shared < this.#asked.length && this.#asked[shared] === family[shared]) shared += 1
    for (let index = shared; index < this.#dimensions.length; index++) {
      this.#asked[index] = family[index] ?? 0
      this.#upTo[index] = this.#divided(this.#upTo[index - 1] ?? this.#none, index)
    }
    return this.#upTo[this.#dimensions.length - 1] ?? this.#none
  }

  #divided(margins: NumberedMargins, index: number): NumberedMargins {
    const level = this.#dimensions[index]?.levels[this.#asked[index] as number] as HierarchyLevel
    const codes = this.#cells.codes[index]
    const numbers = this.#columns[index] as Int32Array
    if (level.size === 1 || codes === undefined) return margins
    if (margins.size * level.size > maxPlaces) return dividedByKey(margins, level, codes, numbers)
    return this.#dividedByPlace(margins, level, codes, numbers)
  }

  #dividedByPlace(margins: NumberedMargins, level: HierarchyLevel, codes: Int32Array, numbers: Int32Array) {
    const [{ of, size }, { of: parts, size: width }] = [margins, level]
    const [places, base] = this.#cleared(size * width)
    let next = base
    for (let cell = 0; cell < of.length; cell++) {
      const place = (of[cell] as number) * width + (parts[codes[cell] as number] as number)
      if ((places[place] as number) < base) places[place] = next++
      numbers[cell] = (places[place] as number) - base
    }
    this.#base = next
    return { of: numbers, size: next - base }
  }

  #cleared(size: number): readonly [Int32Array, number] {
    if (this.#places.length < size || this.#base > 2 ** 30) {
      this.#places = new Int32Array(Math.max(size, this.#places.length))
      this.#base = 1
    }
    return [this.#places, this.#base]
  }
}

function dividedByKey({ of }: NumberedMargins, level: HierarchyLevel, codes: Int32Array, numbers: Int32Array) {
  const table = new KeyTable(of.length / 4)
  for (let cell = 0; cell < of.length; cell++)
    numbers[cell] = table.add((of[cell] as number) * level.size + (level.of[codes[cell] as number] as number))
  return { of: numbers, size: table.size }
}

/** The first cell of each margin. */
export function firstCells({ of, size }: NumberedMargins): Int32Array {
  const first = new Int32Array(size)
  for (let cell = 0, known = 0; known < size; cell++) if (of[cell] === known) first[known++] = cell
  return first
}

/** Sums of values of cells, by margin. */
export function marginSums({ of, size }: NumberedMargins, values: Int32Array): Int32Array {
  const sums = new Int32Array(size)
  for (let cell = 0; cell < of.length; cell++) {
    const margin = of[cell] as number
    sums[margin] = (sums[margin] as number) + (values[cell] as number)
  }
  return sums
}
