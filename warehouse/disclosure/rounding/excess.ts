import { type AlikeGroups, finestOf, shareOfSide } from './claims/alike-groups.ts'
import { KeyTable } from './tables/key-table.ts'
import { type CellTable, type CubeDimension, type MarginalTable, marginKeyAt, marginKeys } from './tables/shape.ts'

/** Of raised cells, so many may be true. */
const maxOwn = 0.5
/** Of raised cells on the side that is unusual for people alike so many may be on the true side. */
const maxOnRareSide = 0.45
/** On the usual side, so much less than guessing: small strata of claims vary, and each has to keep its promise. */
const belowGuessing = 0.03
/** Further below what is usual, on either side, the opposite of what is published would be right too often. */
const farBelowTypical = 0.07

/** By what raised cells are put into strata, beside the side on which they stand. */
export interface ExcessRule {
  /** Cells that hold so many are nobody's in particular. */
  readonly base: number
  readonly dimensions: readonly CubeDimension[]
  readonly known: readonly string[]
  readonly alike: readonly string[]
}

/** What raising each cell adds to the strata that it belongs to. */
export interface Excess {
  /** Strata of cell `i` from `i × width` on; the same key stands for the same stratum in every block. */
  readonly keys: Float64Array
  readonly width: number
  /** By how much claims on the cell would be right too often. */
  readonly of: Float64Array
  /** Whether what one block leaves is made good by later ones. */
  readonly isCarried: boolean
}

/**
 * By how much claims on each cell would be right too often, were it raised: on what it says, and on its side; and by how much on
 * its side too seldom. The first has room below its limit; of sides small strata are minded too, and over all blocks.
 *
 * @param cells - that may be raised
 * @param truth - all cells of the block: who is truly there
 */
export function excessesOf(
  cells: CellTable,
  truth: CellTable,
  alike: AlikeGroups,
  rule: ExcessRule,
): readonly Excess[] {
  const own = Float64Array.from(cells.counts, (count) => (count >= rule.base ? 0 : (count > 0 ? 1 : 0) - maxOwn))
  const sides = onTrueSide(cells, truth, alike, rule)
  const strata = Array.from(cells.counts, (_, cell) => strataOf(cells, cell, alike, rule))
  const coarse = strata.map((keys) => keys.slice(0, coarseStrata))
  const all = Float64Array.from(strata.flat())
  // Whole numbers that no stratum of the other limit has.
  const others = all.map((key) => -2 - key)
  const controlled = { width: strata[0]?.length ?? 0, isCarried: true }
  return [
    { keys: Float64Array.from(coarse.flat()), width: coarseStrata, of: own, isCarried: false },
    { ...controlled, keys: all, of: sides.tooOften },
    { ...controlled, keys: others, of: sides.tooSeldom },
  ]
}

/** The first strata of a cell, which have many cells each. */
const coarseStrata = 6
const buckets = 20

/** The strata of a cell, all of its side, the coarse ones first: by what is usual among units alike, by what they are alike in, by place and by time. */
function strataOf(cells: CellTable, cell: number, alike: AlikeGroups, rule: ExcessRule): readonly number[] {
  const [side, answer] = [alike.sideOf(cells, cell), alike.answerOf(cells, cell)]
  const group = alike.groupOf(cells, cell)
  const own = group.answers.find(({ key }) => key === answer)?.units ?? 0
  const [first = '', ...others] = rule.alike
  const otherKnown = rule.known.filter((name, index) => index > 0 && !rule.alike.includes(name))
  const margin = (names: readonly string[], familyOf: typeof finestOf) =>
    marginKeyAt(cell, familyOf(names, rule.dimensions), rule.dimensions, cells)
  const kinds = [
    Math.floor((shareOfSide(group, side) * buckets) / 2),
    Math.floor((own / Math.max(1, group.units)) * buckets),
    margin([first], coarsestOf),
    margin(others, coarsestOf),
    margin(otherKnown, coarsestOf),
    answer,
    margin([first], finestOf),
    margin(otherKnown, finestOf),
    margin(rule.alike, coarsestOf),
    margin(rule.known.slice(0, 1), finestOf),
  ]
  return kinds.map((kind, index) => (kind * kinds.length + index) * 2 + side)
}

/** The table of some dimensions at the coarsest level that still tells them apart. */
function coarsestOf(names: readonly string[], dimensions: readonly CubeDimension[]): MarginalTable {
  return dimensions.map(({ name, levels }) => Math.max(0, levels.length - (names.includes(name) ? 2 : 1)))
}

/** Of whoever is unique on what is known: whether a cell is on the true side, beyond what is aimed at; and what it lacks. */
function onTrueSide(cells: CellTable, truth: CellTable, alike: AlikeGroups, { dimensions, known }: ExcessRule) {
  const family = finestOf(known, dimensions)
  const table = new KeyTable(truth.counts.length)
  const sides: [number, number][] = []
  for (const [cell, key] of marginKeys(family, dimensions, truth).entries()) {
    const place = table.add(key)
    const people = sides[place] ?? [0, 0]
    sides[place] = people
    people[alike.sideOf(truth, cell)] += truth.counts[cell] as number
  }
  const [tooOften, tooSeldom] = [new Float64Array(cells.counts.length), new Float64Array(cells.counts.length)]
  for (const [cell, key] of marginKeys(family, dimensions, cells).entries()) {
    const people = sides[table.find(key)] ?? [0, 0]
    if (people[0] + people[1] !== 1) continue
    const side = alike.sideOf(cells, cell)
    const typical = shareOfSide(alike.groupOf(cells, cell), side)
    tooOften[cell] = people[side] - (typical >= 0.5 ? typical - belowGuessing : maxOnRareSide)
    tooSeldom[cell] = typical - farBelowTypical - people[side]
  }
  return { tooOften, tooSeldom }
}
