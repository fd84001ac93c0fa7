import type { Block, Cells, SecretRandom } from '../disclosure/rounding/index.ts'
import type { SettledBlock } from './solved-store.ts'

/** Of the cells of a touched block that did not change, this share is solved anew beside those that did. */
const coverShare = 0.35

/**
 * A published block with the facts of today. Changed cells are free, and with them a keyed share of all others: if only
 * changed cells moved, every movement would betray a real change. A block in which nothing changed stays as it is.
 *
 * @param keyOf - gives cells of any origin the same key for the same codes
 */
export function revisedBlock(
  name: string,
  settled: SettledBlock,
  current: Cells,
  keyOf: (cells: Cells) => Float64Array,
  random: SecretRandom,
): Block {
  const [before, now] = [keyOf(settled.cells), keyOf(current)]
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
  const published = Int32Array.from([...settled.published, ...fresh.map(() => 0)])
  const hasChanged = (place: number) => place >= before.length || counts[place] !== settled.cells.counts[place]
  const free = Uint8Array.from(counts, (_, place) => Number(random.next() < coverShare || hasChanged(place)))
  const isTouched = counts.some((_, place) => hasChanged(place))
  const { attempt } = settled
  return { name, cells: { codes, counts }, published, attempt, ...(isTouched ? { free } : {}) }
}
