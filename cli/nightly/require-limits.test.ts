import { describe, expect, it } from 'vitest'
import { requireLimits } from './require-limits.ts'

describe('limits that may be passed', () => {
  it('are those that there are, of all registers or of one', () => {
    expect(() => requireLimits(['VOLUME_DRIFT', 'TOO_MANY_QUARANTINED:sentences'])).not.toThrow()
  })

  it.each([
    ['TOO_MANY_QUARANTIND:sentences', 'TOO_MANY_QUARANTINED'],
    ['VOLUME_DRIFT:sentence', 'sentences'],
    ['NIX', 'VOLUME_DRIFT'],
    ['VOLUME_DRIFT:sentences:2024', 'VOLUME_DRIFT'],
  ])('are refused otherwise: %s', (text, named) => {
    const refused = expect(() => requireLimits([text]))
    refused.toThrow(expect.objectContaining({ code: 'UNKNOWN_LIMIT' }))
    refused.toThrow(named)
  })
})
