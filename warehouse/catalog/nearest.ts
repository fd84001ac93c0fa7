const greatestDistance = 3

/** " Did you mean …?" for a name that was mistyped, or nothing when no name is near. */
export function nearest(name: string, allowed: readonly string[]): string {
  const ranked = allowed.map((other) => ({ other, distance: editDistance(name.slice(0, 40), other) }))
  ranked.sort((a, b) => a.distance - b.distance)
  const [best] = ranked
  return best !== undefined && best.distance <= greatestDistance ? ` Did you mean "${best.other}"?` : ''
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
