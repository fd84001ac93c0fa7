import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faultsOf, hasBrowser, pagesOfHome } from '../../dashboards/testing/browser.ts'
import { packagePath } from '../../foundation/index.ts'

const { visit, url } = pagesOfHome()
const built = packagePath('.build', 'docs')
const isLong = process.env['TARAZA_TEST'] === 'long'
const pages = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))
const linksOf = (text: string) => [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link]) => link ?? '')

describe('the built documents', () => {
  it('have a guide for each role, in English and in Russian', () => {
    for (const role of ['minister', 'analyst', 'steward', 'secretary', 'operator'])
      expect(pages).toEqual(expect.arrayContaining([`guides/${role}.html`, `guides/${role}.ru.html`]))
  })

  it('lead nowhere that is not there', async () => {
    const broken: string[] = []
    for (const page of pages) {
      const links = linksOf(readFileSync(join(built, page), 'utf8')).filter((link) => !/^(#|data:|https?:)/.test(link))
      const own = links.filter((link) => !link.startsWith('/')).map((link) => link.replace(/#.*/, ''))
      for (const link of own)
        if (!existsSync(join(built, posix.join(dirname(page), link)))) broken.push(`${page}: ${link}`)
    }
    for (const link of ['/', '/docs/', '/docs/reference', '/notebooks/'])
      if ((await fetch(url() + link)).status !== 200) broken.push(link)
    expect(broken).toEqual([])
  })

  it('link to documents of the repository that are there', () => {
    const sources = readdirSync(packagePath('docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.md'),
    )
    const broken = sources.flatMap((name) => {
      const text = readFileSync(packagePath('docs', name), 'utf8')
      const links = [...text.matchAll(/\]\(([^):#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? '')
      return links
        .filter((link) => !existsSync(packagePath('docs', dirname(name), link)))
        .map((link) => `${name}: ${link}`)
    })
    expect(broken).toEqual([])
  })

  it.runIf(hasBrowser)('can be searched without another host, and are free of accessibility faults', async () => {
    const looked = isLong ? pages : ['index.html', 'guides/analyst.ru.html']
    for (const [at, page] of looked.entries()) {
      const width = at % 2 === 0 ? 1280 : 320
      await visit(
        `/docs/${page}`,
        async (browser, { errors, origins }) => {
          await browser.locator('#search').fill('quarantine')
          await browser.locator('#found a').first().waitFor()
          expect(await browser.locator('#found a').first().getAttribute('href')).toMatch(
            /steward|delivering|troubleshooting/,
          )
          expect(await faultsOf(browser)).toEqual([])
          expect(await browser.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
          expect([errors, [...origins]]).toEqual([[], [url()]])
        },
        { width },
      )
    }
  })
})
