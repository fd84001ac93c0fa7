import { optimumOf } from '../linear-solver.ts'
import type { Attack, AttackTally } from './attack.ts'
import { type AttackedCube, codeOfCell, levelsOf, rangeOf } from './attacked-cube.ts'

const targets = 20
/** What is promised of every cell of tables by block, which an attacker knows. */
const promised = 2

/**
 * Integer programs over the smallest place and period of a cube: whole numbers of units in every candidate cell that agree with each
 * published cell and, within the promise, with the sums that were promised by name. Is any cell left with one value only?
 */
export const integerPrograms: Attack = {
  name: 'integer programs',
  how: 'whole numbers in the smallest place and period that agree with all that is published and promised',
  async run({ cubes, long }) {
    if (!long) return []
    const tallies: AttackTally[] = []
    for (const cube of cubes) {
      const cells = smallestPlace(cube)
      const program = programOf(cube, cells)
      const open = cells.filter((cell) => {
        const [min, max] = rangeOf(cube.solved.published[cell] as number, cube)
        return max > min
      })
      let recovered = 0
      for (const cell of open.slice(0, targets)) {
        const min = await optimumOf(`Minimize\n obj: x${cell}\n${program}`)
        const max = await optimumOf(`Maximize\n obj: x${cell}\n${program}`)
        if (max - min < 0.5) recovered += 1
      }
      tallies.push({ cube: cube.name, attacked: Math.min(targets, open.length), recovered })
    }
    return tallies
  },
}

/** The cells of the place and block of time in which fewest units are, the place at its coarsest. */
function smallestPlace(cube: AttackedCube): readonly number[] {
  const { dimensions, blockLevel, claims } = cube.protection.rule
  const time = dimensions[0]?.levels[blockLevel]
  const place = levelsOf(cube).findLast(({ dimension }) => dimensions[dimension]?.name === claims.known[1])
  const { cells } = cube.solved
  const groups = new Map<string, { units: number; cells: number[] }>()
  for (const [cell, count] of cells.counts.entries()) {
    const where = place === undefined ? '' : codeOfCell(cube, place, cells, cell)
    const key = `${time?.of[cells.codes[0]?.[cell] ?? 0]} ${where}`
    const group = groups.get(key) ?? { units: 0, cells: [] }
    groups.set(key, group)
    group.units += count
    group.cells.push(cell)
  }
  const [smallest] = [...groups.values()].filter(({ units }) => units > 0).sort((one, other) => one.units - other.units)
  return smallest?.cells ?? []
}

function programOf(cube: AttackedCube, cells: readonly number[]): string {
  const { published } = cube.solved
  const first = cube.protection.rule.decoys.varied[0] ?? ''
  const place = cube.protection.rule.dimensions.findIndex(({ name }) => name === first)
  const level = levelsOf(cube).findLast(({ dimension }) => dimension === place)
  const groups = new Map<string, number[]>()
  for (const cell of cells) {
    const key = level === undefined ? '' : codeOfCell(cube, level, cube.solved.cells, cell)
    groups.set(key, [...(groups.get(key) ?? []), cell])
  }
  const lines = [...groups.values()].flatMap((members) => {
    const sum = members.reduce((all, cell) => all + (published[cell] as number), 0)
    const terms = members.map((cell) => `x${cell}`).join(' + ')
    return [`${terms} >= ${sum - promised}`, `${terms} <= ${sum + promised}`]
  })
  const limits = cells.map((cell) => {
    const [min, max] = rangeOf(published[cell] as number, cube)
    return ` ${min} <= x${cell} <= ${max}`
  })
  const names = cells.map((cell) => ` x${cell}`).join('\n')
  return `Subject To\n${lines.map((line, index) => ` c${index}: ${line}`).join('\n')}\nBounds\n${limits.join('\n')}\nGeneral\n${names}\nEnd\n`
}
