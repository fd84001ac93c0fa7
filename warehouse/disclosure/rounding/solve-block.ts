import type { AlikeGroups } from './alike-groups.ts'
import { anneal, type Schedule } from './anneal.ts'
import type { ClaimRule } from './claims.ts'
import { type DecoyRule, makeDecoys } from './decoys.ts'
import { type ExcessRule, excessesOf } from './excess.ts'
import { keptChance } from './flow.ts'
import { MarginErrors } from './margin-errors.ts'
import { addError, brokenMargins, type Left, type Margins, makeMargins, type Partition } from './margins.ts'
import { countUnique, fewestUnique, type LeftExcess, Prices } from './prices.ts'
import type { Promises } from './promises.ts'
import type { SecretRandom } from './random.ts'
import { type Cells, type CubeDimension, type Family, joinCells, marginKeys, takeCells } from './shape.ts'

export interface CubeRule {
  /** Counts below it become 0 or this. */
  readonly base: number
  /** Whether larger counts become multiples of the base too. */
  readonly everyCell: boolean
  /** Time comes first. */
  readonly dimensions: readonly CubeDimension[]
  /** The level of time that is solved at once, such as the quarter. */
  readonly blockLevel: number
  readonly families: readonly Family[]
  /** Families of which every cell carries a promise. */
  readonly promisedFamilies: readonly Family[]
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
 * Small-count rounding with decoys of the cells of one block: cells of 1 and 2 become 0 or 3, so may truly empty ones, all
 * others stay. At random without bias at first, then annealed.
 *
 * @param left - what earlier blocks have left in the margins of a family that reaches over several blocks
 * @param fixed - for a block that is published already; by default every cell is free
 * @returns with `isKept`, whether every margin that the search minds is within its promise
 */
export function solveBlock(
  block: Cells,
  cube: Cube,
  left: Left,
  random: SecretRandom,
  fixed?: Fixed,
): Solved & { readonly isKept: boolean } {
  const { rule, everybody, alike, partitions } = cube
  const { dimensions, base } = rule
  const mayChange = (place: number) => fixed === undefined || fixed.free[place] === 1
  const isFree = (place: number) => mayChange(place) && isRounded(block.counts[place] as number, rule)
  const rounded = places(block, isFree)
  const small = rounded.filter((place) => (block.counts[place] as number) < base)
  const { decoys, covers } = makeDecoys(block, small, { dimensions, everybody, alike }, rule.decoys, random)
  const cells = joinCells(block, decoys)
  const published = cells.counts.slice()
  for (const place of places(block, (one) => !mayChange(one))) published[place] = fixed?.published[place] as number
  const free = Int32Array.from([...rounded, ...places(decoys, () => true).map((decoy) => block.counts.length + decoy)])
  const freeCells = takeCells(cells, free)
  const up = startingState(block, covers, free, base, random)
  const units = block.counts.reduce((sum, count) => sum + count, 0)
  let isKept = true
  if (free.length > 0) {
    const margins = makeMargins(freeCells, dimensions, partitions, left)
    if (fixed !== undefined) addFixedErrors(margins, block, fixed, rule, freeCells)
    addErrors(margins, { counts: freeCells.counts, up, base })
    anneal(margins, up, base, passesFor(units, rule), random, pricesOf(freeCells, block, cube))
    isKept = brokenMargins(margins).length === 0
  }
  for (const [index, place] of free.entries())
    published[place] = lower(cells.counts[place] as number, base) + (up[index] as number) * base
  return { cells, published, isKept }
}

/** Blocks in which few people are unique are protected by their decoys alone. */
function pricesOf(free: Cells, block: Cells, { alike, rule, excess }: Cube): Prices | undefined {
  const strata = strataRuleOf(rule)
  if (countUnique(block, strata) < fewestUnique) return undefined
  return new Prices(free.counts.length, excessesOf(free, block, alike, strata), excess)
}

/** By what claims are put into strata. */
function strataRuleOf({ dimensions, claims, decoys }: CubeRule): ExcessRule {
  return { dimensions, known: claims.known, alike: decoys.alike }
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

/** A count stays when it is large, or a multiple of the base where every cell becomes one. Empty cells of a revision may fill. */
function isRounded(count: number, { base, everyCell }: CubeRule): boolean {
  return count < base || (everyCell && count % base !== 0)
}

/** The multiple of the base below a count. */
function lower(count: number, base: number): number {
  return count - (count % base)
}

function places({ counts }: Cells, isOne: (place: number) => boolean): Int32Array {
  return Int32Array.from(counts.keys()).filter(isOne)
}

/** Each unit is expected once: its own cell has a part of the chance, its decoys the rest in equal shares. */
function startingState(
  block: Cells,
  covers: Int32Array,
  free: Int32Array,
  base: number,
  random: SecretRandom,
): Uint8Array {
  const decoysOf = new Int32Array(block.counts.length)
  for (const cell of covers) decoysOf[cell] = (decoysOf[cell] as number) + 1
  return Uint8Array.from(free, (place) => {
    const cell = place < block.counts.length ? place : (covers[place - block.counts.length] as number)
    const [count, decoys] = [block.counts[cell] as number, decoysOf[cell] as number]
    const own = decoys === 0 ? 1 : keptChance
    const chance = (place < block.counts.length ? own : (1 - own) / decoys) * ((count % base) / base)
    return random.next() < chance ? 1 : 0
  })
}

function addErrors(
  { errors, of }: Margins,
  { counts, up, base }: { readonly counts: Int32Array; readonly up: Uint8Array; readonly base: number },
): void {
  const width = of.length / counts.length
  for (let cell = 0; cell < counts.length; cell++) {
    const error = (up[cell] as number) * base - ((counts[cell] as number) % base)
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
