import {
  agreesWith,
  type Block,
  type Cells,
  type ControlTotals,
  isMinded,
  type ProtectionRule,
  type SecretRandom,
} from '../disclosure/rounding/index.ts'
import { marginKeys } from '../disclosure/rounding/shape.ts'
import type { SettledBlock } from './solved-store.ts'

/** Where many people are unique, of the cells that did not change so many are solved anew beside those that did. */
const coverShare = 0.35

/**
 * A published block with the facts of today. If only changed cells moved, every movement would betray a real change, so a touched block is
 * solved anew as a whole. Where many people are unique a keyed share of it is: a cell that two independent solutions publish would mostly be
 * true. A block in which nothing changed stays as it is.
 */
export function revisedBlock(
  name: string,
  settled: SettledBlock,
  current: Cells,
  rule: ProtectionRule,
  random: SecretRandom,
  totals: ControlTotals | undefined,
): Block {
  const { cells, published } = withCountsOf(current, settled, rule)
  const before = settled.cells.counts
  const hasChanged = (place: number) => cells.counts[place] !== (before[place] ?? 0)
  const share = isMinded(cells, rule) ? coverShare : 1
  const free = Uint8Array.from(published, (_, place) => Number(random.next() < share || hasChanged(place)))
  const vacated = Uint8Array.from(published, (_, place) =>
    Number(cells.counts[place] === 0 && (before[place] ?? 0) > 0),
  )
  const isTouched =
    cells.counts.some((_, place) => hasChanged(place)) || !agreesWith(totals, { cells, published }, rule)
  return { name, cells, published, attempt: settled.attempt, totals, ...(isTouched ? { free, vacated } : {}) }
}

/** The cells of a published block, and new ones after them, with the counts of today. */
function withCountsOf(current: Cells, settled: SettledBlock, { dimensions }: ProtectionRule) {
  const finest = dimensions.map(() => 0)
  const [before, now] = [settled.cells, current].map((cells) => marginKeys(finest, dimensions, cells)) as [
    Float64Array,
    Float64Array,
  ]
  const places = new Map([...before].map((key, place) => [key, place]))
  const fresh = [...now.keys()].filter((place) => !places.has(now[place] as number))
  const counts = new Int32Array(before.length + fresh.length)
  for (const [place, key] of now.entries()) {
    const known = places.get(key)
    if (known !== undefined) counts[known] = current.counts[place] as number
  }
  for (const [index, place] of fresh.entries()) counts[before.length + index] = current.counts[place] as number
  const codes = settled.cells.codes.map((column, index) =>
    Int32Array.from([...column, ...fresh.map((place) => current.codes[index]?.[place] ?? 0)]),
  )
  return { cells: { codes, counts }, published: Int32Array.from([...settled.published, ...fresh.map(() => 0)]) }
}
