import type { CellTable, ClaimPromise, CubeDimension, RoundedBlock } from '../rounding/index.ts'
import { joinBlocks, joinCells, marginKeys, takeCells } from '../rounding/tables/shape.ts'
import { type Attack, type AttackTally, type AttackVerdict, verdictOn } from './attack.ts'
import type { AttackedCube } from './attacked-cube.ts'
import { worstStrata } from './claim-attacks.ts'

/** Of the cells that move in a yearly revision, so many may stand for a real change: the others are cover. */
const maxReal = 0.5
/** Where more of the cells changed in truth, no cover can hide that they did. */
const maxChanged = 0.4
/** A cell of so many units is an answer in itself, and a change of it is a sum of many corrections. */
const manyUnits = 100
/** Of large cells that move, so many may move by what truly changed. */
const maxExact = 0.25
const large = 4

/**
 * Subtracts a release from the one before. A new quarter changes no earlier cell; in a yearly batch most cells that move
 * did not change in truth, and large ones move by something else than the truth.
 */
export const vintageDifferencing: Attack = {
  name: 'vintage differencing',
  how: 'two releases subtracted, to see what was added or corrected',
  async run({ cubes, release }) {
    return cubes.flatMap((cube) => whatMoved(cube, release.revised))
  },
}

/** Claims what two releases publish alike: two solutions of one period that are independent would mostly agree on the truth. */
export const claimsOnBoth: Attack = {
  name: 'claims, both releases',
  how: 'what a release and the one before say alike of whoever is unique, in the stratum that is best to choose',
  async run({ cubes, release, promise }) {
    return release.revised ? cubes.flatMap((cube) => claimsSaidTwice(cube, promise)) : []
  },
}

/** What a revision tells of one cube, and whether that is more than is promised. */
export interface LearnedOfCorrections {
  readonly answer: string
  /** Too few cells or claims to judge: `few`. */
  readonly verdict: AttackVerdict
  readonly right: number
  readonly attacked: number
  readonly atMost: number
}

/** Both attacks on a revision, before it is published: judged as the audit judges them. */
export function learnedOfCorrections(cube: AttackedCube, promise: ClaimPromise): readonly LearnedOfCorrections[] {
  const said = claimsSaidTwice(cube, promise).map((tally) => ({
    ...tally,
    answer: `${tally.answer}, in both releases`,
  }))
  return [...whatMoved(cube, true), ...said].map((tally) => ({
    answer: tally.answer ?? '',
    verdict: verdictOn(tally),
    right: tally.recovered,
    attacked: tally.attacked,
    atMost: tally.tolerated ?? 0,
  }))
}

function whatMoved(cube: AttackedCube, isRevised: boolean): readonly AttackTally[] {
  const { pairs } = comparedWithBefore(cube) ?? {}
  if (pairs === undefined) return []
  const moved = pairs.filter(({ shown }) => shown[0] !== shown[1])
  const which = { cube: cube.name, answer: 'which cells changed', attacked: moved.length }
  if (!isRevised) return [{ ...which, recovered: moved.length }]
  const changed = moved.filter(({ counts }) => counts[0] !== counts[1])
  const exact = movedExactly(moved)
  const amounts = { cube: cube.name, answer: `by how much, cells of ${large} and more`, tolerated: maxExact }
  return [
    ...(canBeHidden(pairs) ? [{ ...which, recovered: changed.length, tolerated: maxReal }] : []),
    { ...amounts, attacked: exact.length, recovered: exact.filter((is) => is).length },
  ]
}

function claimsSaidTwice(cube: AttackedCube, promise: ClaimPromise): readonly AttackTally[] {
  const compared = comparedWithBefore(cube)
  return compared === undefined ? [] : worstStrata(cube, [saidTwice(compared)], promise)
}

/** A cell with what is true and published of it in the release before and in this one. */
interface Pair {
  readonly counts: readonly [before: number, now: number]
  readonly shown: readonly [before: number, now: number]
}

/** The cells of the blocks that two releases have, and each of them in both. */
interface Compared {
  readonly cells: CellTable
  readonly pairs: readonly Pair[]
}

function comparedWithBefore(cube: AttackedCube): Compared | undefined {
  const names = [...cube.before.keys()].filter((name) => cube.blocks.has(name))
  if (names.length === 0) return undefined
  const { dimensions } = cube.protection.rule
  const [before, now] = [placed(cube.before, names, dimensions), placed(cube.blocks, names, dimensions)]
  const gone = Int32Array.from([...before.places].flatMap(([key, cell]) => (now.places.has(key) ? [] : [cell])))
  const keys = [...now.places.keys(), ...[...before.places.keys()].filter((key) => !now.places.has(key))]
  const pairs = keys.map((key): Pair => {
    const [was, is] = [before, now].map(({ solved, places }) => {
      const cell = places.get(key) ?? -1
      return { count: solved.cells.counts[cell] ?? 0, shown: solved.published[cell] ?? 0 }
    }) as [{ count: number; shown: number }, { count: number; shown: number }]
    return { counts: [was.count, is.count], shown: [was.shown, is.shown] }
  })
  return { cells: joinCells(now.solved.cells, takeCells(before.solved.cells, gone)), pairs }
}

interface Placed {
  readonly solved: RoundedBlock
  /** Cells by their codes. */
  readonly places: ReadonlyMap<number, number>
}

function placed(
  blocks: AttackedCube['blocks'],
  names: readonly string[],
  dimensions: readonly CubeDimension[],
): Placed {
  const solved = joinBlocks(names.flatMap((name) => blocks.get(name) ?? []))
  const finest = dimensions.map(() => 0)
  return { solved, places: new Map([...marginKeys(finest, dimensions, solved.cells)].map((key, cell) => [key, cell])) }
}

function canBeHidden(pairs: readonly Pair[]): boolean {
  const there = pairs.filter(({ counts: [before, now] }) => before > 0 || now > 0)
  const units = there.reduce((sum, { counts }) => sum + counts[1], 0)
  const changed = there.filter(({ counts: [before, now] }) => before !== now)
  return changed.length < maxChanged * there.length && units < manyUnits * there.length
}

/** Of large cells that moved, whether each did so by what truly changed. */
function movedExactly(moved: readonly Pair[]): readonly boolean[] {
  return moved
    .filter(({ shown }) => Math.min(...shown) >= large)
    .map(({ counts, shown }) => shown[1] - shown[0] === counts[1] - counts[0])
}

/** What is published in both releases, beside what is true now. */
function saidTwice({ cells, pairs }: Compared): RoundedBlock {
  return {
    cells: { codes: cells.codes, counts: Int32Array.from(pairs, ({ counts }) => counts[1]) },
    published: Int32Array.from(pairs, ({ shown }) => (Math.min(...shown) > 0 ? shown[1] : 0)),
  }
}
