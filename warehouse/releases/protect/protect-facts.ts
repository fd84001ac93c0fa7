import type { DuckDBConnection } from '@duckdb/node-api'
import type { Jurisdiction } from '#jurisdictions'
import type { Cube } from '../../catalog/cube.ts'
import { monthsIn, periodName } from '../../catalog/periods.ts'
import { type CubeProtection, claimPromiseOf, protectionOf } from '../../disclosure/cube-rule.ts'
import {
  type Block,
  type CellTable,
  measureErrors,
  type ProtectedBlock,
  protectCube,
  secretRandom,
  tableOfPromises,
  widened,
} from '../../disclosure/rounding/index.ts'
import { takeCells } from '../../disclosure/rounding/tables/shape.ts'
import type { ClosedPeriod } from '../periods/closed-period.ts'
import { type Draws, mayBeRevised, quartersIn } from '../periods/draws.ts'
import type { WiderPromises } from '../store/manifest.ts'
import { judgeClaims } from './claims-gate.ts'
import { coarserThatKeep } from './coarser-that-keep.ts'
import { controlTotals, ownTotals } from './control-totals.ts'
import { blocksOf, countCells } from './cube-cells.ts'
import type { ProtectedCube } from './protected-cube.ts'
import { revisedBlock } from './revise.ts'
import { readSolved } from './solved-store.ts'
import { type SearchSettings, unfinishedBlocks } from './unfinished-blocks.ts'
import { brokenPromises, missedPromises, withWiderPromises } from './wider-promises.ts'

export interface ProtectOptions {
  readonly connection: DuckDBConnection
  readonly jurisdiction: Jurisdiction
  readonly period: ClosedPeriod
  readonly secret: Buffer
  /** The folder of the release before, whose blocks stay as they are, and the rung of its ladder. */
  readonly before:
    | {
        readonly folder: string
        readonly coarseningStep: (cube: string) => number | undefined
        readonly wider: (cube: string) => WiderPromises | undefined
        readonly draws: Draws
      }
    | undefined
  /** The cube that publishes the same count, as it is published now. */
  readonly control: ProtectedCube | undefined
  /** Who accepts wider accuracy promises where a cube cannot keep those that are declared. */
  readonly acceptWider: string | undefined
  /** Earlier generations of the facts that a revision could be made of instead, the latest first. */
  readonly earlier: readonly string[]
  /** The name of the yearly batch when earlier blocks are revised. */
  readonly revision: string | undefined
  /** Where the blocks of an unfinished release are kept. */
  readonly unfinished: string
  /** What is happening, and which share of the cube is done. */
  readonly progress: (message: string, share: number) => void
}

/**
 * Protects the closed periods of a cube: at the grain of the release before, else at the finest one of the declared ladder
 * at which all promises are kept; where there is none, at the finest at which a named person accepts wider ones.
 *
 * @returns `undefined` for a cube that the jurisdiction does not publish
 * @throws {@link Refusal} `PROMISES_NOT_KEPT`: nothing is published
 */
export async function protectFacts(cube: Cube, options: ProtectOptions): Promise<ProtectedCube | undefined> {
  const { jurisdiction, before, acceptWider } = options
  const declared = jurisdiction.disclosure.promises
  const wider = before?.wider(cube.name)
  const disclosure = { ...jurisdiction.disclosure, promises: widened(declared, wider?.widths ?? {}) }
  const published = before?.coarseningStep(cube.name)
  const { found, failed } = await searchSteps(cube, disclosure, published, options)
  if (found !== undefined) return wider ? { ...found, wider } : found
  if (failed.length === 0) return undefined
  const accepted = failed.flatMap((one) => (acceptWider && withWiderPromises(one, declared, acceptWider)) || [])
  if (accepted[0] !== undefined) return accepted[0]
  const keeps = async (other: Jurisdiction['disclosure']) => {
    const trying = { ...options, jurisdiction: { ...jurisdiction, disclosure: other } }
    return (await searchSteps(cube, other, undefined, trying)).found !== undefined
  }
  const coarser = published === undefined ? await coarserThatKeep(cube, jurisdiction.disclosure, keeps) : undefined
  throw missedPromises(cube.name, failed.flatMap(brokenPromises), { waiting: options.earlier, coarser })
}

/** The finest declared grain at which all promises are kept, and those at which they are not. */
async function searchSteps(
  cube: Cube,
  disclosure: Jurisdiction['disclosure'],
  published: number | undefined,
  options: ProtectOptions,
): Promise<{ readonly found: ProtectedCube | undefined; readonly failed: readonly ProtectedCube[] }> {
  const { first, last } = options.period
  const span = { firstYear: Math.floor(first / 4), lastYear: Math.floor(last / 4) }
  const failed: ProtectedCube[] = []
  for (let coarseningStep = published ?? 0; published === undefined || coarseningStep === published; coarseningStep++) {
    const protection = protectionOf(cube, disclosure, coarseningStep, span)
    if (protection === undefined) break
    const found = await protectAt(protection, coarseningStep, options)
    if (found.mayGoOn && found.promises.every(({ kept }) => kept)) return { found, failed }
    failed.push(found)
    options.progress(`${cube.name}: ${brokenPromises(found).length} promises not kept`, 0)
  }
  return { found: undefined, failed }
}

async function protectAt(
  protection: CubeProtection,
  coarseningStep: number,
  options: ProtectOptions,
): Promise<ProtectedCube> {
  const { connection, before, jurisdiction } = options
  const { rule } = protection
  const facts = await countCells(connection, protection, lastPeriod(protection, options.period))
  const settled = await readSolved(connection, before?.folder, protection)
  const blocks = blocksToSolve(facts, settled, protection, options)
  const solved = facts.counts.length === 0 ? [] : solveAll(blocks, protection, coarseningStep, options)
  const errors = solved.length === 0 ? [] : measureErrors(solved, rule)
  const stayed = solved.filter((_, index) => isSettled(blocks[index]))
  const fresh = solved.filter((_, index) => !isSettled(blocks[index]))
  return {
    protection,
    coarseningStep,
    blocks: solved,
    promises: tableOfPromises(errors, rule.promises),
    ...judgeClaims(stayed, fresh, rule, claimPromiseOf(jurisdiction.disclosure)),
    errors,
  }
}

/**
 * The same cube as a release keeps it, where what is published was changed after the search.
 *
 * @param folder - of the release
 */
export async function measuredAnew(
  connection: DuckDBConnection,
  folder: string,
  cube: ProtectedCube,
): Promise<ProtectedCube> {
  const { rule } = cube.protection
  const blocks = [...(await readSolved(connection, folder, cube.protection))].map(([name, block]) => ({
    name,
    ...block,
  }))
  const errors = blocks.length === 0 ? [] : measureErrors(blocks, rule)
  return { ...cube, blocks, errors, promises: tableOfPromises(errors, rule.promises) }
}

function solveAll(
  blocks: readonly Block[],
  protection: CubeProtection,
  coarseningStep: number,
  options: ProtectOptions,
): readonly ProtectedBlock[] {
  const { secret, revision, unfinished, progress } = options
  const { cube, rule } = protection
  return protectCube(
    blocks,
    rule,
    (block, attempt) => secretRandom(secret, cube.name, block, String(attempt), ...(revision ? [revision] : [])),
    (block, share) => progress(`${cube.name}, ${periodOf(block, protection)}`, share),
    unfinishedBlocks(unfinished, settingsOf(protection, coarseningStep, options), blocks),
  )
}

/** Whether a block stays as it was published. */
function isSettled(block: Block | undefined): boolean {
  return block?.published !== undefined
}

/** The name of a block is its number, for some cubes with the code of a part of its cells. */
function periodOf(block: string, { block: grain, cube }: CubeProtection): string {
  const [number = '', ...part] = block.split('/')
  return [/^\d+$/.test(number) ? periodName(Number(number) * monthsIn[grain], grain, cube) : number, ...part].join(' ')
}

function settingsOf(
  { cube, periods }: CubeProtection,
  coarseningStep: number,
  { jurisdiction: { disclosure }, secret, revision }: ProtectOptions,
): SearchSettings {
  return { cube: cube.name, rung: coarseningStep, disclosure, periods, secret, revision }
}

/** Published blocks stay, or are revised; what is closed since is solved for the first time. */
function blocksToSolve(
  facts: CellTable,
  settled: Awaited<ReturnType<typeof readSolved>>,
  protection: CubeProtection,
  { jurisdiction, secret, revision, control, before }: ProtectOptions,
): readonly Block[] {
  const { cube, rule } = protection
  const declared = jurisdiction.disclosure.cubes[cube.name]
  const current = new Map(
    [...blocksOf(facts, protection, declared?.separate ?? [])].map(([name, places]) => [
      name,
      takeCells(facts, places),
    ]),
  )
  const given = control && declared?.control && controlTotals(control, protection, declared.control.by)
  const draw = (margin: number) => secretRandom(secret, cube.name, 'total', String(margin)).next()
  const totalsOf = (name: string, cells: CellTable) =>
    rule.control?.isOfOther === false ? ownTotals(cells, protection, draw) : given?.get(name)
  const nobody = { codes: rule.dimensions.map(() => new Int32Array(0)), counts: new Int32Array(0) }
  const isOpen = (name: string) =>
    quartersIn(Number.parseInt(name, 10), protection.block).some((quarter) =>
      mayBeRevised(quarter, before?.draws ?? {}),
    )
  const names = [...new Set([...settled.keys(), ...current.keys()])].sort()
  return names.map((name): Block => {
    const known = settled.get(name)
    const cells = current.get(name) ?? nobody
    if (known === undefined) return { name, cells, totals: totalsOf(name, cells) }
    if (revision === undefined || !isOpen(name)) return { name, ...known }
    return revisedBlock(name, known, cells, rule, totalsOf(name, cells))
  })
}

/** The last period of a cube that lies within the closed quarters as a whole. */
function lastPeriod({ time }: CubeProtection, { last }: ClosedPeriod): number {
  return Math.floor(((last + 1) * 3) / monthsIn[time]) - 1
}
