import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSamples } from '#data-samples'
import { type AttackRow, releaseStore } from '#warehouse'
import { runNightly } from '../nightly/run-nightly.ts'
import { deliverCorrections } from '../testing/corrections.ts'
import { sharedFolder, type TestHome, testHome } from '../testing/homes.ts'
import { personsInTwoCubes } from '../testing/one-number.ts'
import { runRelease } from './run-release.ts'

const hour = 3_600_000
const tenMinutes = 600_000
const onClaims = [
  'claims',
  'claims, chosen',
  'claims, Bayesian',
  'claims, adaptive',
  'linked cubes',
  'integer programs',
]

const brokenIn = (found: readonly AttackRow[]) =>
  found.filter(({ attack, verdict }) => onClaims.includes(attack) && verdict === 'broken')

async function audited({ run }: TestHome): Promise<readonly AttackRow[]> {
  return JSON.parse((await run('audit', 'disclosure', '--long', '--json')).out)
}

describe('eight years, searched in full', () => {
  let home: TestHome

  beforeAll(async () => {
    home = testHome()
    await writeSamples({ jurisdiction: 'kg', out: home.incoming, from: '2018-01', to: '2025-12' })
    const now = new Date('2026-02-20T06:00:00Z')
    await runNightly({ home: home.home, jurisdiction: 'kg', incoming: home.incoming, now })
    await runRelease({ home: home.home, now })
  }, hour)
  afterAll(() => home.remove())

  it(
    'withstand everybody who makes claims, within ten minutes of attacks',
    async () => {
      const began = performance.now()
      const found = await audited(home)
      expect(performance.now() - began).toBeLessThan(tenMinutes)
      expect(brokenIn(found)).toEqual([])
      const [answer, custody] = found.filter(({ attack, cube }) => attack === 'claims, chosen' && cube === 'sentences')
      expect(Math.max(...(answer?.strata ?? []).map(({ right }) => right))).toBeLessThanOrEqual(0.6)
      expect(Math.max(...(custody?.strata ?? []).map(({ right, guessing }) => right - guessing))).toBeLessThanOrEqual(
        0.05,
      )
      expect(Math.max(...(custody?.strata ?? []).map(({ gain }) => gain ?? 0))).toBeLessThanOrEqual(0.1)
    },
    hour,
  )

  it('tell readers that about one 3 in three is somebody', () => {
    const share = releaseStore.current(home.home)?.cubes['sentences']?.realThrees ?? 0
    expect(share).toBeGreaterThanOrEqual(0.3)
    expect(share).toBeLessThanOrEqual(0.4)
  })

  it(
    'withstand everybody once two years are revised, also whoever subtracts the releases',
    async () => {
      await deliverCorrections(home, 2024, '2026-08-14T03:00:00Z')
      await deliverCorrections(home, 2025, '2026-08-15T03:00:00Z')
      const now = new Date('2026-10-15T02:30:00Z')
      const report = await runNightly({ home: home.home, jurisdiction: 'kg', incoming: home.incoming, now })
      expect([report.decision, report.refusals]).toEqual([expect.stringMatching(/^published/), []])
      await runRelease({ home: home.home, revise: true, now: new Date('2026-11-14T06:00:00Z') })
      const found = await audited(home)
      expect(found.filter(({ verdict }) => verdict === 'broken')).toEqual([])
      const judged = found.filter(({ attack, verdict }) => attack === 'vintage differencing' && verdict === 'safe')
      expect(judged.length).toBeGreaterThan(5)
      expect(found.map(({ attack }) => attack)).toEqual(
        expect.arrayContaining(['claims, both releases', 'analyst draws', 'guard, one analyst']),
      )
      const { compared, same } = await personsInTwoCubes(home.home)
      expect([compared > 40, same]).toEqual([true, compared])
    },
    hour,
  )
})

const extract = sharedFolder('real-data')

describe.skipIf(extract === undefined)('the published Mongolian extract', () => {
  let home: TestHome

  beforeAll(async () => {
    home = testHome()
    const name = 'mongolia-sentencing-2020-2026.csv.gz'
    mkdirSync(home.incoming, { recursive: true })
    copyFileSync(join(extract ?? '', name), join(home.incoming, name))
    const now = new Date('2026-10-15T02:30:00Z')
    await runNightly({ home: home.home, jurisdiction: 'mn', incoming: home.incoming, now })
    await runRelease({ home: home.home, now: new Date('2026-11-14T06:00:00Z') })
  }, hour)
  afterAll(() => home.remove())

  it(
    'withstands them too, with no code of its own',
    async () => {
      const found = await audited(home)
      expect(new Set(found.map(({ cube }) => cube))).toContain('sentences')
      expect(found.filter(({ verdict }) => verdict === 'broken')).toEqual([])
    },
    hour,
  )
})
