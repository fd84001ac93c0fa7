import type { Attack, AttackTally } from './attack.ts'
import { type Copy, copiesAmong, copiesWithin } from './copies.ts'

/** What the mean may find beyond what one of the cubes says already. */
const overOne = 0.05

/**
 * Takes the mean of all published numbers of one count. Independent roundings of one number average to it; one number that is
 * published twice does not.
 */
export const averagedCopies: Attack = {
  name: 'averaging over cubes',
  how: 'the mean of all cubes, and parts of one cube or of several, that publish one count',
  async run({ cubes }) {
    const within = cubes.map((cube): readonly [string, readonly Copy[]] => [cube.name, copiesWithin(cube)])
    return [
      ...copiesAmong(cubes).map((copy) =>
        tallyOf(copy.of.name, `${copy.by.name} by ${copy.shared.join(', ')}`, [copy]),
      ),
      ...within.flatMap(([name, copies]) => (copies.length === 0 ? [] : [tallyOf(name, 'its own parts', copies)])),
    ]
  },
}

function tallyOf(cube: string, answer: string, copies: readonly Copy[]): AttackTally {
  const all = copies.map(averaged)
  const sum = (name: keyof (typeof all)[number]) => all.reduce((total, one) => total + one[name], 0)
  const attacked = sum('attacked')
  const tolerated = Math.min(1, sum('alone') / Math.max(1, attacked) + overOne)
  return { cube, answer, attacked, recovered: sum('recovered'), tolerated }
}

function averaged({ whole, margins }: Copy) {
  const total = { attacked: 0, recovered: 0, alone: 0 }
  for (const [key, { counted, published }] of whole) {
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
