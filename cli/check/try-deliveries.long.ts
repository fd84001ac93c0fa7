import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messyVariant, writeSamples } from '#data-samples'
import { type TestHome, testHome } from '../testing/homes.ts'
import { nightAsTried, nights, nightsAsTried } from '../testing/trials.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

describe('a trial says what the night will say, and leaves the home as it was', () => {
  it.each(Object.keys(nights))('%s', async (name) => {
    await nightsAsTried(test, name)
  })

  it('of synthetic extracts with every bad habit, and of the same extracts sent again', async () => {
    const out = join(test.home, '..', 'extracts')
    await writeSamples({ jurisdiction: 'kg', out, from: '2024-01', to: '2024-03', dress: messyVariant })
    const accepted: number[] = []
    for (const minute of [0, 1]) {
      cpSync(out, test.incoming, { recursive: true })
      const { deliveries } = await nightAsTried(test, new Date(Date.UTC(2026, 10, 24, 2, minute)))
      accepted.push(deliveries.reduce((sum, { account }) => sum + account.accepted, 0))
    }
    expect(accepted).toEqual([expect.any(Number), 0])
    expect(accepted[0]).toBeGreaterThan(100)
  })
})
