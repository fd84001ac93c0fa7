import { errorsByFamily, standardErrorOf } from '../../disclosure/rounding/index.ts'
import { joinBlocks } from '../../disclosure/rounding/tables/shape.ts'
import { coverageRecords, summaryOf, widenedTables } from '../coverage/coverage-record.ts'
import { measureCoverage } from '../coverage/measure-coverage.ts'
import type { ProtectedCube } from '../protect/protected-cube.ts'
import type { Intervals } from '../store/intervals.ts'
import type { PublishedCubeRecord } from '../store/manifest.ts'
import type { ReleaseDraft } from './release-draft.ts'

interface MeasuredIntervals {
  readonly intervals: Intervals[string]
  readonly summary: PublishedCubeRecord['coverage']
}

/** What intervals of a cube have to allow for, and how often they hold then; of an empty cube nothing is known. */
export function measureIntervals(
  { protection, blocks, errors }: ProtectedCube,
  dimensions: readonly string[],
  { options: { progress }, shares, datasets }: ReleaseDraft,
): MeasuredIntervals | undefined {
  if (blocks.length === 0) return undefined
  const { name } = protection.cube
  const { before, own } = shares.get(name) ?? { before: 0, own: 0 }
  progress(`${name}: measuring intervals`, before + own)
  const byFamily = errorsByFamily(errors)
  const published = { cells: protection.cells, dimensions, standardError: standardErrorOf(errors), errors: byFamily }
  const solved = joinBlocks(blocks)
  const measured = measureCoverage(solved, protection, published, datasets, errors)
  const coverage = coverageRecords(measured)
  return {
    intervals: {
      errors: copied(byFamily),
      widened: copied(widenedTables(measured)),
      coverage: coverage.map((one) => ({ ...one, tables: copied(one.tables) })),
    },
    summary: coverage.map(summaryOf),
  }
}

function copied<T extends { readonly families: readonly string[] }>(all: readonly T[]) {
  return all.map((one) => ({ ...one, families: [...one.families] }))
}
