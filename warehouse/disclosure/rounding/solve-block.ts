import type { AlikeGroups } from './alike-groups.ts'
import { anneal, type Schedule } from './anneal.ts'
import type { ClaimRule } from './claims.ts'
import { aimsOf, type ControlRule, type ControlTotals, controlErrors } from './control.ts'
import { type DecoyRule, makeDecoys } from './decoys.ts'
import { type ExcessRule, excessesOf } from './excess.ts'
import { MarginErrors } from './margin-errors.ts'
import { addError, brokenMargins, type Left, type Margins, makeMargins, type Partition } from './margins.ts'
import { countUnique, fewestUnique, type LeftExcess, Prices } from './prices.ts'
import type { Promises } from './promises.ts'
import type { SecretRandom } from './random.ts'
import { type Cells, type CubeDimension, type Family, joinCells, marginKeys, takeCells } from './shape.ts'
import { type Start, startingState } from './starting-state.ts'

export interface CubeRule {
  /** What is published of a cell is a multiple of it. */
  readonly base: number
  /** Time comes first. */
  readonly dimensions: readonly CubeDimension[]
  /** The level of time that is solved at once, such as the quarter. */
  readonly blockLevel: number
  readonly families: readonly Family[]
  /** Families of which every cell carries a promise. */
  readonly promisedFamilies: readonly Family[]
  /** Of a count that another cube publishes, too. */
  readonly control?: ControlRule | undefined
  readonly promises: Promises
  readonly decoys: DecoyRule
  readonly claims: ClaimRule
  readonly schedule: Schedule
  /** Tables whose margins hold fewer units on average are not minded by the search: they lie within the rounding of cells. */
  readonly mindedFrom: number
  /** Units in a block up to which the search makes all its passes; above, they are fewer, so that its time stays the same. */
  readonly searchUpTo: number
}

/** Cells of a block of time, and what is published of them. */
export interface Solved {
  readonly cells: Cells
  readonly published: Int32Array
}

/** What was published of a block before, and which of its cells may change now. */
export interface Fixed {
  readonly published: Int32Array
  /** 1 for cells that are solved anew. */
  readonly free: Uint8Array
  /** 1 for cells that everybody has left since: they have decoys of their own. */
  readonly vacated: Uint8Array
}

/** What a block has to agree with beside its own counts. */
export interface Given {
  readonly fixed?: Fixed | undefined
  /** What another cube publishes of the same count. */
  readonly totals?: ControlTotals | undefined
}

/** What all blocks of a cube have in common. */
export interface Cube {
  readonly rule: CubeRule
  /** The cells of all blocks. */
  readonly everybody: Cells
  readonly alike: AlikeGroups
  /** What the search minds. */
  readonly partitions: readonly Partition[]
  /** What earlier blocks have left in the strata of claims. */
  readonly excess: LeftExcess
}

/**
 * Rounds the cells of one block to multiples of the base next to them, with decoys: cells of 1 and 2 become 0 or 3, and so may truly empty
 * ones. At random without bias at first, then annealed.
 *
 * @param left - what earlier blocks have left in the margins of a family that reaches over several blocks
 * @param given - for a block that is published already, or whose sums are published by another cube
 * @returns with `isKept`, whether every margin that the search minds is within its promise
 */
export function solveBlock(
  block: Cells,
  cube: Cube,
  left: Left,
  random: SecretRandom,
  { fixed, totals }: Given = {},
): Solved & { readonly isKept: boolean } {
  const { rule, everybody, alike } = cube
  const { dimensions, base } = rule
  const aimed = aimsOf(block, everybody, rule, totals)
  const isFree = (place: number) => fixed?.free[place] !== 0
  const isCovered = (place: number) => isFree(place) && isSmall(aimed.cells, place, base, fixed)
  const covered = places(aimed.cells, isCovered)
  const { decoys, covers } = makeDecoys(aimed.cells, covered, { dimensions, everybody, alike }, rule.decoys, random)
  const cells = joinCells(aimed.cells, decoys)
  const free = places(cells, isFree)
  const start = startingState({ aims: aimed.aims, covers, free }, base, random)
  const reaching = leftWithControl(left, aimed.cells, rule, totals)
  const isKept = free.length === 0 || search(takeCells(cells, free), start, block, cube, reaching, random, fixed)
  const published = cells.counts.map((_, place) => fixed?.published[place] ?? 0)
  for (const [index, place] of free.entries())
    published[place] = (start.floors[index] as number) + (start.up[index] as number) * base
  return { cells, published, isKept }
}

/** Whether a cell needs decoys: few are there, or somebody was until now. */
function isSmall({ counts }: Cells, place: number, base: number, fixed: Fixed | undefined): boolean {
  const count = counts[place] as number
  return count > 0 ? count < base : fixed?.vacated[place] === 1
}

/** Sums that another cube publishes have to be its numbers, whatever is true. */
function leftWithControl(left: Left, cells: Cells, { control, dimensions }: CubeRule, totals?: ControlTotals): Left {
  if (control === undefined || totals === undefined) return left
  const errors = controlErrors(cells, cells.counts, dimensions, control, totals)
  const parts = control.parts.join()
  return (family) => (family.join() === parts ? { of: (key) => errors.get(key) ?? 0 } : left(family))
}

/** Moves the free cells up and down, and says whether every margin that is minded is within its promise. */
function search(
  freeCells: Cells,
  { floors, up }: Start,
  block: Cells,
  cube: Cube,
  left: Left,
  random: SecretRandom,
  fixed: Fixed | undefined,
): boolean {
  const { rule, partitions } = cube
  const { dimensions, base } = rule
  const margins = makeMargins(freeCells, dimensions, partitions, left)
  if (fixed !== undefined) addFixedErrors(margins, block, fixed, rule, freeCells)
  addErrors(margins, freeCells.counts, (cell) => (floors[cell] as number) + (up[cell] as number) * base)
  const units = block.counts.reduce((sum, count) => sum + count, 0)
  anneal(margins, up, base, passesFor(units, rule), random, pricesOf(freeCells, block, cube))
  return brokenMargins(margins).length === 0
}

/** Whether enough people of a block are unique on what is known for claims on them to be minded by kind. */
export function isMinded(block: Cells, rule: CubeRule): boolean {
  return countUnique(block, strataRuleOf(rule)) >= fewestUnique
}

/** Other blocks are protected by their decoys alone. */
function pricesOf(free: Cells, block: Cells, { alike, rule, excess }: Cube): Prices | undefined {
  if (!isMinded(block, rule)) return undefined
  const strata = strataRuleOf(rule)
  return new Prices(free.counts.length, excessesOf(free, block, alike, strata), excess)
}

/** By what claims are put into strata. */
function strataRuleOf({ base, dimensions, claims, decoys }: CubeRule): ExcessRule {
  return { base, dimensions, known: claims.known, alike: decoys.alike }
}

/** Adds what a published block leaves in the strata of claims. */
export function leaveExcess({ cells, published }: Solved, { alike, rule, excess }: Cube): void {
  const isRaised = (cell: number) => published[cell] === rule.base && (cells.counts[cell] as number) < rule.base
  for (const one of excessesOf(cells, cells, alike, strataRuleOf(rule))) excess.add(one, isRaised)
}

/** Without a search classes would be biased: decoys speak for the other class, so the larger one would lend to the smaller. */
function passesFor(units: number, { schedule, searchUpTo }: CubeRule): Schedule {
  const share = Math.min(1, searchUpTo / units)
  const passes = (all: number) => Math.ceil(all * share)
  return { soft: passes(schedule.soft), hard: passes(schedule.hard) }
}

function places({ counts }: Cells, isOne: (place: number) => boolean): Int32Array {
  return Int32Array.from(counts.keys()).filter(isOne)
}

function addErrors({ errors, of }: Margins, counts: Int32Array, shown: (cell: number) => number): void {
  const width = of.length / counts.length
  for (let cell = 0; cell < counts.length; cell++) {
    const error = shown(cell) - (counts[cell] as number)
    for (let at = cell * width; at < (cell + 1) * width; at++) addError(errors, of[at] as number, error)
  }
}

/** Cells that must stay as they are have errors too. */
function addFixedErrors(
  { errors, of, partitions, starts }: Margins,
  block: Cells,
  { published, free }: Fixed,
  { dimensions }: CubeRule,
  freeCells: Cells,
): void {
  const held = places(block, (place) => free[place] !== 1)
  const [cells, values] = [takeCells(block, held), held.map((place) => published[place] as number)]
  for (const [index, { family }] of partitions.entries()) {
    const found = new MarginErrors()
    found.add(family, dimensions, cells, values)
    const seen = new Uint8Array((starts[index + 1] as number) - (starts[index] as number))
    for (const [cell, key] of marginKeys(family, dimensions, freeCells).entries()) {
      const margin = of[cell * partitions.length + index] as number
      const place = margin - (starts[index] as number)
      if (seen[place] === 0) addError(errors, margin, found.of(key))
      seen[place] = 1
    }
  }
}
