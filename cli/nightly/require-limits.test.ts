import { describe, expect, it } from 'vitest'
import { commonRegisters } from '#jurisdictions'
import { requireLimits } from './require-limits.ts'

const known = { registers: commonRegisters() }

describe('limits that may be passed', () => {
  it('are those that there are, of all registers or of one', () => {
    expect(() => requireLimits(['VOLUME_DRIFT', 'TOO_MANY_QUARANTINED:sentences'], known)).not.toThrow()
  })

  it.each([
    ['TOO_MANY_QUARANTIND:sentences', 'TOO_MANY_QUARANTINED'],
    ['VOLUME_DRIFT:sentence', 'sentences'],
    ['NIX', 'VOLUME_DRIFT'],
    ['VOLUME_DRIFT:sentences:2024', 'VOLUME_DRIFT'],
  ])('are refused otherwise: %s', (text, named) => {
    const refused = expect(() => requireLimits([text], known))
    refused.toThrow(expect.objectContaining({ code: 'UNKNOWN_LIMIT' }))
    refused.toThrow(named)
  })
})
