import { Refusal } from '#foundation'
import { type Condition, isAdmitted } from '../../catalog/condition.ts'
import type { AnswerRow, Attack, AttackContext, AttackTally } from './attack.ts'
import { type AttackedCube, levelsOf } from './attacked-cube.ts'
import { marginsOf } from './copies.ts'

/** Exact means beside noisy counts betray the counts: every share has to follow from published counts alone. */
export const means: Attack = {
  name: 'means',
  how: 'shares, of every dataset, that follow from something else than published counts',
  async run(field) {
    const tallies: AttackTally[] = []
    for (const share of sharesAmong(field)) {
      const { dataset, measure, cube, by } = share
      try {
        const rows = await field.ask(dataset, { measure, by: by.join(','), detail: 'full' })
        const counts = countsOf(share)
        const wrong = rows.filter((row) => !followsFromCounts(row, share, counts))
        tallies.push({ cube: cube.name, answer: measure, attacked: rows.length, recovered: wrong.length })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        // A refusal is protection at work: there is no share to read.
      }
    }
    return tallies
  },
}

interface Share {
  readonly dataset: string
  readonly measure: string
  readonly cube: AttackedCube
  readonly by: readonly string[]
  /** What is counted above and below the line, with the switches that nobody turned. */
  readonly part: Condition
  readonly whole: Condition
}

/** All shares of what one of the cubes counts, by the finest time, region and what has to be named. */
function sharesAmong({ cubes, datasets }: AttackContext): readonly Share[] {
  return datasets.flatMap(({ name: dataset, counts, measures, switches: turned, oneOf }) =>
    [...measures].flatMap(([measure, { form }]): Share[] => {
      if (!('share' in form)) return []
      const [part, whole] = [counts[form.share], counts[form.of]]
      const cube = cubes.find(({ name }) => name === part?.cube)
      if (cube === undefined || whole?.cube !== cube.name) return []
      const [time = '', ...levels] = levelsOf(cube).map(({ name }) => name)
      const names = new Set(levels)
      const by = [time, ...['region', ...oneOf].filter((name) => names.has(name))]
      const switches = Object.entries(turned).filter(([name]) => names.has(name))
      const fixed: Condition = Object.fromEntries(switches.map(([name, code]) => [name, [code]]))
      const both = { part: { ...fixed, ...part?.where }, whole: { ...fixed, ...whole.where } }
      return [{ dataset, measure, cube, by, ...both }]
    }),
  )
}

/** Whether a row's share is that of the published counts of the same period, region and whatever else it is by. */
function followsFromCounts(row: AnswerRow, { measure, by }: Share, counts: readonly PublishedCount[]): boolean {
  const published = row[measure]
  if (typeof published !== 'number') return true
  const mine = counts.filter(({ codes }) => by.every((name) => codes.get(name) === String(row[name])))
  const sum = (of: 'part' | 'whole') => mine.reduce((all, count) => all + (count[of] ? count.published : 0), 0)
  return Math.abs(published - sum('part') / sum('whole')) <= 1e-9
}

interface PublishedCount {
  readonly codes: ReadonlyMap<string, string>
  readonly published: number
  readonly part: boolean
  readonly whole: boolean
}

function countsOf({ cube, by, part, whole }: Share): readonly PublishedCount[] {
  const known = new Set(levelsOf(cube).map(({ name }) => name))
  const names = [...new Set([...by, ...Object.keys(part), ...Object.keys(whole)])].filter((name) => known.has(name))
  const admits = (codes: ReadonlyMap<string, string>, condition: Condition) =>
    names.every((name) => isAdmitted(codes.get(name) ?? '', name, condition))
  return [...marginsOf(cube, names)].map(([key, { published }]) => {
    const codes = new Map(key.split(' ').map((code, index) => [names[index] ?? '', code]))
    return { codes, published, part: admits(codes, part), whole: admits(codes, whole) }
  })
}
