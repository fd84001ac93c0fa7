import { Refusal } from '#foundation'
import type { Level } from './question.ts'

/** What a caller may see. Every plan needs one: forgetting it does not compile. */
export interface Policy {
  readonly level: Level
}

/**
 * The policy for a level. Only unprotected figures for local use exist so far: there is no release that the public could
 * see, and no noise for analysts.
 *
 * @throws {@link Refusal} `NO_RELEASE`, `LEVEL_NOT_AVAILABLE`
 */
export function policyFor(level: Level): Policy {
  if (level === 'officer') return { level }
  if (level === 'public') {
    throw new Refusal(
      'NO_RELEASE',
      'There is no release yet, so there are no public figures. On this machine, ask with level=officer.',
      { parameter: 'level' },
    )
  }
  throw new Refusal(
    'LEVEL_NOT_AVAILABLE',
    'Figures for analysts need a release, and there is none yet. On this machine, ask with level=officer.',
    { parameter: 'level' },
  )
}
