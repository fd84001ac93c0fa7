import { nearest, Refusal } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { limitCodes } from '#warehouse'

/** A stock that nobody counted is not 0, whoever says so. */
const acceptable = limitCodes.filter((code) => code !== 'CENSUS_MISSING')

/** @throws {@link Refusal} `UNKNOWN_LIMIT` for a limit to be let pass that there is not: nothing would be let pass by it */
export function requireLimits(accepted: readonly string[], { registers }: Pick<Jurisdiction, 'registers'>): void {
  for (const text of accepted) {
    const [code = '', register, ...rest] = text.split(':')
    const hasRegister = register === undefined || registers.has(register)
    if (acceptable.some((known) => known === code) && hasRegister && rest.length === 0) continue
    const hint = hasRegister ? nearest(code, acceptable) : nearest(register, registers.keys())
    const advice = `There is no limit "${text}".${hint} Write a limit, or a limit and a register as in VOLUME_DRIFT:sentences. Limits: ${acceptable.join(', ')}.`
    throw new Refusal('UNKNOWN_LIMIT', advice, { parameter: 'accept', allowed: acceptable })
  }
}
