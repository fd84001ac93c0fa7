import { Refusal } from '#foundation'
import { type PerturbationTable, perturbationTable } from '../cell-key/perturbation-table.ts'
import { analystNoise } from '../cell-key/promised-limits.ts'
import type { Attack, AttackContext, AttackTally } from './attack.ts'
import { type AttackedCube, knownLevels, rangeOf } from './attacked-cube.ts'
import { marginsOf } from './copies.ts'

/** Right guesses at counts of one to four that noise of this size allows for. */
const tolerated = 0.35
const maxGuessed = 12

/**
 * Likelihood at the level of analysts with the public cubes at hand: the noisy count and the sum of its noisy parts are readings of one
 * truth, whose chances the published perturbation table gives; the protected figure bounds it. The likeliest count is the guess.
 */
export const analystLikelihood: Attack = {
  name: 'analyst likelihood',
  how: 'noisy counts and their noisy parts under the published table of noise, within what the public figure allows',
  async run(field) {
    const { askAnalyst } = field
    if (askAnalyst === undefined) return []
    const table = perturbationTable(analystNoise)
    const tallies: AttackTally[] = []
    for (const cube of field.cubes) {
      if (cube.asked === undefined) continue
      let [attacked, recovered] = [0, 0]
      for (const { question, counted, published } of targetsIn(cube, field)) {
        try {
          const [one, ...parts] = await readings(askAnalyst, cube.asked, question, cube)
          attacked += 1
          if (likeliest(one ?? 0, parts, rangeOf(published, cube), table) === counted) recovered += 1
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          // A refusal is protection at work: there is nothing to guess from.
        }
      }
      tallies.push({ cube: cube.name, attacked, recovered, tolerated })
    }
    return tallies
  },
}

/** Margins of one to four units by year and the first two dimensions. */
function targetsIn(cube: AttackedCube, { effort }: AttackContext) {
  const [, ...others] = knownLevels(cube)
  const names = ['year', ...others.slice(0, 2).map(({ name }) => name)]
  const small = [...marginsOf(cube, names)].filter(([, { counted }]) => counted > 0 && counted <= 4)
  const step = Math.max(1, Math.floor(small.length / effort))
  return small
    .filter((_, index) => index % step === 0)
    .slice(0, effort)
    .map(([key, margin]) => {
      const [year = '', ...codes] = key.split(' ')
      const filters = Object.fromEntries(names.slice(1).map((name, index) => [name, codes[index] ?? '']))
      return { question: { from: year, to: year, ...filters }, ...margin }
    })
}

/** The noisy count itself, then its noisy parts by what decoys vary. */
async function readings(
  ask: NonNullable<AttackContext['askAnalyst']>,
  { dataset, measure }: NonNullable<AttackedCube['asked']>,
  question: Readonly<Record<string, string>>,
  cube: AttackedCube,
): Promise<readonly number[]> {
  const [by = ''] = cube.protection.rule.decoys.varied
  const whole = await ask(dataset, { measure, ...question })
  const parts = await ask(dataset, { measure, ...question, by, detail: 'full' })
  return [whole.reduce((sum, row) => sum + Number(row[measure]), 0), ...parts.map((row) => Number(row[measure]))]
}

function likeliest(
  whole: number,
  parts: readonly number[],
  [min, max]: readonly [number, number],
  table: PerturbationTable,
): number {
  const noisy = parts.filter((part) => part > 0)
  const sum = noisy.reduce((all, part) => all + part, 0)
  const variance = analystNoise.variance * Math.max(1, noisy.length)
  const chances = Array.from({ length: maxGuessed }, (_, count) => {
    const row = table[Math.min(count, table.length - 1)] ?? []
    const own = row.find(({ value }) => value === whole)?.probability ?? 0
    const isAllowed = count >= min && count <= Math.max(max, maxGuessed)
    return isAllowed ? own * Math.exp(-((sum - count) ** 2) / (2 * variance)) : 0
  })
  return chances.indexOf(Math.max(...chances))
}
