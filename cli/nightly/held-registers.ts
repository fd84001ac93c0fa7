import type { Jurisdiction, RegisterName } from '#jurisdictions'

/** The hand-off, the follow-up and the ledger are each fed by several of these: one without the others would be wrong. */
const together: readonly RegisterName[] = ['sentences', 'supervision', 'custody']

/**
 * Which registers wait because a file of theirs was refused: they themselves, what is counted together with them, and
 * what refers to their rows.
 */
export function heldRegisters(
  refused: ReadonlySet<RegisterName>,
  { contracts }: Pick<Jurisdiction, 'contracts'>,
): ReadonlySet<RegisterName> {
  const held = new Set(refused)
  if (together.some((register) => held.has(register))) for (const register of together) held.add(register)
  for (let before = -1; before < held.size; ) {
    before = held.size
    for (const { register, parents } of contracts.values())
      if (parents.some(({ of }) => held.has(of))) held.add(register)
  }
  return held
}
