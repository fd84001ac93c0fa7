import { Refusal } from '#foundation'
import { type Level, levels, type Policy, policyFor } from '#warehouse'

/** The policy of a request: what is not asked for explicitly is public. @throws {@link Refusal} `BAD_PARAMETER`, or of the policy */
export function requestedPolicy(level: unknown): Policy {
  const asked = level === undefined ? 'public' : levels.find((known): known is Level => known === level)
  if (asked === undefined) {
    throw new Refusal('BAD_PARAMETER', `There are the levels ${levels.join(', ')}.`, {
      parameter: 'level',
      allowed: levels,
    })
  }
  return policyFor(asked)
}
