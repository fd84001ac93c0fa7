import { runInWorker } from '#foundation'
import { errorsByFamily, standardErrorOf } from '../../disclosure/rounding/index.ts'
import { joinBlocks } from '../../disclosure/rounding/tables/shape.ts'
import { coverageRecords, summaryOf, widenedTables } from '../coverage/coverage-record.ts'
import { type CoveredCube, type FamilyCoverage, measureCoverage } from '../coverage/measure-coverage.ts'
import type { ProtectedCube } from '../protect/protected-cube.ts'
import type { PublishedCubeRecord } from '../store/manifest.ts'
import type { MeasuredIntervals, ReleaseDraft, ReleaseStep } from './release-draft.ts'

/**
 * What intervals of a cube have to allow for, and how often they hold then; of an empty cube nothing is known. Another thread finds it out
 * while further cubes are protected, where the release may use two.
 */
export function measureIntervals(
  cube: ProtectedCube,
  dimensions: readonly string[],
  { options: { progress, threads }, shares, datasets, over }: ReleaseDraft,
): Promise<MeasuredIntervals> | undefined {
  const { protection, blocks, errors } = cube
  if (blocks.length === 0) return undefined
  const { name } = protection.cube
  const { before, own } = shares.get(name) ?? { before: 0, own: 0 }
  progress(`${name}: measuring intervals`, before + own)
  const byFamily = errorsByFamily(errors)
  const published = { cells: protection.cells, dimensions, standardError: standardErrorOf(errors), errors: byFamily }
  const covered = { solved: joinBlocks(blocks), protection, published, datasets, errors }
  const measured = threads === 1 ? measuredHere(covered) : measuredInWorker(covered, over)
  const intervals = measured.then((coverage) => intervalsOf(byFamily, coverage))
  // Who collects the intervals is told of a failure, and nobody else: a release that has failed before does not collect any.
  intervals.catch(() => {})
  return intervals
}

async function measuredHere(cube: CoveredCube): Promise<readonly FamilyCoverage[]> {
  return measureCoverage(cube)
}

async function measuredInWorker(cube: CoveredCube, signal: AbortSignal): Promise<readonly FamilyCoverage[]> {
  const module = 'warehouse/releases/coverage/measure-coverage.js'
  return await runInWorker<typeof measureCoverage>(module, 'measureCoverage', cube, { signal, thread: 'measures' })
}

function intervalsOf(
  errors: ReturnType<typeof errorsByFamily>,
  measured: readonly FamilyCoverage[],
): MeasuredIntervals {
  const coverage = coverageRecords(measured)
  return {
    intervals: {
      errors: copied(errors),
      widened: copied(widenedTables(measured)),
      coverage: coverage.map((one) => ({ ...one, tables: copied(one.tables) })),
    },
    summary: coverage.map(summaryOf),
  }
}

function copied<T extends { readonly families: readonly string[] }>(all: readonly T[]) {
  return all.map((one) => ({ ...one, families: [...one.families] }))
}

/** Waits for the intervals of all cubes. */
export const collectIntervals: ReleaseStep = async ({ published, measuring }) => {
  const all = await Promise.all([...measuring].map(async ([name, intervals]) => [name, await intervals] as const))
  const covered = all.map(([name, { summary }]) => [name, withCoverage(published[name], summary)])
  return {
    published: { ...published, ...Object.fromEntries(covered) },
    intervals: Object.fromEntries(all.map(([name, { intervals }]) => [name, intervals])),
  }
}

function withCoverage(record: PublishedCubeRecord | undefined, coverage: PublishedCubeRecord['coverage']) {
  if (record === undefined) throw new Error('intervals of a cube that is not published')
  const { cells, dimensions, rows, rollups, ...about } = record
  return { ...about, coverage, cells, dimensions, rows, rollups }
}
