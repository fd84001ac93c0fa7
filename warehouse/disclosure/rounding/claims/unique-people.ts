import { KeyTable } from '../tables/key-table.ts'
import { type CubeDimension, marginKeys, type RoundedBlock } from '../tables/shape.ts'
import { finestOf } from './alike-groups.ts'

/** Somebody who is the only one with what an attacker knows, and what is published with the same. */
export interface UniquePerson {
  /** The cell in which the person is. */
  readonly cell: number
  /** Published cells that agree with what is known. */
  readonly shown: readonly number[]
}

/**
 * The people of a cube who are unique on some dimensions.
 *
 * @param known - names of dimensions at their finest level; time is one of them
 */
export function uniquePeople(
  { cells, published }: RoundedBlock,
  dimensions: readonly CubeDimension[],
  known: readonly string[],
): readonly UniquePerson[] {
  const table = new KeyTable(cells.counts.length)
  const found: { people: number; cell: number; shown: number[] }[] = []
  for (const [cell, key] of marginKeys(finestOf(known, dimensions), dimensions, cells).entries()) {
    const place = table.add(key)
    const one = found[place] ?? { people: 0, cell: -1, shown: [] }
    found[place] = one
    const count = cells.counts[cell] as number
    one.people += count
    if (count > 0) one.cell = cell
    if ((published[cell] as number) > 0) one.shown.push(cell)
  }
  return found.filter(({ people }) => people === 1)
}
