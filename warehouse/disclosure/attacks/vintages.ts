import { marginKeys } from '../rounding/shape.ts'
import type { Attack, Tally } from './attack.ts'
import { type AttackedCube, joined } from './attacked-cube.ts'

/** Of the cells that move in a yearly revision, so many may stand for a real change: the others are cover. */
const toleratedOfRevision = 0.5
/** Where more of the cells changed in truth, no cover can hide that they did. */
const mostChanged = 0.4

/**
 * Subtracts a release from the one before. A new quarter changes no earlier cell; in a yearly batch most cells that move
 * did not change in truth.
 */
export const vintageDifferencing: Attack = {
  name: 'vintage differencing',
  how: 'two releases subtracted, to see what was added or corrected',
  async run({ cubes, release }) {
    return cubes.flatMap((cube): Tally[] => {
      if (cube.before.size === 0) return []
      const { moved, real, cells, changed } = comparedWithBefore(cube)
      if (!release.revised) return [{ cube: cube.name, attacked: moved, recovered: moved }]
      if (changed / Math.max(1, cells) >= mostChanged) return []
      return [{ cube: cube.name, attacked: moved, recovered: real, tolerated: toleratedOfRevision }]
    })
  },
}

/** Cells of the blocks that both releases have: how many moved, and of how many the truth changed. */
function comparedWithBefore(cube: AttackedCube) {
  const { dimensions } = cube.protection.rule
  const finest = dimensions.map(() => 0)
  const cellsOf = (blocks: AttackedCube['blocks']) => {
    const { cells, published } = joined([...blocks].flatMap(([name, block]) => (cube.before.has(name) ? [block] : [])))
    const keys = [...marginKeys(finest, dimensions, cells)]
    return new Map(keys.map((key, place) => [key, [cells.counts[place], published[place]] as const]))
  }
  const [then, now] = [cellsOf(cube.before), cellsOf(cube.blocks)]
  const total = { moved: 0, real: 0, cells: 0, changed: 0 }
  for (const key of new Set([...then.keys(), ...now.keys()])) {
    const [[before = 0, shownBefore = 0], [after = 0, shownAfter = 0]] = [then.get(key) ?? [], now.get(key) ?? []]
    total.cells += Number(before > 0 || after > 0)
    total.changed += Number(before !== after)
    total.moved += Number(shownBefore !== shownAfter)
    total.real += Number(shownBefore !== shownAfter && before !== after)
  }
  return total
}
