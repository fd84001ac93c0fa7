const maxDistance = 3
const maxCharacters = 60

/** The allowed name that is nearest to one that was mistyped, or `undefined` when no name is near. */
export function nearestName(name: string, allowed: Iterable<string>): string | undefined {
  const typed = name.slice(0, maxCharacters)
  let best: { readonly other: string; readonly distance: number } | undefined
  for (const other of allowed) {
    const distance = distanceOf(typed, other)
    // A name of which no letter is left is another name.
    const isNear = distance <= maxDistance && distance < Math.max(typed.length, other.length)
    if (isNear && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { other, distance }
  }
  return best?.other
}

/** " Did you mean …?" for a name that was mistyped, or nothing when no name is near. */
export function nearest(name: string, allowed: Iterable<string>): string {
  const found = nearestName(name, allowed)
  return found === undefined ? '' : ` Did you mean "${found}"?`
}

/**
 * The allowed header that is meant by another one: the nearest in any case, else the one with most words in common, such as
 * `SENTENCED_ON` for `SENTENCE_DATE`; `undefined` when two have as many.
 */
export function nearestHeader(name: string, allowed: readonly string[]): string | undefined {
  const inUpperCase = new Map(allowed.map((other) => [other.toUpperCase(), other]))
  const near = nearestName(name.toUpperCase(), inUpperCase.keys())
  if (near !== undefined) return inUpperCase.get(near)
  const shared = allowed.map((other) => ({ other, letters: sharedLetters(wordsOf(name), wordsOf(other)) }))
  const [best, next] = shared.filter(({ letters }) => letters > 0).sort((a, b) => b.letters - a.letters)
  return best !== undefined && best.letters > (next?.letters ?? 0) ? best.other : undefined
}

/** The words of a header in small letters, whatever stands between them: `birthDate`, `Birth date` and `BIRTH_DATE` have the same. */
export function wordsOf(header: string): readonly string[] {
  const apart = header.slice(0, maxCharacters).replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
  return apart.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

const [minLetters, minShare] = [4, 0.6]

/** Words are the same when they begin alike, for their endings change. */
function sharedLetters(words: readonly string[], others: readonly string[]): number {
  const ofWord = (word: string) =>
    Math.max(
      0,
      ...others.map((other) => {
        const letters = alikeFor(word, other)
        return letters >= minLetters && letters >= minShare * Math.min(word.length, other.length) ? letters : 0
      }),
    )
  return words.reduce((sum, word) => sum + ofWord(word), 0)
}

/** How many letters two words have in common at their beginning. */
function alikeFor(word: string, other: string): number {
  const differs = [...word].findIndex((letter, index) => letter !== other[index])
  return differs < 0 ? word.length : differs
}

/** The same words in another order are one mistake, such as `age_broad` for `broad_age`. */
function distanceOf(typed: string, other: string): number {
  const sorted = (name: string) => name.split(/[_-]/).sort().join('_')
  const isTurned = typed !== other && typed.length === other.length && sorted(typed) === sorted(other)
  return isTurned ? 1 : editDistance(typed, other)
}

/**
 * How many letters have to be put in, taken out, replaced, or exchanged with the next one: optimal string alignment
 * (Damerau 1964, Levenshtein 1966).
 */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const exchanged = isExchanged ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(replaced, exchanged, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
