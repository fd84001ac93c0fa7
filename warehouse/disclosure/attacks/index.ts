import { analystDifferencing } from './analyst-attacks.ts'
import { type Attack, type AttackResult, type Battlefield, judge } from './attack.ts'
import { averaging, complementDifferencing, tracker } from './differencing.ts'
import { linkedTables } from './linked-tables.ts'
import { linearPrograms, reconstruction } from './lp-attacks.ts'
import { persistence, uniquePersons } from './persistence.ts'
import { means, reproducibility, sideChannels } from './side-channels.ts'
import { vintageDifferencing } from './vintages.ts'

export type { Asked, AttackResult, Battlefield, Row } from './attack.ts'

/** The attacks of docs/methods/protection.md, in the order in which it tells them. */
const attacks: readonly Attack[] = [
  linearPrograms,
  linkedTables,
  uniquePersons,
  complementDifferencing,
  averaging,
  reconstruction,
  means,
  tracker,
  reproducibility,
  vintageDifferencing,
  sideChannels,
  persistence,
  analystDifferencing,
]

/** Runs every attack against what is published. Nothing is spared: one result for each attack that has something to go for. */
export async function runAttacks(field: Battlefield): Promise<readonly AttackResult[]> {
  const results: AttackResult[] = []
  for (const attack of attacks) {
    const result = await judge(attack, field)
    if (result !== undefined) results.push(result)
  }
  return results
}
