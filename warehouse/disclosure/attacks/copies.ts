import { KeyTable } from '../rounding/tables/key-table.ts'
import { marginKeys } from '../rounding/tables/shape.ts'
import { type AttackedCube, codeOfCell, levelsOf, type NamedLevel } from './attacked-cube.ts'

/** Margins by the texts of their codes: what is true and what is published. */
export type ComparedMargins = ReadonlyMap<
  string,
  { readonly counted: number; readonly published: number; readonly cells: number }
>

/** A part of a cube that counts the same units as another cube does: the same numbers, published twice. */
export interface Copy {
  readonly of: AttackedCube
  readonly by: AttackedCube
  /** The levels that both cubes have. */
  readonly shared: readonly string[]
  /** What the first cube counts, or one of its parts. */
  readonly whole: ComparedMargins
  /** One for each part of the second cube that counts them all. */
  readonly margins: readonly ComparedMargins[]
}

const maxParts = 400

/** Places of cells. */
type Part = readonly number[]

/** All pairs of cubes of which one counts what the other does, whole or in each of some parts. */
export function copiesAmong(cubes: readonly AttackedCube[]): readonly Copy[] {
  return cubes.flatMap((of) =>
    cubes.flatMap((by): Copy[] => {
      const shared = sharedLevels(of, by)
      if (of === by || shared.length < 2) return []
      const whole = marginsOf(of, shared)
      const margins = partsOf(by, shared).filter((part) => isSame(part, whole))
      return margins.length === 0 ? [] : [{ of, by, shared, whole, margins }]
    }),
  )
}

/** Fewer numbers are the same by chance. */
const fewestNumbers = 30

/** Parts of one cube that count the same units, such as cohorts under several events, by as many levels as they agree in. */
export function copiesWithin(cube: AttackedCube): readonly Copy[] {
  const others = [...cube.protection.rule.dimensions.keys()].slice(1)
  return cutsOf(others).flatMap((cut) => {
    const parts = alikeInSize(cube, partsBy(cube, cut))
    if (parts.length === 0) return []
    for (const left of cutsOf(others.filter((dimension) => !cut.includes(dimension)))) {
      const shared = finestLevels(cube).filter(({ dimension }) => !cut.includes(dimension) && !left.includes(dimension))
      const copies = sameAmong(
        cube,
        parts,
        shared.map(({ name }) => name),
      )
      if (copies.length > 0) return copies
    }
    return []
  })
}

function sameAmong(cube: AttackedCube, parts: readonly Part[], shared: readonly string[]): readonly Copy[] {
  const margins = parts.map((part) => marginsOf(cube, shared, part))
  return groupsBy(margins, textOf).flatMap(([whole, ...same]): Copy[] =>
    whole === undefined || same.length === 0 || whole.size < fewestNumbers
      ? []
      : [{ of: cube, by: cube, shared, whole, margins: same }],
  )
}

/** Those of which another one counts as many. */
function alikeInSize({ solved: { cells } }: AttackedCube, parts: readonly Part[]): readonly Part[] {
  const sizeOf = (part: Part) => part.reduce((sum, cell) => sum + (cells.counts[cell] as number), 0)
  return groupsBy(parts, sizeOf).flatMap((group) => (group.length > 1 ? group : []))
}

function groupsBy<T>(all: readonly T[], keyOf: (one: T) => string | number): readonly (readonly T[])[] {
  const groups = new Map<string | number, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

/** What is true of all numbers of a part. */
function textOf(margins: ComparedMargins): string {
  const counted = [...margins].flatMap(([key, { counted: count }]) => (count > 0 ? [`${key} ${count}`] : []))
  return counted.sort().join('\n')
}

/** The margins of a cube, or of some of its cells, by some of its levels. */
export function marginsOf(cube: AttackedCube, names: readonly string[], cells?: readonly number[]): ComparedMargins {
  const levels = named(cube, names)
  const sums = new Map<string, { counted: number; published: number; cells: number }>()
  const { cells: all, published } = cube.solved
  for (const cell of cells ?? all.counts.keys()) {
    const key = levels.map((level) => codeOfCell(cube, level, all, cell)).join(' ')
    const sum = sums.get(key) ?? { counted: 0, published: 0, cells: 0 }
    sums.set(key, sum)
    sum.counted += all.counts[cell] as number
    sum.published += published[cell] as number
    sum.cells += 1
  }
  return sums
}

/** The finest levels that two cubes have in common, one for each dimension. */
function sharedLevels(one: AttackedCube, other: AttackedCube): readonly string[] {
  const theirs = new Set(levelsOf(other).map(({ name }) => name))
  return finestLevels(one, (name) => theirs.has(name)).map(({ name }) => name)
}

/** The finest level of each dimension, of those that are wanted. */
function finestLevels(cube: AttackedCube, isWanted: (name: string) => boolean = () => true): readonly NamedLevel[] {
  const taken = new Set<number>()
  return levelsOf(cube).filter(({ name, dimension }) => {
    if (taken.has(dimension) || !isWanted(name)) return false
    taken.add(dimension)
    return true
  })
}

function named(cube: AttackedCube, names: readonly string[]): readonly NamedLevel[] {
  const all = levelsOf(cube)
  return names.flatMap((name) => all.find((level) => level.name === name) ?? [])
}

/** A cube cut by the codes of any of the dimensions that are not shared. */
function partsOf(cube: AttackedCube, shared: readonly string[]): readonly ComparedMargins[] {
  const { dimensions } = cube.protection.rule
  const shares = new Set(named(cube, shared).map(({ dimension }) => dimension))
  const others = [...dimensions.keys()].filter((dimension) => !shares.has(dimension))
  return cutsOf(others).flatMap((cut) => partsBy(cube, cut).map((part) => marginsOf(cube, shared, part)))
}

/** All sets of some dimensions, smaller ones before those that hold them. */
function cutsOf(dimensions: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** dimensions.length }, (_, mask) =>
    dimensions.filter((__, bit) => (mask & (2 ** bit)) > 0),
  )
}

/** A cube cut by the codes of some dimensions; nothing where that gives very many parts. */
function partsBy(cube: AttackedCube, cut: readonly number[]): readonly Part[] {
  const { dimensions } = cube.protection.rule
  const family = dimensions.map(({ levels }, dimension) => (cut.includes(dimension) ? 0 : levels.length - 1))
  const parts: number[][] = []
  const table = new KeyTable()
  for (const [cell, key] of marginKeys(family, dimensions, cube.solved.cells).entries()) {
    const place = table.add(key)
    const part = parts[place] ?? []
    parts[place] = part
    part.push(cell)
  }
  return parts.length > maxParts ? [] : parts
}

/** Whether the true margins of a part are those of a whole cube in all periods that both have, one of which is counted in both. */
function isSame(part: ComparedMargins, whole: ComparedMargins): boolean {
  const [periods, others] = [periodsOf(part), periodsOf(whole)]
  const both = (margins: ComparedMargins) =>
    [...margins].filter(([key, { counted }]) => counted > 0 && periods.has(periodOf(key)) && others.has(periodOf(key)))
  const [mine, theirs] = [both(part), both(whole)]
  const isEqual = theirs.every(([key, { counted }]) => part.get(key)?.counted === counted)
  return theirs.length > 0 && mine.length === theirs.length && isEqual
}

const periodOf = (key: string) => key.split(' ')[0] ?? ''

function periodsOf(margins: ComparedMargins): ReadonlySet<string> {
  return new Set([...margins].flatMap(([key, { counted }]) => (counted > 0 ? [periodOf(key)] : [])))
}
