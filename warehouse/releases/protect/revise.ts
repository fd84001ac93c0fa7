import {
  agreesWith,
  type Block,
  type CellTable,
  type ControlTotals,
  type ProtectionRule,
} from '../../disclosure/rounding/index.ts'
import { joinCells, marginKeys, takeCells } from '../../disclosure/rounding/tables/shape.ts'
import type { PublishedBlock } from './solved-store.ts'

/**
 * A published block with the facts of today. If only changed cells moved, every movement would betray a real change, so a touched block is
 * solved anew as a whole. Cells that were published and are empty may be published again: with decoys of its own, what two solutions say
 * alike would mostly be true. A block in which nothing changed stays as it is.
 *
 * @param totals - what another cube publishes of the same count now
 */
export function revisedBlock(
  name: string,
  settled: PublishedBlock,
  current: CellTable,
  rule: ProtectionRule,
  totals: ControlTotals | undefined,
): Block {
  const cells = withPublishedCells(current, settled.cells, rule)
  const isTouched =
    cells.counts.some((count, place) => count !== (settled.cells.counts[place] ?? 0)) ||
    !agreesWith(totals, settled, rule)
  return isTouched ? { name, cells, totals } : { name, ...settled }
}

/** The cells of a published block with the counts of today, and new ones after them. */
function withPublishedCells(current: CellTable, published: CellTable, { dimensions }: ProtectionRule): CellTable {
  const finest = dimensions.map(() => 0)
  const places = new Map([...marginKeys(finest, dimensions, published)].map((key, place) => [key, place]))
  const keys = marginKeys(finest, dimensions, current)
  const fresh = Int32Array.from(keys.keys()).filter((place) => !places.has(keys[place] as number))
  const counts = new Int32Array(places.size)
  for (const [place, key] of keys.entries()) {
    const known = places.get(key)
    if (known !== undefined) counts[known] = current.counts[place] as number
  }
  return joinCells({ codes: published.codes, counts }, takeCells(current, fresh))
}
