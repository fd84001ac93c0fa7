import type { Gate } from './gate.ts'
import type { NamePart } from './name-parts.ts'
import type { TextWord } from './words.ts'

/** So far from an institution a word such as "named after" may stand. */
const farthest = 3
/** So many words of a name an institution or a street bears, besides initials. */
const [ofInstitution, ofStreet] = [2, 1]

/**
 * The places of words that are the name of an institution or a street: `University named after …`, `… Street`. Nobody in a register is
 * meant by it.
 */
export function honoured(
  { names, addresses }: Gate,
  words: readonly TextWord[],
  parts: readonly NamePart[],
): ReadonlySet<number> {
  const isInstitution = (from: number, to: number) => parts.slice(Math.max(0, from), to).includes('institution')
  return new Set(
    words.flatMap(({ small }, at) => {
      if (names.honours.has(small) && (at === 0 || isInstitution(at - farthest, at)))
        return borne(words, at, 1, ofInstitution)
      if (names.honoursBehind.has(small) && at < words.length - 1) return borne(words, at, -1, ofInstitution)
      if (addresses.before.has(small)) return borne(words, at, 1, ofStreet)
      return addresses.after.has(small) ? borne(words, at, -1, ofStreet) : []
    }),
  )
}

/** Words with a capital from a place on, in one direction. */
function borne(words: readonly TextWord[], from: number, step: 1 | -1, limit: number): readonly number[] {
  const found: number[] = []
  let full = 0
  for (let at = from + step; full < limit && words[at]?.isCapital; at += step) {
    found.push(at)
    if (!words[at]?.isInitial) full++
  }
  return found
}
