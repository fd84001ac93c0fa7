import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSamples } from '#data-samples'
import { type AttackRow, releaseStore } from '#warehouse'
import { runNightly } from '../nightly/run-nightly.ts'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { runRelease } from './run-release.ts'

const attacks = ['claims, chosen', 'persistence', 'side channels', 'guard, one analyst', 'guard, 5 analysts']

describe('a small release, searched in full', () => {
  let home: TestHome
  let found: readonly AttackRow[]

  beforeAll(async () => {
    home = testHome()
    keepSecrets(home.home)
    await writeSamples({ jurisdiction: 'kg', out: home.incoming, from: '2025-01', to: '2025-03' })
    const now = new Date('2025-05-14T06:00:00Z')
    await runNightly({ home: home.home, jurisdiction: 'kg', incoming: home.incoming, now })
    await runRelease({ home: home.home, now })
    found = JSON.parse((await home.run('audit', 'disclosure', '--max-targets', '5', '--json')).out)
  })
  afterAll(() => home.remove())

  it('is attacked in every cube that it publishes protected', () => {
    const cubes = Object.entries(releaseStore.current(home.home)?.cubes ?? {})
    const isProtected = ([, { method, rows }]: (typeof cubes)[number]) => method !== 'none' && rows > 0
    const attacked = new Set(found.filter(({ attack }) => attack === 'claims').map(({ cube }) => cube))
    expect([...attacked].sort()).toEqual(
      cubes
        .filter(isProtected)
        .map(([name]) => name)
        .sort(),
    )
    expect(attacked.size).toBeGreaterThan(8)
  })

  it('withstands attackers who choose, learn, link and ask', () => {
    expect(found.filter(({ verdict }) => verdict === 'broken')).toEqual([])
    expect(found.map(({ attack }) => attack)).toEqual(expect.arrayContaining(attacks))
    const chosen = found.find(({ attack, cube }) => attack === 'claims, chosen' && cube === 'sentences')
    expect(chosen?.strata.length).toBeGreaterThan(8)
    for (const { right, limit } of chosen?.strata ?? []) expect(right).toBeLessThanOrEqual(limit)
  })
})
