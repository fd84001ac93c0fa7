/** The groups of digits of a cell, whatever stands between them. */
export function groupsIn(plain: string): readonly string[] {
  return plain.match(/\d+/g) ?? []
}

/** All digits of a cell one behind the other, the places where a group begins or ends, and where its column does. */
export interface Digits {
  readonly all: string
  readonly edges: ReadonlySet<number>
  readonly border?: number | undefined
}

/** Groups of digits put together. */
export function digitsOf(groups: readonly string[]): Digits {
  const edges = new Set([0])
  let length = 0
  for (const group of groups) {
    length += group.length
    edges.add(length)
  }
  return { all: groups.join(''), edges }
}

/** Where so many digits stand one behind the other: inside one group, or whole groups; with a border, on both sides of it. */
export function windowsOf({ all, edges, border }: Digits, length: number): readonly number[] {
  const found: number[] = []
  for (let from = 0; from + length <= all.length; from++) {
    const to = from + length
    const isSeen =
      border === undefined
        ? (edges.has(from) && edges.has(to)) || !isParted(edges, from, to)
        : from < border && to > border
    if (isSeen) found.push(from)
  }
  return found
}

function isParted(edges: ReadonlySet<number>, from: number, to: number): boolean {
  for (const edge of edges) if (edge > from && edge < to) return true
  return false
}
