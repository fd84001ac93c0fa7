import { AlikeGroups, finestOf } from '../rounding/claims/alike-groups.ts'
import { answersOf } from '../rounding/claims/claims.ts'
import { Guesser } from '../rounding/claims/guessing.ts'
import { uniquePeople } from '../rounding/claims/unique-people.ts'
import { KeyTable } from '../rounding/tables/key-table.ts'
import { marginKeys } from '../rounding/tables/shape.ts'
import type { Attack, AttackTally } from './attack.ts'
import type { AttackedCube } from './attacked-cube.ts'

/**
 * Looks one person up at every date of a stock at which the person is unique on what is known, and claims the answer that is published at
 * most of them. Dates of one person are no new guesses, so persons are counted. Claims may be right as often as guessing the
 * commonest answer of people alike is: nine of ten probation clients are of one kind, and that is no secret.
 */
export const persistence: Attack = {
  name: 'persistence',
  how: 'one person looked up at every date of a stock, and what is said most often',
  async run({ cubes, promise }) {
    return cubes
      .filter(({ protection }) => protection.cube.kind === 'stock')
      .map((cube): AttackTally => {
        const { claimed: attacked, right: recovered, guessed } = claimsOn(cube)
        const tolerated = Math.max(promise.atMost, guessed / Math.max(1, attacked) + promise.overGuessing)
        return { cube: cube.name, attacked, recovered, tolerated: Math.min(1, tolerated) }
      })
  },
}

/** One who is taken for one person over all dates: by what is known beside the date, and what is true. */
interface Followed {
  readonly truth: number
  readonly isGuessed: boolean
  readonly times: Map<number, number>
}

function claimsOn({ solved, protection: { rule } }: AttackedCube) {
  const total = { claimed: 0, right: 0, guessed: 0 }
  for (const { truth, isGuessed, times } of followed(solved, rule)) {
    const [mode, next] = [...times].sort(([, one], [, other]) => other - one)
    if (mode === undefined || mode[1] === next?.[1]) continue
    total.claimed += 1
    total.right += Number(mode[0] === truth)
    total.guessed += Number(isGuessed)
  }
  return total
}

function followed(
  solved: AttackedCube['solved'],
  { dimensions, claims, decoys }: AttackedCube['protection']['rule'],
): readonly Followed[] {
  const { cells } = solved
  const alike = new AlikeGroups(cells, dimensions, decoys, solved.published)
  const said = answersOf({ name: '', dimensions: decoys.varied }, dimensions, cells)
  const guesser = new Guesser(said)
  const always = marginKeys(finestOf(claims.known.slice(1), dimensions), dimensions, cells)
  const table = new KeyTable()
  const people: Followed[] = []
  for (const { cell, shown } of uniquePeople(solved, dimensions, claims.known)) {
    const truth = said[cell] as number
    const place = table.add((always[cell] as number) * 4096 + truth)
    const isGuessed = guesser.guess(alike.groupOf(cells, cell)) === truth
    const person = people[place] ?? { truth, isGuessed, times: new Map<number, number>() }
    people[place] = person
    for (const other of shown) {
      const answer = said[other] as number
      person.times.set(answer, (person.times.get(answer) ?? 0) + 1)
    }
  }
  return people
}
