import { describe, expect, it } from 'vitest'
import { householdOf } from './household.ts'

describe('a household', () => {
  it.each([
    ['192.0.2.1', ['192.0.2.1:1234', '192.0.2.1:1', '[192.0.2.1]', '::ffff:192.0.2.1', '[::FFFF:c000:201]:443']],
    ['2001:db8::1', ['[2001:db8::1]:443', '[2001:db8::1]', '2001:DB8:0::1', '2001:db8::ffff', '2001:db8::1%eth0']],
    ['fe80::1', ['fe80::1%eth0', 'fe80::1%25eth1', '[fe80::1%eth0]:80']],
    [undefined, ['', 'unknown', '_hidden', '192.0.2.1:a', '192.0.2.01', '[192.0.2.1', '%eth0']],
  ])('of %s has one name, however a proxy writes the address', (address, others) => {
    for (const other of others) expect([other, householdOf(other)]).toEqual([other, householdOf(address)])
  })

  it('is another one at another address', () => {
    const names = ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8:0:1::1', '::1', undefined].map(householdOf)
    expect(new Set(names).size).toBe(names.length)
  })
})
