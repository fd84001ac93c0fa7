import { describe, expect, it } from 'vitest'
import { securityText } from './security-txt.ts'

describe('the address for reports of weaknesses', () => {
  it('says until when it holds, and where it lies', () => {
    const text = securityText('mailto:security@example.org', 'https://statistics.example.org', new Date('2026-01-01'))
    expect(text).toBe(
      [
        'Contact: mailto:security@example.org',
        'Expires: 2026-06-30T00:00:00.000Z',
        'Preferred-Languages: ky, ru, en',
        'Canonical: https://statistics.example.org/.well-known/security.txt',
        '',
      ].join('\n'),
    )
    expect(securityText('https://example.org', '', new Date())).not.toContain('Canonical')
  })
})
