import { shareOfRealThrees, standardErrorOf } from '../../disclosure/rounding/index.ts'
import type { ProtectedCube } from '../protect/protected-cube.ts'
import { claimRecord } from '../store/claim-record.ts'
import type { PublishedCubeRecord } from '../store/manifest.ts'

/** What a release tells of the protection of a cube; one of establishment figures has none. */
export function recordOf(
  solved: ProtectedCube | undefined,
): Omit<PublishedCubeRecord, 'cells' | 'dimensions' | 'rows' | 'rollups'> {
  if (solved === undefined) return { rung: 0, method: 'none', promises: [], claims: [], standardError: 0 }
  const { coarseningStep, promises, claims, corrections, errors, blocks, protection, wider } = solved
  const realThrees = shareOfRealThrees(blocks, protection.rule.base)
  const rounded = (value: number) => Math.round(value * 10) / 10
  return {
    rung: coarseningStep,
    method: 'small-count-rounding',
    promises: promises.map(({ families: _, margins: __, mean, ...promise }) => ({ ...promise, mean: rounded(mean) })),
    claims: claims.map(claimRecord),
    ...(corrections === undefined ? {} : { corrections: [...corrections] }),
    ...(realThrees === undefined ? {} : { realThrees }),
    standardError: rounded(standardErrorOf(errors)),
    ...(wider === undefined ? {} : { wider }),
  }
}
