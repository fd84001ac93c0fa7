const greatestDistance = 3
const mostCharacters = 60

/** The allowed name that is nearest to one that was mistyped, or `undefined` when no name is near. */
export function nearestName(name: string, allowed: Iterable<string>): string | undefined {
  let best: { readonly other: string; readonly distance: number } | undefined
  for (const other of allowed) {
    const distance = editDistance(name.slice(0, mostCharacters), other)
    if (distance <= greatestDistance && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { other, distance }
  }
  return best?.other
}

/** " Did you mean …?" for a name that was mistyped, or nothing when no name is near. */
export function nearest(name: string, allowed: Iterable<string>): string {
  const found = nearestName(name, allowed)
  return found === undefined ? '' : ` Did you mean "${found}"?`
}

/** Levenshtein (1966): how many letters have to be put in, taken out or replaced. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
