import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyTable } from './key-table.ts'
import { firstCells, MarginNumbers, marginSums } from './margin-numbers.ts'
import { type CellTable, type CubeDimension, familiesOf, marginKeys } from './shape.ts'

/** A dimension with pairs of codes above its codes, and everything above the pairs. */
function paired(name: string, size: number): CubeDimension {
  const pairs = Math.ceil(size / 2)
  return {
    name,
    levels: [
      { name, size, of: Int32Array.from({ length: size }, (_, code) => code) },
      { name: `${name} pair`, size: pairs, of: Int32Array.from({ length: size }, (_, code) => code >> 1) },
      { name: 'all', size: 1, of: new Int32Array(size) },
    ],
  }
}

const small = [paired('time', 4), paired('place', 7), paired('answer', 5)]
/** Margins of these are too many to have a place each. */
const large = [paired('time', 9), paired('person', 3_000_000), paired('answer', 5)]

const cellsIn = (dimensions: readonly CubeDimension[]) =>
  fc.array(fc.tuple(...dimensions.map(({ levels }) => fc.nat((levels[0]?.size ?? 1) - 1))), { maxLength: 60 }).map(
    (rows): CellTable => ({
      codes: dimensions.map((_, index) => Int32Array.from(rows, (row) => row[index] ?? 0)),
      counts: Int32Array.from(rows, (_, cell) => cell),
    }),
  )

describe('the numbers of margins', () => {
  it.each([
    ['few', small],
    ['many', large],
  ])('are those of their keys in the order of cells, whatever was asked before: %s codes', (_, dimensions) => {
    const order = fc.shuffledSubarray([...familiesOf(dimensions)])
    fc.assert(
      fc.property(cellsIn(dimensions), order, (cells, families) => {
        const numbers = new MarginNumbers(dimensions, cells)
        for (const family of families) {
          const table = new KeyTable()
          const byKey = Int32Array.from(marginKeys(family, dimensions, cells), (key) => table.add(key))
          expect(numbers.of(family)).toEqual({ of: byKey, size: table.size })
        }
      }),
      { numRuns: 40 },
    )
  })

  it('give the first cell and the sum of each margin', () => {
    const margins = { of: Int32Array.of(0, 1, 0, 2, 1), size: 3 }
    expect(firstCells(margins)).toEqual(Int32Array.of(0, 1, 3))
    expect(marginSums(margins, Int32Array.of(1, -2, 4, 8, 16))).toEqual(Int32Array.of(5, 14, 8))
  })
})
