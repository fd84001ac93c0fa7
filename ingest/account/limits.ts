import type { Contract, LimitBreach } from '#jurisdictions'
import type { RowOutcomeCounts } from '../deliveries/delivery.ts'

type ShareLimit = Contract['limits']['quarantined_share']

/** Which limits of its contract a delivery passes over. */
export function exceededLimits(
  { register, limits }: Contract,
  { read, quarantined }: RowOutcomeCounts,
  reasons: Readonly<Record<string, number>>,
): readonly LimitBreach[] {
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
    const allowed = limit[outcome] ?? 0
    return [{ code, outcome, register, unit: 'share', found, least: null, greatest: allowed, subject: null }]
  })
}

function outcomeOf(found: number, { note, block }: ShareLimit): LimitBreach['outcome'] | undefined {
  if (block !== undefined && found > block) return 'block'
  return note !== undefined && found > note ? 'note' : undefined
}
