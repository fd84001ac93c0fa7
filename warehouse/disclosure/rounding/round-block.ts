import { anneal } from './anneal.ts'
import type { AlikeGroups } from './claims/alike-groups.ts'
import { aimsOf, type ControlTotals, controlErrors } from './control.ts'
import { makeDecoys } from './decoys.ts'
import { type ExcessRule, excessesOf } from './excess.ts'
import { brokenMargins, type CarriedErrors, type MarginPartition, makeMargins } from './margins.ts'
import { countUnique, fewestUnique, type LeftExcess, Prices } from './prices.ts'
import type { SecretRandom } from './random.ts'
import { startingState } from './starting-state.ts'
import type { CubeRule, Schedule } from './tables/cube-rule.ts'
import { type CellTable, errorsOf, joinCells, type RoundedBlock } from './tables/shape.ts'

/** What all blocks of a cube have in common. */
export interface CubeOfBlocks {
  readonly rule: CubeRule
  /** The cells of all blocks. */
  readonly population: CellTable
  readonly alike: AlikeGroups
  /** What the search minds. */
  readonly partitions: readonly MarginPartition[]
  /** What earlier blocks have left in the strata of claims. */
  readonly excess: LeftExcess
}

/**
 * Rounds the cells of one block to multiples of the base next to them, with decoys: cells of 1 and 2 become 0 or 3, and so may truly empty
 * ones. At random without bias at first, then annealed.
 *
 * @param left - what earlier blocks have left in the margins of a family that reaches over several blocks
 * @param totals - what another cube publishes of the same count
 * @returns with `isKept`, whether every margin that the search minds is within its promise
 */
export function roundBlock(
  block: CellTable,
  cube: CubeOfBlocks,
  left: CarriedErrors,
  random: SecretRandom,
  totals?: ControlTotals,
): RoundedBlock & { readonly isMet: boolean } {
  const { rule, population, alike, partitions } = cube
  const { dimensions, base } = rule
  const aimed = aimsOf(block, population, rule, totals)
  const small = Int32Array.from(aimed.cells.counts.keys()).filter((place) => {
    const count = aimed.cells.counts[place] as number
    return count > 0 && count < base
  })
  const { decoys, covers } = makeDecoys(aimed.cells, small, { dimensions, population, alike }, rule.decoys, random)
  const cells = joinCells(aimed.cells, decoys)
  const { floors, up } = startingState(aimed.aims, covers, base, random)
  const published = () => floors.map((floor, place) => floor + (up[place] as number) * base)
  if (cells.counts.length === 0) return { cells, published: published(), isMet: true }
  const own = errorsOf({ cells, published: published() })
  const margins = makeMargins(cells, own, dimensions, partitions, leftWithControl(left, aimed.cells, rule, totals))
  const units = block.counts.reduce((sum, count) => sum + count, 0)
  anneal(margins, up, base, passesFor(units, rule), random, pricesOf(cells, block, cube))
  return { cells, published: published(), isMet: brokenMargins(margins).length === 0 }
}

/** Sums that another cube publishes have to be its numbers, whatever is true. */
function leftWithControl(
  left: CarriedErrors,
  cells: CellTable,
  { control, dimensions }: CubeRule,
  totals?: ControlTotals,
): CarriedErrors {
  if (control === undefined || totals === undefined) return left
  const errors = controlErrors(cells, cells.counts, dimensions, control, totals)
  const parts = control.parts.join()
  return (family) => (family.join() === parts ? { of: (key) => errors.get(key) ?? 0 } : left(family))
}

/** Blocks in which few people are unique are protected by their decoys alone. */
function pricesOf(cells: CellTable, block: CellTable, { alike, rule, excess }: CubeOfBlocks): Prices | undefined {
  const strata = strataRuleOf(rule)
  if (countUnique(block, strata) < fewestUnique) return undefined
  return new Prices(cells.counts.length, excessesOf(cells, block, alike, strata), excess)
}

/** By what claims are put into strata. */
function strataRuleOf({ base, dimensions, claims, decoys }: CubeRule): ExcessRule {
  return { base, dimensions, known: claims.known, alike: decoys.alike }
}

/** Adds what a published block leaves in the strata of claims. */
export function leaveExcess({ cells, published }: RoundedBlock, { alike, rule, excess }: CubeOfBlocks): void {
  const isRaised = (cell: number) => published[cell] === rule.base && (cells.counts[cell] as number) < rule.base
  for (const one of excessesOf(cells, cells, alike, strataRuleOf(rule))) excess.add(one, isRaised)
}

/** Without a search classes would be biased: decoys speak for the other class, so the larger one would lend to the smaller. */
function passesFor(units: number, { schedule, searchUpTo }: CubeRule): Schedule {
  const share = Math.min(1, searchUpTo / units)
  const passes = (all: number) => Math.ceil(all * share)
  return { soft: passes(schedule.soft), hard: passes(schedule.hard) }
}
