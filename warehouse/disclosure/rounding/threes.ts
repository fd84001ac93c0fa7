import type { RoundedBlock } from './tables/shape.ts'

/** Fewer cells say little about a share, and much about each. */
const fewestCells = 100

/**
 * Of the small cells that are published, the share in which somebody is: what a single published 3 is worth to a reader.
 *
 * @returns a share in twentieths, or `undefined` where too few small cells are published
 */
export function shareOfRealThrees(blocks: readonly RoundedBlock[], base: number): number | undefined {
  let [shown, real] = [0, 0]
  for (const { cells, published } of blocks)
    for (const [cell, count] of cells.counts.entries()) {
      if (published[cell] !== base || count >= base) continue
      shown += 1
      if (count > 0) real += 1
    }
  return shown < fewestCells ? undefined : Math.round((real / shown) * 20) / 20
}
