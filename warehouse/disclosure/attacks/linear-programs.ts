import { optimumOf } from '../linear-solver.ts'
import type { Attack, AttackContext, AttackTally } from './attack.ts'
import { type AttackedCube, codeOfCell, knownLevels, levelsOf, type NamedLevel, rangeOf } from './attacked-cube.ts'
import { type Copy, copiesAmong } from './copies.ts'

type CountRange = readonly [min: number, max: number]

/** A finest cell with what is published and true, its coarse answer and its place in other cubes. */
export interface Inner {
  readonly range: CountRange
  readonly counted: number
  /** The answer at its coarsest, of which national totals by year are taken as known exactly. */
  readonly answer: string
}

const targetsInYear = 10

/**
 * Linear programs over everything published of the units of a year: all cubes that count them, and the exact national totals by
 * coarse answer in the attacker's hands. How narrow does the range of an inner cell become? Cells go first whose answer leaves
 * the least room.
 */
export const linearPrograms: Attack = {
  name: 'linear programs',
  how: 'least and greatest value of inner cells that agree with all cubes of the same units and exact national totals',
  async run(field) {
    const copies = copiesAmong(field.cubes)
    const tallies: AttackTally[] = []
    for (const cube of field.cubes) tallies.push(await narrowed(cube, copies, field))
    return tallies
  },
}

async function narrowed(cube: AttackedCube, copies: readonly Copy[], { effort }: AttackContext): Promise<AttackTally> {
  let [attacked, recovered] = [0, 0]
  for (const cells of yearsToAttack(cube)) {
    const inner = innerOf(cube, cells)
    const sums = copies.filter(({ of }) => of === cube).flatMap((copy) => sumsOf(copy, cells))
    const program = programOf(inner, sums)
    for (const target of targetsIn(inner).slice(0, Math.min(targetsInYear, effort))) {
      const min = await optimumOf(`Minimize\n obj: x${target}\n${program}`)
      const max = await optimumOf(`Maximize\n obj: x${target}\n${program}`)
      attacked += 1
      if (max - min < 0.5) recovered += 1
    }
  }
  return { cube: cube.name, attacked, recovered }
}

/** The cells of the years with the fewest and with the most units. */
export function yearsToAttack(cube: AttackedCube): readonly (readonly number[])[] {
  const year = levelsOf(cube).find(({ name }) => name === 'year')
  if (year === undefined) return []
  const { cells } = cube.solved
  const years = new Map<string, { units: number; cells: number[] }>()
  for (const [cell, count] of cells.counts.entries()) {
    const name = codeOfCell(cube, year, cells, cell)
    const one = years.get(name) ?? { units: 0, cells: [] }
    years.set(name, one)
    one.units += count
    one.cells.push(cell)
  }
  const ordered = [...years.values()].sort((one, other) => one.units - other.units)
  return [...new Set([ordered[0], ordered.at(-1)])].flatMap((one) => (one === undefined ? [] : [one.cells]))
}

function innerOf(cube: AttackedCube, cells: readonly number[]): readonly Inner[] {
  const { counts } = cube.solved.cells
  const level = coarseAnswer(cube)
  return cells.map((cell) => ({
    range: rangeOf(cube.solved.published[cell] as number, cube),
    counted: counts[cell] as number,
    answer: codeOfCell(cube, level, cube.solved.cells, cell),
  }))
}

/** The coarsest level of the first dimension that decoys vary. */
function coarseAnswer(cube: AttackedCube): NamedLevel {
  const { dimensions, decoys } = cube.protection.rule
  const place = dimensions.findIndex(({ name }) => name === decoys.varied[0])
  return levelsOf(cube).findLast(({ dimension }) => dimension === place) as NamedLevel
}

/** A sum of inner cells that lies in a range. */
interface BoundedSum {
  readonly places: readonly number[]
  readonly range: CountRange
}

/** What other cubes say of sums of cells: for every part that counts the same, each of its cells is rounded. */
function sumsOf({ of, by, shared, margins }: Copy, cells: readonly number[]): readonly BoundedSum[] {
  const levels = shared.flatMap((name) => levelsOf(of).find((level) => level.name === name) ?? [])
  const groups = new Map<string, number[]>()
  for (const [place, cell] of cells.entries()) {
    const key = levels.map((level) => codeOfCell(of, level, of.solved.cells, cell)).join(' ')
    groups.set(key, [...(groups.get(key) ?? []), place])
  }
  const off = Math.max(by.farthest.small, by.farthest.large)
  return [...groups].flatMap(([key, places]) => {
    const readings = margins.flatMap((part) => part.get(key) ?? [])
    const min = Math.max(0, ...readings.map(({ published, cells: rounded }) => published - off * rounded))
    const max = Math.min(...readings.map(({ published, cells: rounded }) => published + off * rounded))
    return readings.length === 0 ? [] : [{ places, range: [min, Math.max(min, max)] }]
  })
}

function programOf(inner: readonly Inner[], sums: readonly BoundedSum[]): string {
  const totals = new Map<string, { terms: string[]; counted: number }>()
  for (const [place, { answer, counted }] of inner.entries()) {
    const total = totals.get(answer) ?? { terms: [], counted: 0 }
    totals.set(answer, total)
    total.terms.push(`x${place}`)
    total.counted += counted
  }
  const lines = [...totals.values()].map(({ terms, counted }) => `${terms.join(' + ')} = ${counted}`)
  for (const { places, range } of sums) {
    const terms = places.map((place) => `x${place}`).join(' + ')
    lines.push(`${terms} >= ${range[0]}`, `${terms} <= ${range[1]}`)
  }
  const limits = inner.map(({ range }, place) => ` ${range[0]} <= x${place} <= ${range[1]}`)
  return `Subject To\n${lines.map((line, index) => ` c${index}: ${line}`).join('\n')}\nBounds\n${limits.join('\n')}\nEnd\n`
}

/** Cells of which neither the cube nor a national total says everything, those first whose answer leaves the least room. */
function targetsIn(inner: readonly Inner[]): readonly number[] {
  const answers = new Map<string, { slack: number; cells: number; units: number }>()
  for (const { answer, range, counted } of inner) {
    const { slack, cells, units } = answers.get(answer) ?? { slack: 0, cells: 0, units: 0 }
    answers.set(answer, { slack: slack + range[1] - range[0], cells: cells + 1, units: units + counted })
  }
  const slackOf = (place: number) => answers.get(inner[place]?.answer ?? '')?.slack ?? 0
  const isOpen = ({ range, answer }: Inner) => {
    const { cells = 0, units = 0 } = answers.get(answer) ?? {}
    return range[1] > range[0] && cells > 1 && units > 0
  }
  const open = [...inner.keys()].filter((place) => isOpen(inner[place] as Inner))
  return open.toSorted((one, other) => slackOf(one) - slackOf(other) || one - other)
}

/**
 * Reconstruction: looks for very different lists of units of a small place that agree with what is published. As long as
 * there are two, nobody knows which is true.
 */
export const reconstruction: Attack = {
  name: 'reconstruction',
  how: 'all lists of units of a small place that agree with what is published',
  async run({ cubes, effort }) {
    return cubes.map((cube): AttackTally => {
      const levels = knownLevels(cube).slice(0, 2)
      const places = new Map<string, number>()
      for (const cells of yearsToAttack(cube))
        for (const cell of cells) {
          const { counts } = cube.solved.cells
          const [min, max] = rangeOf(cube.solved.published[cell] as number, cube)
          if (min === max && counts[cell] === min) continue
          const key = levels.map((level) => codeOfCell(cube, level, cube.solved.cells, cell)).join(' ')
          places.set(key, (places.get(key) ?? 0) + max - min)
        }
      const smallest = [...places.values()].sort((one, other) => one - other).slice(0, effort)
      return { cube: cube.name, attacked: smallest.length, recovered: smallest.filter((slack) => slack < 2).length }
    })
  },
}
