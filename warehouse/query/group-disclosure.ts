/** A cell of a table: its code in each dimension, and how many persons it holds. */
export interface CountedCell {
  readonly codes: readonly string[]
  readonly persons: number
}

/**
 * Whether in some group all persons but at most `k` are in one cell of a dimension: whoever knows that somebody belongs to the
 * group then knows the code too, or knows it but for `k` persons. Dimensions in which there is only one code tell nothing.
 *
 * @param tested - the places of the dimensions that could tell; others, such as time, only part the groups
 * @see Hundepool, A. et al. (2012), Statistical Disclosure Control, section 5.2: group disclosure
 */
export function tellsOfGroups(cells: readonly CountedCell[], tested: readonly number[], k = 1): boolean {
  return tested.some((dimension) => {
    if (new Set(cells.map(({ codes }) => codes[dimension])).size < 2) return false
    const groups = new Map<string, { all: number; largest: number }>()
    for (const { codes, persons } of cells) {
      const key = codes.filter((_, at) => at !== dimension).join('|')
      const group = groups.get(key) ?? { all: 0, largest: 0 }
      groups.set(key, { all: group.all + persons, largest: Math.max(group.largest, persons) })
    }
    return [...groups.values()].some(({ all, largest }) => all > 0 && all - largest <= k)
  })
}
