import { answersOf, claimOn } from '../rounding/claims/claims.ts'
import { uniquePeople } from '../rounding/claims/unique-people.ts'
import type { Attack, AttackTally } from './attack.ts'
import { type AttackedCube, codeOfCell, levelsOf, type NamedLevel } from './attacked-cube.ts'

/**
 * Joins cubes about one person: what one cube claims of somebody is taken as a key to another cube. Both claims have to be right.
 * What stands in the other cube is the person's own only if nobody else shares its place there.
 */
export const linkedCubes: Attack = {
  name: 'linked cubes',
  how: 'what one cube claims, taken as the key of the same person in another',
  async run({ cubes, promise }) {
    return cubes.flatMap((first) =>
      cubes.flatMap((second): AttackTally[] => {
        const link = first === second ? undefined : linkOf(first, second)
        if (link === undefined) return []
        const { attacked, recovered } = follow(link, first, second)
        return attacked === 0
          ? []
          : [{ cube: first.name, answer: second.name, attacked, recovered, tolerated: promise.atMost }]
      }),
    )
  },
}

interface Link {
  /** Levels that both cubes have; at least one of them is claimed by the first. */
  readonly shared: readonly { readonly first: NamedLevel; readonly second: NamedLevel }[]
  /** What the second cube says beside: every code is tried. */
  readonly free: readonly NamedLevel[]
}

function linkOf(first: AttackedCube, second: AttackedCube): Link | undefined {
  const { varied } = first.protection.rule.decoys
  const { known } = second.protection.rule.claims
  const mine = new Map(levelsOf(first).map((level) => [level.name, level]))
  const isClaimed = ({ dimension }: NamedLevel) =>
    varied.includes(first.protection.rule.dimensions[dimension]?.name ?? '')
  const finest = levelsOf(second).filter(({ name }) => known.includes(name))
  const shared = finest.flatMap((level) => {
    const own = mine.get(level.name)
    return own === undefined ? [] : [{ first: own, second: level }]
  })
  const isJoined =
    shared.some(({ first: own }) => isClaimed(own)) && shared.some(({ second: own }) => own.dimension === 0)
  return isJoined ? { shared, free: finest.filter(({ name }) => !mine.has(name)) } : undefined
}

/** What a place of the second cube says: its truth if one person is there, and its claim if one cell is published. */
interface Place {
  people: number
  truth: number
  readonly shown: Set<number>
}

function follow({ shared, free }: Link, first: AttackedCube, second: AttackedCube) {
  const places = placesOf([...shared.map((pair) => pair.second), ...free], shared.length, second)
  const { dimensions, claims, decoys } = first.protection.rule
  const { cells } = first.solved
  const said = answersOf({ name: '', dimensions: decoys.varied }, dimensions, cells)
  const keyOf = (cell: number) => shared.map((pair) => codeOfCell(first, pair.first, cells, cell)).join(' ')
  const total = { attacked: 0, recovered: 0 }
  for (const person of uniquePeople(first.solved, dimensions, claims.known)) {
    const claimed = claimOn(person, said)
    if (claimed === undefined) continue
    for (const { people, truth, shown } of places.get(keyOf(claimed))?.values() ?? []) {
      const [claim, ...others] = shown
      if (people !== 1 || claim === undefined || others.length > 0) continue
      total.attacked += 1
      if (claim === truth && keyOf(claimed) === keyOf(person.cell)) total.recovered += 1
    }
  }
  return total
}

/** Places of the second cube by what is shared, then by what is tried. */
function placesOf(levels: readonly NamedLevel[], shared: number, cube: AttackedCube) {
  const { cells, published } = cube.solved
  const { dimensions, decoys } = cube.protection.rule
  const said = answersOf({ name: '', dimensions: decoys.varied }, dimensions, cells)
  const places = new Map<string, Map<string, Place>>()
  for (const [cell, count] of cells.counts.entries()) {
    const codes = levels.map((level) => codeOfCell(cube, level, cells, cell))
    const [key, rest] = [codes.slice(0, shared).join(' '), codes.slice(shared).join(' ')]
    const found = places.get(key) ?? new Map<string, Place>()
    places.set(key, found)
    const place = found.get(rest) ?? { people: 0, truth: Number.NaN, shown: new Set<number>() }
    found.set(rest, place)
    place.people += count
    if (count > 0) place.truth = said[cell] as number
    if ((published[cell] as number) > 0) place.shown.add(said[cell] as number)
  }
  return places
}
