import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { connect, type Taraza } from '../client/index.ts'
import { faultsOf, hasBrowser, pagesOfHome } from '../dashboards/testing/browser.ts'
import { packagePath } from '../foundation/index.ts'
import { growthSince } from './analysis/growth.ts'
import { handOff } from './analysis/hand-off.ts'
import { whatIf } from './analysis/projection.ts'
import { regionsIn } from './analysis/regions.ts'
import { decompositionOf, substitutionOf } from './analysis/substitution.ts'
import { womenAndMen } from './analysis/women-and-men.ts'

const { url, visit } = pagesOfHome()
let taraza: Taraza
beforeAll(async () => {
  taraza = await connect(url())
})

describe('the analyses of the notebooks', () => {
  it('tell the headline of the overview page', async () => {
    const { year, growth, words: reported, shares } = await growthSince(taraza, 2020)
    const page = await (await fetch(`${url()}/en/?year=${year}`)).text()
    expect(page).toContain(`${(growth * 100).toFixed(1)}`)
    expect([growth > 0.55 && growth < 0.75, reported.en.includes('rose'), reported.ru.includes('выросло')]).toEqual([
      true,
      true,
      true,
    ])
    expect(shares.length).toBe(year - 2020 + 1)
  })

  it('explain the growth without a remainder', async () => {
    const { growth, parts } = await substitutionOf(taraza, 'CSM', 2020, 2024)
    expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(growth.value, 6)
    const effects = await decompositionOf(taraza, 2020, 2024)
    const of = (name: string) => effects.find(({ effect }) => effect === name)?.value ?? Number.NaN
    expect(of('offence_section') + of('sex') + of('decisions')).toBeCloseTo(of('total'), 9)
  })

  it('compare all regions with the country, and draw small ones towards it', async () => {
    const { regions, overall } = await regionsIn(taraza, 2024)
    expect(regions).toHaveLength(9)
    for (const { standardised, shrunken } of regions)
      expect(Math.abs(shrunken - overall)).toBeLessThanOrEqual(Math.abs(standardised - overall) + 0.01)
  })

  it('say how many judgments arrive, how women and men are sentenced, and what a reform would do', async () => {
    const gap = await handOff(taraza)
    expect(gap.regions).toHaveLength(9)
    const sexes = await womenAndMen(taraza, 2024)
    expect(sexes.ratio).toBeCloseTo((sexes.shares[0]?.share ?? 0) / (sexes.shares[1]?.share ?? 1), 9)
    const reform = await whatIf(taraza, 0.3, 12)
    expect(reform.words.en).toMatch(/fewer persons would be held/)
    expect([reform.isReliable, reform.words.en.includes('95 % interval')]).toEqual([true, true])
  })
})

const folder = packagePath('.build', 'notebooks')
const pages = readdirSync(packagePath('notebooks')).filter((name) => name.endsWith('.html'))

describe('the built notebooks', () => {
  it('are all there, and name no other host', () => {
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(pages))
    const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(html|js|css)$/.test(name),
    )
    const hosts = texts.flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').match(/https?:\/\/[\w.-]+/g) ?? [])
    expect([...new Set(hosts)].sort()).toEqual(['http://www.w3.org'])
  })

  it.runIf(hasBrowser).each(pages)('run in a browser, every cell, under the rules of the server: %s', async (name) => {
    await visit(`/notebooks/${name}`, async (page, { errors, origins }) => {
      await page.waitForLoadState('networkidle')
      const isAnalysis = name !== 'index.html' && name !== 'mongolia.html'
      if (isAnalysis) await page.locator('figcaption').first().waitFor()
      expect(await page.locator('.observablehq--error').allTextContents()).toEqual([])
      expect([errors, [...origins]]).toEqual([[], [url()]])
      expect(await faultsOf(page)).toEqual([])
      if (!isAnalysis) return
      expect(await page.locator('svg[aria-label]').count()).toBeGreaterThan(0)
      expect(await page.locator('figcaption').first().textContent()).toContain('2026-Q3.1')
    })
  })

  it.runIf(hasBrowser)('say in the cell what is wrong with a release that does not exist', async () => {
    await visit('/notebooks/growth.html?release=2019-Q1.1', async (page) => {
      const failed = page.locator('.observablehq--error').first()
      await failed.waitFor()
      expect(await failed.textContent()).toMatch(/release/i)
    })
  })
  it.runIf(hasBrowser)('are open to changes beside a server, without another host', async () => {
    const program = packagePath('scripts', 'notebooks.mjs')
    const live = spawn(process.execPath, [program], { env: { ...process.env, TARAZA_URL: url() } })
    try {
      const address = await new Promise<string>((resolve) => {
        live.stdout.on('data', (text) => {
          const [found] = /http:\/\/localhost:\d+/.exec(stripVTControlCharacters(String(text))) ?? []
          if (found !== undefined && found !== url()) resolve(found)
        })
      })
      await visit('/notebooks/', async (page, { origins }) => {
        await page.goto(`${address}/write-your-own.html`)
        await page.locator('figcaption').first().waitFor({ timeout: 60_000 })
        expect([...origins].sort()).toEqual([url(), address].sort())
      })
    } finally {
      live.kill()
    }
  })
})
