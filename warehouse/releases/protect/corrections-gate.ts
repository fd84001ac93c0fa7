import { attackedCube, type LearnedOfCorrections, learnedOfCorrections } from '../../disclosure/attacks/index.ts'
import type { ClaimPromise, RoundedBlock } from '../../disclosure/rounding/index.ts'
import { hundredths } from '../store/claim-record.ts'
import type { CorrectionRecord } from '../store/correction-record.ts'
import type { BrokenPromise } from '../store/manifest.ts'
import type { ProtectedCube } from './protected-cube.ts'
import { missedPromises } from './wider-promises.ts'

/**
 * Attacks a revised cube as the audit will. What a revision tells never becomes wider by anybody's leave: a draw that tells too much
 * is not published.
 *
 * @param before - the blocks of the release before, by name
 * @param waiting - earlier generations of the facts, of which a revision could be made instead
 * @returns what a release says of it; nothing for a cube that the release before did not hold at this grain
 * @throws {@link Refusal} `PROMISES_NOT_KEPT`
 */
export function requireHiddenCorrections(
  { protection, coarseningStep, blocks }: Pick<ProtectedCube, 'protection' | 'coarseningStep' | 'blocks'>,
  before: ReadonlyMap<string, RoundedBlock>,
  promise: ClaimPromise,
  waiting: readonly string[],
): readonly CorrectionRecord[] {
  if (before.size === 0 || blocks.length === 0) return []
  const { name } = protection.cube
  const revised = attackedCube(protection, new Map(blocks.map((block) => [block.name, block])), before)
  const learned = learnedOfCorrections(revised, promise)
  const broken = learned
    .filter(({ verdict }) => verdict === 'broken')
    .map((one) => brokenPromise(name, coarseningStep, one))
  if (broken.length > 0) throw missedPromises(name, broken, { waiting })
  return learned.map(({ answer, verdict, right, attacked, atMost }) => ({
    answer,
    right: verdict === 'few' ? null : hundredths(right / attacked),
    atMost: hundredths(atMost),
  }))
}

function brokenPromise(
  cube: string,
  coarseningStep: number,
  { answer, right, attacked, atMost }: LearnedOfCorrections,
) {
  const measured = hundredths(right / attacked)
  const common = { cube, coarseningStep, promise: 'corrections', of: answer, width: null } as const
  return { ...common, measured, promised: hundredths(atMost) } satisfies BrokenPromise
}
