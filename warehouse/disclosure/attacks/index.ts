import { adaptiveClaims } from './adaptive.ts'
import { analystLikelihood } from './analyst-attacks.ts'
import { analystDraws } from './analyst-draws.ts'
import { type Attack, type AttackContext, type AttackResult, judgeAttack } from './attack.ts'
import { averagedCopies } from './averaging.ts'
import { bayesianClaims } from './bayes.ts'
import { chosenClaims, naiveClaims, oppositeClaims } from './claim-attacks.ts'
import { averaging, complementDifferencing, tracker } from './differencing.ts'
import { integerPrograms } from './integer-programs.ts'
import { linearPrograms, reconstruction } from './linear-programs.ts'
import { linkedCubes } from './linked-cubes.ts'
import { means } from './means.ts'
import { persistence } from './persistence.ts'
import { reproducibility, sideChannels } from './side-channels.ts'
import { claimsOnBoth, vintageDifferencing } from './vintages.ts'

export type { AnalystTable, AnswerRow, Asked, AttackContext, AttackResult, StratumRow } from './attack.ts'
export { type AttackedCube, attackedCube } from './attacked-cube.ts'
export { type LearnedOfCorrections, learnedOfCorrections } from './vintages.ts'

/** The attacks of docs/methods/protection.md, in the order in which it tells them. */
const attacks: readonly Attack[] = [
  naiveClaims,
  chosenClaims,
  oppositeClaims,
  bayesianClaims,
  adaptiveClaims,
  linkedCubes,
  averagedCopies,
  linearPrograms,
  integerPrograms,
  complementDifferencing,
  averaging,
  reconstruction,
  means,
  tracker,
  reproducibility,
  vintageDifferencing,
  claimsOnBoth,
  sideChannels,
  persistence,
  analystLikelihood,
  analystDraws,
]

/** Runs every attack against every cube that is published. Nothing is spared: one result for each that has something to go for. */
export async function runAttacks(
  field: AttackContext,
  progress: (attack: string, done: number, all: number) => void = () => {},
): Promise<readonly AttackResult[]> {
  const results: AttackResult[] = []
  for (const [at, attack] of attacks.entries()) {
    progress(attack.name, at, attacks.length)
    results.push(...(await judgeAttack(attack, field)))
  }
  return results
}
