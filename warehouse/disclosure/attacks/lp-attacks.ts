import { optimumOf } from '../linear-solver.ts'
import { type Attack, type Battlefield, timeOf, truthOf } from './attack.ts'

interface Inner {
  readonly court: string
  readonly published: number
  readonly counted: number
}

/** Inner cells of a block of time and the exact number of persons in it, as agencies publish it elsewhere. */
async function block(field: Battlefield): Promise<readonly Inner[]> {
  const { time } = timeOf(field)
  return await truthOf<Inner>(
    field,
    `select court, published, counted from solved_sentences
     where ${time} = (select ${time} from solved_sentences group by 1 order by sum(counted) desc limit 1)`,
  )
}

/** Values that a true cell may have had, given what is published of it. */
function bounds({ published }: Inner): readonly [number, number] {
  if (published === 0) return [0, 2]
  return published === 3 ? [0, 3] : [published, published]
}

/**
 * Linear programs over everything published of a period, with the exact national total in the attacker's hands: how narrow
 * does the range of an inner cell become?
 */
export const linearPrograms: Attack = {
  name: 'linear programs',
  how: 'least and greatest value of inner cells that agree with all that is published and the exact national total',
  async run(field) {
    const inner = (await block(field)).slice(0, 4000)
    const small = inner.map((cell, index) => ({ cell, index })).filter(({ cell }) => cell.published <= 3)
    const total = inner.reduce((sum, { counted }) => sum + counted, 0)
    const targets = small.filter((_, index) => index % Math.max(1, Math.floor(small.length / field.effort)) === 0)
    const sum = inner.map((_, index) => `x${index}`).join(' + ')
    const limits = inner.map((cell, index) => ` ${bounds(cell)[0]} <= x${index} <= ${bounds(cell)[1]}`).join('\n')
    let recovered = 0
    for (const { index } of targets.slice(0, 20)) {
      const optimum = (sense: 'Minimize' | 'Maximize') =>
        optimumOf(`${sense}\n obj: x${index}\nSubject To\n total: ${sum} = ${total}\nBounds\n${limits}\nEnd\n`)
      const [least, greatest] = [await optimum('Minimize'), await optimum('Maximize')]
      if (greatest - least < 0.5) recovered += 1
    }
    return { attacked: Math.min(20, targets.length), recovered }
  },
}

/**
 * Reconstruction: looks for very different lists of persons of a small court that agree with what is published. As long as
 * there are two, nobody knows which is true.
 */
export const reconstruction: Attack = {
  name: 'reconstruction',
  how: 'all lists of persons of a small court that agree with what is published',
  async run(field) {
    const courts = new Map<string, Inner[]>()
    for (const cell of await block(field)) courts.set(cell.court, [...(courts.get(cell.court) ?? []), cell])
    const smallest = [...courts.values()].sort((one, other) => one.length - other.length).slice(0, field.effort)
    const recovered = smallest.filter((cells) => {
      const reach = cells.reduce((sum, cell) => sum + bounds(cell)[1] - bounds(cell)[0], 0)
      return reach < 2
    }).length
    return { attacked: smallest.length, recovered }
  },
}
