import {
  type ClaimMeasure,
  type ClaimPromise,
  type CubeRule,
  measureClaims,
  type RoundedBlock,
} from '../../disclosure/rounding/index.ts'

/** What may be said of single people in all published blocks, and whether a release may go on with it. */
export interface JudgedClaims {
  readonly claims: readonly ClaimMeasure[]
  readonly mayGoOn: boolean
}

/**
 * Judges claims over everything that a cube publishes. What was published before cannot be taken back: where it breaks the promise by
 * itself, as blocks of an earlier method may, a release goes on if what is new keeps it by itself. It says that the promise is broken.
 *
 * @param settled - blocks that stay as they were published
 * @param fresh - blocks that are solved for this release
 */
export function judgeClaims(
  settled: readonly RoundedBlock[],
  fresh: readonly RoundedBlock[],
  rule: CubeRule,
  promise: ClaimPromise,
): JudgedClaims {
  const claims = measureClaims([...settled, ...fresh], rule, promise)
  const areAllMet = (blocks: readonly RoundedBlock[]) => measureClaims(blocks, rule, promise).every(({ kept }) => kept)
  return { claims, mayGoOn: claims.every(({ kept }) => kept) || (!areAllMet(settled) && areAllMet(fresh)) }
}
