import type { Jurisdiction, RegisterName } from '#jurisdictions'

/** The hand-off, the follow-up and the ledger are each fed by several of these: one without the others would be wrong. */
const together: readonly RegisterName[] = ['sentences', 'supervision', 'custody']

/**
 * Which registers wait because a file of theirs was refused: they themselves, what is counted together with them, and
 * what refers to their rows.
 */
export function waitingRegisters(
  refused: ReadonlySet<RegisterName>,
  { contracts }: Pick<Jurisdiction, 'contracts'>,
): ReadonlySet<RegisterName> {
  const waiting = new Set(refused)
  if (together.some((register) => waiting.has(register))) for (const register of together) waiting.add(register)
  for (let before = -1; before < waiting.size; ) {
    before = waiting.size
    for (const { register, parents } of contracts.values())
      if (parents.some(({ of }) => waiting.has(of))) waiting.add(register)
  }
  return waiting
}
