import type { Attack, Tally } from './attack.ts'
import { type Copy, copiesAmong, marginsOf } from './copies.ts'

/** What the mean may find beyond what one of the cubes says already. */
const overOne = 0.05

/**
 * Takes the mean of all published numbers of one count. Independent roundings of one number average to it; one number that is
 * published twice does not.
 */
export const averagedCopies: Attack = {
  name: 'averaging over cubes',
  how: 'the mean of all cubes, and parts of cubes, that publish one count',
  async run({ cubes }) {
    return copiesAmong(cubes).map((copy): Tally => {
      const { attacked, recovered, alone } = averaged(copy)
      return {
        cube: copy.of.name,
        answer: `${copy.by.name} by ${copy.shared.join(', ')}`,
        attacked,
        recovered,
        tolerated: Math.min(1, alone / Math.max(1, attacked) + overOne),
      }
    })
  },
}

function averaged({ of, shared, margins }: Copy) {
  const total = { attacked: 0, recovered: 0, alone: 0 }
  for (const [key, { counted, published }] of marginsOf(of, shared)) {
    const parts = margins.flatMap((part) => part.get(key)?.published ?? [])
    if (counted === 0 || parts.length === 0) continue
    const readings = [published, ...parts]
    const mean = readings.reduce((sum, reading) => sum + reading, 0) / readings.length
    total.attacked += 1
    if (Math.round(mean) === counted) total.recovered += 1
    if (published === counted) total.alone += 1
  }
  return total
}
