import { existsSync, mkdirSync, readdirSync, readFileSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { requirePlainFile, systemErrorCode, writeDurably } from '#foundation'
import { maxPurpose, roles } from '../access/roles.ts'
import { listedAs, newSessionId } from './session-secret.ts'

/** What is asked of the provider while a session lasts: the role, whether the sign-in still holds, or nothing. */
export const checks = ['role', 'activity', 'none'] as const

const sessionSchema = z.strictObject({
  who: z.string().min(1),
  role: z.enum(roles),
  /** Milliseconds since 1970. */
  until: z.number(),
  checks: z.enum(checks),
  /** What the provider knows the sign-in by, locked for whoever has the cookie. */
  token: z.string().optional(),
  /** Why figures are needed, as it was said in a form. */
  purpose: z.string().max(maxPurpose).optional(),
})

/** Somebody who is signed in. */
export type Session = z.output<typeof sessionSchema>

/**
 * The sessions of a home, one file each, which is never written twice. All processes of the home read the same list at each
 * request: what one has ended holds at none.
 */
export class SessionStore {
  readonly #folder: string

  /** @param folder - for its owner alone */
  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Begins a session, and forgets those that are over.
   *
   * @param sessionFor - makes it for its secret
   * @returns the secret
   */
  begin(sessionFor: (id: string) => Session): string {
    this.forget(Date.now())
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const id = newSessionId()
    writeDurably(this.#pathOf(id), JSON.stringify(sessionFor(id)))
    return id
  }

  /** The session of a secret, while it lasts. */
  find(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : read(this.#pathOf(id))
    return session !== undefined && session.until > Date.now() ? session : undefined
  }

  /** Ends a session in all processes. @returns whether it was this call that ended it */
  end(id: string): boolean {
    return removed(this.#pathOf(id))
  }

  /** Forgets the sessions that are over. @param now - milliseconds since 1970 @returns how many */
  forget(now: number): number {
    if (!existsSync(this.#folder)) return 0
    const listed = readdirSync(this.#folder).filter((name) => name.endsWith('.json'))
    const over = listed.filter((name) => (read(join(this.#folder, name))?.until ?? 0) <= now)
    return over.filter((name) => removed(join(this.#folder, name))).length
  }

  #pathOf(id: string): string {
    return join(this.#folder, `${listedAs(id)}.json`)
  }
}

/** A file that is damaged or gone is no session. */
function read(path: string): Session | undefined {
  try {
    requirePlainFile(path)
    return sessionSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data
  } catch {
    return undefined
  }
}

function removed(path: string): boolean {
  try {
    unlinkSync(path)
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false
    throw error
  }
}
