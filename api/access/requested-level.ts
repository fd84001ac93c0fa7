import { Refusal } from '#foundation'
import { type AccessLevel, levels, type Policy, policyFor } from '#warehouse'

/**
 * The policy of a request: what is not asked for explicitly is public.
 *
 * @param available - the levels that this process answers
 * @throws {@link Refusal} `BAD_PARAMETER`, `LEVEL_NOT_AVAILABLE`
 */
export function requestedPolicy<L extends AccessLevel>(level: unknown, available: readonly L[]): Policy<L> {
  const asked = level === undefined ? 'public' : levels.find((known): known is AccessLevel => known === level)
  if (asked === undefined) {
    throw new Refusal('BAD_PARAMETER', `There are the levels ${levels.join(', ')}.`, {
      parameter: 'level',
      allowed: levels,
    })
  }
  const found = available.find((one) => one === asked)
  if (found === undefined) throw levelNotAvailable(available)
  return policyFor(found)
}

export function levelNotAvailable(available: readonly AccessLevel[]): Refusal {
  const others = 'The others are answered where the operator has set TARAZA_OPERATOR_PORT.'
  const advice = available.includes('public') ? ` ${others}` : ''
  const message = `This address answers questions of the level ${available.join(' and ')} only.${advice}`
  return new Refusal('LEVEL_NOT_AVAILABLE', message, { parameter: 'level', allowed: available })
}
