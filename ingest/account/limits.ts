import type { Contract, LimitPassed } from '#jurisdictions'
import type { Account } from '../deliveries/delivery.ts'

type ShareLimit = Contract['limits']['quarantined_share']

/** Which limits of its contract a delivery passes over. */
export function limitsPassed(
  { register, limits }: Contract,
  { read, quarantined }: Account,
  reasons: Readonly<Record<string, number>>,
): readonly LimitPassed[] {
  const withReason = (prefix: string) =>
    Object.entries(reasons).reduce((sum, [code, count]) => sum + (code.startsWith(prefix) ? count : 0), 0)
  const shares: readonly (readonly [string, number, ShareLimit])[] = [
    ['TOO_MANY_QUARANTINED', quarantined, limits.quarantined_share],
    ['TOO_MANY_UNMAPPED', withReason('UNMAPPED:'), limits.unmapped_share],
    ['TOO_MANY_UNKNOWN_PARENTS', withReason('UNKNOWN_PARENT:'), limits.unknown_parent_share],
  ]
  return shares.flatMap(([code, rows, limit]) => {
    const found = rows / Math.max(read, 1)
    const outcome = outcomeOf(found, limit)
    if (outcome === undefined) return []
    const greatest = limit[outcome] ?? 0
    return [{ code, outcome, register, unit: 'share', found, least: null, greatest, subject: null }]
  })
}

function outcomeOf(found: number, { note, block }: ShareLimit): LimitPassed['outcome'] | undefined {
  if (block !== undefined && found > block) return 'block'
  return note !== undefined && found > note ? 'note' : undefined
}
