import { Refusal } from '#foundation'
import type { AccessLevel } from '#warehouse'

/** Who a person can be to the platform; {@link requireLevel} says what each may ask. */
export const roles = ['public', 'analyst', 'officer', 'steward'] as const
/** One of {@link roles}. */
export type Role = (typeof roles)[number]

/** The levels that each role may ask. A steward sees run reports and exact delivery counts instead. */
const levelsOf: Readonly<Record<Role, readonly AccessLevel[]>> = {
  public: ['public'],
  analyst: ['public', 'analyst'],
  officer: ['public', 'analyst', 'officer'],
  steward: ['public'],
}

/** Who asks for figures that are not public, as the audit log names them. */
export interface Principal {
  /** A name that leads to one person: of a token, of a signed-in user, of a user of this machine. */
  readonly who: string
  readonly role: Role
  /** The datasets that may be asked; without them all. */
  readonly datasets?: readonly string[] | undefined
  /** Why the figures are needed; officers have to say. */
  readonly purpose?: string | undefined
}

const minPurpose = 8
/** Letters of a purpose. */
export const maxPurpose = 300

/**
 * Lets an asker through to a level of a dataset. Nobody is let through by default.
 *
 * @throws {@link Refusal} `SIGN_IN_NEEDED` (401), `NOT_YOUR_LEVEL`, `NOT_YOUR_DATASET` (403), `PURPOSE_NEEDED`
 */
export function authorizeQuery(
  asker: Principal | undefined,
  level: AccessLevel,
  dataset: string,
): asserts asker is Principal {
  requireLevel(asker, level)
  if (asker.datasets !== undefined && !asker.datasets.includes(dataset)) {
    const message = 'This token is for other datasets.'
    throw new Refusal('NOT_YOUR_DATASET', message, { parameter: 'dataset', allowed: asker.datasets })
  }
}

/**
 * Lets an asker through to the deliveries behind exact figures of a dataset: officers as to the figures, and stewards, who see exact
 * counts of deliveries.
 *
 * @throws {@link Refusal} as {@link authorizeQuery}
 */
export function authorizeLineage(asker: Principal | undefined, dataset: string): asserts asker is Principal {
  const asked = asker?.role === 'steward' ? { ...asker, role: 'officer' as const, purpose: 'stewardship' } : asker
  authorizeQuery(asked, 'officer', dataset)
}

/**
 * Lets an asker through to a level.
 *
 * @throws {@link Refusal} `SIGN_IN_NEEDED` (401), `NOT_YOUR_LEVEL` (403), `PURPOSE_NEEDED`
 */
export function requireLevel(asker: Principal | undefined, level: AccessLevel): asserts asker is Principal {
  if (asker === undefined) {
    const message = `The level ${level} is for authorised users. Sign in, or send a token as "Authorization: Bearer …".`
    throw new Refusal('SIGN_IN_NEEDED', message, { parameter: 'level', allowed: ['public'] })
  }
  if (!levelsOf[asker.role].includes(level)) {
    const message = `The role ${asker.role} may not ask the level ${level}.`
    throw new Refusal('NOT_YOUR_LEVEL', message, { parameter: 'level', allowed: levelsOf[asker.role] })
  }
  if (level === 'officer' || asker.purpose !== undefined) requirePurpose(asker.purpose, level)
}

/** @throws {@link Refusal} `PURPOSE_NEEDED` for a purpose that is too short for exact figures, or too long for the log */
export function requirePurpose(purpose = '', level: AccessLevel = 'officer'): void {
  if (level === 'officer' && [...purpose.matchAll(/[\p{L}\p{N}]/gu)].length < minPurpose) {
    const message = `Say why you need exact figures, in ${minPurpose} letters or more. Programs send the header "Taraza-Purpose", the command line has --purpose, pages ask on the page of your session. It is written to the audit log.`
    throw new Refusal('PURPOSE_NEEDED', message, { parameter: 'purpose' })
  }
  if (purpose.length > maxPurpose)
    throw new Refusal('PURPOSE_NEEDED', `A purpose has at most ${maxPurpose} letters.`, { parameter: 'purpose' })
}
