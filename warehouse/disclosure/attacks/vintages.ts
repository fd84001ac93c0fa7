import { type Attack, truthOf } from './attack.ts'

/** Of the cells that move in a yearly revision, so many may stand for a real change: the others are cover. */
const toleratedOfRevision = 0.6

/**
 * Subtracts a release from the one before. A new quarter changes no earlier cell; in a yearly batch most cells that move
 * did not change in truth.
 */
export const vintageDifferencing: Attack = {
  name: 'vintage differencing',
  how: 'two releases subtracted, to see what was added or corrected',
  async run(field) {
    const { before, release } = field
    const cube = before?.cubes['sentences']
    if (before === undefined || cube === undefined) return undefined
    const columns = cube.cells.join(', ')
    const [found] = await truthOf<{ moved: number; real: number }>(
      field,
      `select count(*) filter (coalesce(now.published, 0) <> coalesce(earlier.published, 0)) as moved,
         count(*) filter (coalesce(now.published, 0) <> coalesce(earlier.published, 0) and coalesce(now.counted, 0) <> coalesce(earlier.counted, 0)) as real
       from before_sentences as earlier full join (
         select * from solved_sentences where block in (select block from before_sentences)
       ) as now using (${columns})`,
    )
    const [moved, real] = [found?.moved ?? 0, found?.real ?? 0]
    return release.revised
      ? { attacked: moved, recovered: real, tolerated: toleratedOfRevision }
      : { attacked: moved, recovered: moved }
  },
}
