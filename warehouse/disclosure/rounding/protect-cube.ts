import { AlikeGroups } from './claims/alike-groups.ts'
import type { ControlTotals } from './control.ts'
import { controlledPartitions } from './controlled-margins.ts'
import { LeftErrors } from './margin-errors.ts'
import type { MarginPartition } from './margins.ts'
import { LeftExcess } from './prices.ts'
import { meetsMaxError } from './promises.ts'
import type { SecretRandom } from './random.ts'
import { type CubeOfBlocks, leaveExcess, roundBlock } from './round-block.ts'
import type { CubeRule } from './tables/cube-rule.ts'
import { type CellTable, joinCells, type RoundedBlock, withoutEmpty } from './tables/shape.ts'

/** Cells of a block of time, such as a quarter. A block that was published before and stays comes with what was published. */
export interface Block {
  readonly name: string
  readonly cells: CellTable
  readonly published?: Int32Array
  /** What another cube publishes of the same count. */
  readonly totals?: ControlTotals | undefined
  /** The attempt that gave what is published. */
  readonly attempt?: number
}

export interface ProtectedBlock extends RoundedBlock {
  readonly name: string
  readonly attempt: number
}

/** Where solved blocks are kept meanwhile, so that a search that was stopped goes on with the next block. */
export interface SolvedBlocks {
  known(block: string): ProtectedBlock | undefined
  keep(block: ProtectedBlock): void
}

export interface ProtectionRule extends CubeRule {
  /** How often a block is solved anew before the cube is given up. */
  readonly attempts: number
}

/**
 * Protects a cube block by block in the order of time. Blocks that are published already stay as they are: the errors that
 * they left in margins across blocks are carried forward, so that the next block makes up for them. A block that does not
 * keep the promises made for it is solved again with other numbers; what was not kept is forgotten.
 *
 * @param random - draws for an attempt at a block, from the secret
 * @param progress - told before each block, with the share of blocks that are done
 * @param solvedBefore - blocks of the same cube, rule and draws that were solved already
 * @returns the blocks; the last attempt stands even where it keeps its promises not, which {@link tableOfPromises} tells
 */
export function protectCube(
  blocks: readonly Block[],
  rule: ProtectionRule,
  random: (block: string, attempt: number) => SecretRandom,
  progress: (block: string, share: number) => void = () => {},
  solvedBefore: SolvedBlocks = { known: () => undefined, keep: () => {} },
): readonly ProtectedBlock[] {
  const population = joinCells(...blocks.map(({ cells }) => cells))
  const partitions = controlledPartitions(population, rule)
  const alike = new AlikeGroups(population, rule.dimensions, rule.decoys)
  const cube: CubeOfBlocks = { rule, population, alike, partitions, excess: new LeftExcess() }
  const left = new LeftErrors(rule.dimensions, reachingFamilies(partitions, rule), cellsToSolve(blocks, population))
  const unread: ProtectedBlock[] = []
  const carryForward = () => {
    const published = unread.splice(0)
    left.add(published)
    for (const block of published) leaveExcess(block, cube)
  }
  const solve = (block: Block): ProtectedBlock => {
    const known = solvedBefore.known(block.name)
    if (known !== undefined) return known
    carryForward()
    const solved = search(block)
    solvedBefore.keep(solved)
    return solved
  }
  const search = ({ name, cells, totals }: Block): ProtectedBlock => {
    for (let attempt = 1; ; attempt++) {
      const tried = { ...cube, rule: longer(rule, attempt) }
      const { isMet, ...solved } = roundBlock(cells, tried, (family) => left.of(family), random(name, attempt), totals)
      if (attempt === rule.attempts || (isMet && meetsMaxError(solved, rule)))
        return { name, attempt, ...withoutEmpty(solved) }
    }
  }
  return blocks.map((block, index) => {
    const { name, cells, published, attempt = 1 } = block
    if (published === undefined) progress(name, index / blocks.length)
    const solved = published === undefined ? solve(block) : { name, attempt, ...withoutEmpty({ cells, published }) }
    unread.push(solved)
    return solved
  })
}

/** Cells of the times that are solved: of all times where totals are given, which may add cells to a block. */
function cellsToSolve(blocks: readonly Block[], population: CellTable): CellTable {
  const open = blocks.filter(({ published }) => published === undefined)
  return open.some(({ totals }) => totals !== undefined) ? population : joinCells(...open.map(({ cells }) => cells))
}

/** Every further attempt searches longer. */
function longer(rule: ProtectionRule, attempt: number): ProtectionRule {
  const { soft, hard } = rule.schedule
  return { ...rule, schedule: { soft: soft * attempt, hard: hard * attempt } }
}

/** Families over several blocks that the search minds, in the order of the rule. */
function reachingFamilies(partitions: readonly MarginPartition[], { families, blockLevel }: CubeRule) {
  const controlled = new Set(partitions.flatMap(({ charges }) => charges.map(({ family }) => family.join())))
  return families.filter((family) => (family[0] ?? 0) > blockLevel && controlled.has(family.join()))
}
