import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { type Provider, type Standing, standingOf } from './provider.ts'
import { listedAs, openedFor } from './session-secret.ts'
import type { Session } from './session-store.ts'

/** Milliseconds for which an answer of the provider holds: with the time of asking, less than five minutes. */
export const checkInterval = 240_000

/** The same for a failure of it. */
const failureHolds = 5000

const maxRemembered = 10_000

interface Checking {
  readonly provider: () => Promise<Provider>
  readonly roleClaim: string
  readonly log: Logger
  readonly checkEvery?: number | undefined
}

/** Tells whether a session still holds at the provider. Each process asks for itself, once for all requests of a while. */
export function standingChecks({ provider, checkEvery = checkInterval, ...options }: Checking) {
  const asked = new LRUCache<string, { readonly at: number; readonly holds: Promise<boolean> }>({ max: maxRemembered })
  const ask = async (id: string, session: Session) =>
    stillHolds(session, await standingOf(await provider(), openedFor(id, session.token ?? ''), options))
  return async (id: string, session: Session): Promise<boolean> => {
    if (session.checks === 'none') return true
    const [name, now] = [listedAs(id), Date.now()]
    const known = asked.get(name)
    if (known !== undefined && now - known.at < checkEvery) return await known.holds
    const holds = ask(id, session)
    asked.set(name, { at: now, holds })
    // A provider that does not answer is not asked at each request.
    holds.catch(() => setTimeout(() => asked.delete(name), failureHolds).unref())
    return await holds
  }
}

/** Another role needs another sign-in. */
function stillHolds({ checks, role }: Session, standing: Standing | undefined): boolean {
  if (standing === undefined) return true
  return standing.isActive && (checks === 'activity' || standing.role === role)
}

/** What can be asked of the provider later, judged by what it says at the sign-in. */
export function checksFor(role: Session['role'], standing: Standing | undefined): Session['checks'] {
  if (standing?.isActive !== true) return 'none'
  return standing.role === role ? 'role' : 'activity'
}
