import { keepAuditLog, SessionStore, TokenStore } from '#api'
import { damageBehind, Refusal } from '#foundation'
import { generationStore, removeGeneration, removeOldReports } from '#warehouse'

/** How many days what a night finds is kept. */
export interface Retention {
  /** Of the audit log, from the last line of a file. */
  readonly auditDays: number
  /** Of reports of runs. */
  readonly reportDays: number
  /** Of tokens, after they were revoked or ended. */
  readonly accessDays: number
  /** The folder with the list of sessions. */
  readonly sessions: string
}

/**
 * Signs the audit log of a home, and removes what was kept for as long as it had to be. A damaged file stops one step and none of
 * the others.
 *
 * @returns whether all of it could be done
 */
export function retain(home: string, { auditDays, reportDays, accessDays, sessions }: Retention, now: Date): boolean {
  const steps = [
    () => keepAuditLog(home, auditDays, now),
    () => removeOldReports(home, daysBefore(reportDays, now), now),
    () => new TokenStore(home).forget(daysBefore(accessDays, now)),
    () => new SessionStore(sessions).forget(now.getTime()),
  ]
  return steps.map(isDone).every(Boolean)
}

function isDone(step: () => void): boolean {
  try {
    step()
    return true
  } catch (error) {
    if (error instanceof Refusal || damageBehind(error) !== undefined) return false
    throw error
  }
}

function daysBefore(days: number, now: Date): Date {
  return new Date(now.getTime() - days * 86_400_000)
}

const maxGenerations = 10

/** The oldest generations go; the one that is served stays. */
export function removeOldGenerations(home: string): void {
  const current = generationStore.current(home)?.id
  const old = generationStore.list(home).slice(0, -maxGenerations)
  for (const { id } of old.filter((generation) => generation.id !== current)) removeGeneration(home, id)
}
