import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messyDress, writeSamples } from '#data-samples'
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

  it('of synthetic extracts with every bad habit, quarter by quarter and sent again', async () => {
    const out = join(test.home, '..', 'extracts')
    await writeSamples({ jurisdiction: 'kg', out, scale: 0.2, from: '2023-07', to: '2024-06', dress: messyDress })
    const all = readdirSync(out).sort()
    const quarters = ['2023-Q3', '2023-Q4', '2024-Q1', '2024-Q2'].map((quarter) =>
      all.filter((name) => name.includes(quarter)),
    )
    const others = all.filter((name) => !quarters.flat().includes(name))
    const sent = [[...others, ...(quarters[0] ?? [])], ...quarters.slice(1), quarters[2] ?? []]
    let rows = 0
    for (const [index, names] of sent.entries()) {
      for (const name of names) cpSync(join(out, name), join(test.incoming, name), { recursive: true })
      const { deliveries } = await nightAsTried(test, new Date(Date.UTC(2026, 10, 24, 2, index)))
      rows += deliveries.reduce((sum, { account }) => sum + account.accepted, 0)
    }
    expect(rows).toBeGreaterThan(1000)
  })
})
