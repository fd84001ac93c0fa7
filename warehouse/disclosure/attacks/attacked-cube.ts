import { monthsIn, periodName } from '../../catalog/periods.ts'
import type { CubeProtection } from '../cube-rule.ts'
import type { CellTable, RoundedBlock } from '../rounding/index.ts'
import { type HierarchyLevel, joinBlocks } from '../rounding/tables/shape.ts'

/** A published cube as an attack finds it: what is declared of it, and what is true and published by block of time. */
export interface AttackedCube {
  readonly name: string
  readonly protection: CubeProtection
  /** By name of the block; cells hold what is true. */
  readonly blocks: ReadonlyMap<string, RoundedBlock>
  /** The same of the release before, where there is one. */
  readonly before: ReadonlyMap<string, RoundedBlock>
  /** All blocks one after another. */
  readonly solved: RoundedBlock
  /** What is published of a cell is at most so far from the truth. */
  readonly farthest: Farthest
  /** A dataset and a measure that counts the units of the cube, all of them. */
  readonly asked: { readonly dataset: string; readonly measure: string } | undefined
}

/**
 * A cube as an attack finds it.
 *
 * @param blocks - what is true and published, by name of the block; at least one
 * @param before - the same of the release before
 */
export function attackedCube(
  protection: CubeProtection,
  blocks: AttackedCube['blocks'],
  before: AttackedCube['before'],
  asked?: AttackedCube['asked'],
): AttackedCube {
  const solved = joinBlocks([...blocks.values()])
  const farthest = farthestOf(solved, protection.rule.base)
  return { name: protection.cube.name, protection, blocks, before, solved, farthest, asked }
}

/** How far published cells are from the truth at most: those up to the base of rounding, and larger ones. */
export interface Farthest {
  readonly small: number
  readonly large: number
}

export function farthestOf({ cells, published }: RoundedBlock, base: number): Farthest {
  const farthest = (isOne: (shown: number) => boolean) =>
    cells.counts.reduce((largest, count, cell) => {
      const shown = published[cell] as number
      return isOne(shown) ? Math.max(largest, Math.abs(shown - count)) : largest
    }, 0)
  return { small: farthest((shown) => shown <= base), large: farthest((shown) => shown > base) }
}

/** A level of a cube with the place of its dimension. */
export interface NamedLevel {
  readonly name: string
  readonly dimension: number
  readonly level: HierarchyLevel
}

/** All levels of a cube but the totals, the finest of each dimension first. */
export function levelsOf({ protection }: AttackedCube): readonly NamedLevel[] {
  return protection.rule.dimensions.flatMap(({ levels }, dimension) =>
    levels.slice(0, -1).map((level) => ({ name: level.name, dimension, level })),
  )
}

/** The finest level of each dimension that an attacker knows, time first. */
export function knownLevels(cube: AttackedCube): readonly NamedLevel[] {
  const { known } = cube.protection.rule.claims
  return levelsOf(cube).filter(({ name }) => known.includes(name))
}

/** The code of a cell at a level, as text. */
export function codeOfCell(
  cube: AttackedCube,
  { dimension, level }: NamedLevel,
  cells: CellTable,
  cell: number,
): string {
  return nameOfCode(cube, level.name, level.of[cells.codes[dimension]?.[cell] ?? 0] ?? 0)
}

/** The name of a code by its place at a level: of time the period. */
export function nameOfCode({ protection }: AttackedCube, level: string, code: number): string {
  const { cube, periods, time } = protection
  if (level === 'year' || level === 'quarter' || level === 'month') {
    const first = Math.floor((periods.first * monthsIn[time]) / monthsIn[level])
    return periodName((first + code) * monthsIn[level], level, cube)
  }
  return cube.dimensions.get(level)?.codes[code]?.code ?? String(code)
}

/** The texts of the codes of an answer key, as of {@link marginKeys} over the finest level of some dimensions. */
export function namesOfAnswer(cube: AttackedCube, names: readonly string[], key: number): string {
  const varied = cube.protection.rule.dimensions.filter(({ name }) => names.includes(name))
  let rest = key
  const codes = varied.toReversed().map(({ name, levels }) => {
    const size = levels[0]?.size ?? 1
    const code = rest % size
    rest = Math.floor(rest / size)
    return nameOfCode(cube, name, code)
  })
  return codes.reverse().join(' ')
}

/** The range in which the true count of a published cell lies, since no cell of the cube is further off than the farthest. */
export function rangeOf(published: number, { farthest, protection }: AttackedCube): readonly [number, number] {
  const off = published <= protection.rule.base ? farthest.small : farthest.large
  return [Math.max(0, published - off), published + off]
}
