import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runNightly } from '../cli/nightly/run-nightly.ts'
import { runRelease } from '../cli/releases/run-release.ts'
import { sharedFolder } from '../cli/testing/homes.ts'
import { faultsOf, hasBrowser, pagesOfHome } from '../dashboards/testing/browser.ts'

const extract = sharedFolder('real-data')
const folder = mkdtempSync(join(tmpdir(), 'mongolia-'))
const [home, incoming] = [join(folder, 'home'), join(folder, 'incoming')]

describe.skipIf(extract === undefined || !hasBrowser)('the notebook on the published Mongolian extract', () => {
  beforeAll(async () => {
    const name = 'mongolia-sentencing-2020-2026.csv.gz'
    mkdirSync(incoming)
    copyFileSync(join(extract ?? '', name), join(incoming, name))
    await runNightly({ home, jurisdiction: 'mn', incoming, now: new Date('2026-10-15T02:30:00Z') })
    await runRelease({ home, now: new Date('2026-11-14T06:00:00Z'), effort: 0.2 })
  })
  const { visit, url } = pagesOfHome(() => home)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('answers what changed, why and where, and says what it cannot say', async () => {
    await visit('/notebooks/mongolia.html', async (page, { errors, origins }) => {
      await page.locator('figcaption').first().waitFor()
      const [, growth, why, where] = await page.locator('.told').allTextContents()
      expect(growth).toMatch(/From 2020 to 2025 .* rose: \+4\.\d %.*С 2020 по 2025 год .* \+4,\d %/)
      expect(why).toMatch(/changed by -[45]\.\d %/)
      expect(where).toMatch(/custodial share of the country was 15\.\d %/)
      expect(await page.locator('.observablehq--error').allTextContents()).toEqual([])
      expect([errors, [...origins]]).toEqual([[], [url()]])
      expect(await faultsOf(page)).toEqual([])
    })
  })
})
