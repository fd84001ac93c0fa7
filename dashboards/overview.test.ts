import { describe, expect, it } from 'vitest'
import { faultsOf, hasBrowser, pagesOfHome } from './testing/browser.ts'

const { url, visit } = pagesOfHome()
const isLong = process.env['TARAZA_TEST'] === 'long'

describe('the overview, as the server sends it', () => {
  it.each([
    [
      'en',
      [
        /\+2[123]\.\d%/,
        /\+5[3-7]\.\d%/,
        'Synthetic data',
        'Protected figures',
        'is incomplete',
        'Criminal Code of 2021',
      ],
    ],
    ['ru', [/\+2[123],\d/, /\+5[3-7],\d/, 'вымышленные', 'защищены', 'неполный период', 'Уголовный кодекс 2021']],
    [
      'ky',
      [
        /\+2[123],\d/,
        /\+5[3-7],\d/,
        'ойдон чыгарылган',
        'корголгон',
        'толук эмес мезгил',
        '2021-жылкы Кылмыш-жаза кодекси',
      ],
    ],
  ])('tells the story in %s, complete and with charts', async (language, texts) => {
    const response = await fetch(`${url()}/${language}/`)
    const html = await response.text()
    expect(response.status).toBe(200)
    expect(html.match(/<svg /g)).toHaveLength(4)
    for (const text of texts) expect(html.replaceAll(/[\u00a0\u202f]/g, ' ')).toMatch(text)
  })

  it.each(['ky', 'ru', 'en'])('tells methods with every promise, and all releases, in %s', async (language) => {
    const methods = await (await fetch(`${url()}/${language}/methods`)).text()
    expect(methods.match(/<table>/g)?.length).toBeGreaterThan(10)
    expect(methods).toContain(`<html lang="${language}">`)
    const releases = await (await fetch(`${url()}/${language}/releases`)).text()
    expect(releases).toContain('2026-Q3.1')
    expect(releases).toContain('2026-Q2')
  })

  it('names the release and never a generation', async () => {
    const html = await (await fetch(`${url()}/en/`)).text()
    expect(html).toContain('2026-Q3.1')
    expect(html).not.toMatch(/\b0{5}\d-[0-9a-f]{8}\b/)
  })

  it('redirects to the language of the reader', async () => {
    const response = await fetch(`${url()}/`, { redirect: 'manual', headers: { 'Accept-Language': 'ru' } })
    expect([response.status, response.headers.get('location')]).toEqual([302, '/ru/'])
  })

  it('tells a change from the earlier year, names the law between, and the year before an extreme one', async () => {
    const earlier = await (await fetch(`${url()}/en/?year=2018`)).text()
    expect(earlier).toMatch(/From 2018 to 2020 the number of non-custodial sentences fell by/)
    expect(earlier).toMatch(/From 2018 to 2020 the custodial share rose from/)
    expect(earlier).toContain('<option value="2018" selected>')
    const later = await (await fetch(`${url()}/en/?year=2023`)).text()
    expect(later).toMatch(/From 2020 to 2023 .* rose by [\d.]+%, across a change of law \(1 December 2021\)\./)
    expect(later).toMatch(/2020 is the lowest of all years shown; [\d,]+ in 2019/)
    expect(later).toContain('Between 2020 and 2023 the law changed: Criminal Code of 2021')
  })

  it('says no more than the interval allows', async () => {
    const html = await (await fetch(`${url()}/en/?region=KG-T&year=2021`)).text()
    expect(html).toContain('did not clearly change')
  })

  it.each([
    ['/ky/?region=KG-XX', 400, 'туура келбейт'],
    ['/en/?year=2026', 400, 'do not fit'],
    ['/ru/nothing', 404, 'Такой страницы нет'],
    ['/en/?region=KG-C&region=KG-T', 400, 'do not fit'],
  ])('answers %s with a page: %i', async (path, status, text) => {
    const response = await fetch(url() + path)
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(text)
  })
})

describe('a chart as a picture', () => {
  it('carries its title, source and notices', async () => {
    const svg = await (await fetch(`${url()}/v1/charts/growth.svg?lang=en&region=KG-C`)).text()
    for (const text of ['Chui', 'Supreme Court', 'Synthetic data', 'Protected figures', 'Person-appearance'])
      expect(svg).toContain(text)
    const png = await fetch(`${url()}/v1/charts/regions.png?lang=ky`)
    expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png'])
  })

  it('does not exist under another name', async () => {
    const response = await fetch(`${url()}/v1/charts/pie.png`)
    expect([response.status, (await response.json()).code]).toEqual([404, 'NOT_FOUND'])
  })
})

describe.skipIf(!hasBrowser)('every page in a browser', () => {
  it.each(['/ky/', '/ru/methods', '/docs/reference', ...(isLong ? ['/ru/', '/en/', '/ky/fines', '/en/releases'] : [])])(
    'is free of accessibility faults at %s, on a phone and on a desktop',
    async (address) => {
      for (const width of [320, 1280]) {
        await visit(
          address,
          async (page) => {
            if (address.endsWith('/')) await page.waitForSelector('figure[data-interactive=true] >> nth=3')
            expect(await faultsOf(page)).toEqual([])
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
          },
          { width },
        )
      }
    },
  )

  it('makes its charts interactive under the strict policy, from its own origin only', async () => {
    await visit('/en/?period=quarter', async (page, seen) => {
      await page.waitForSelector('figure[data-interactive=true] >> nth=3')
      expect(seen.errors).toEqual([])
      expect([...seen.origins]).toEqual([new URL(url()).origin])
      const texts = await page.locator('figure[data-chart=growth] svg text').allTextContents()
      expect(texts).toContain('Non-custodial')
    })
  })

  it('keeps the height of the page when charts become interactive', async () => {
    await visit('/en/', async (page) => {
      const height = () => page.evaluate(() => document.documentElement.scrollHeight)
      const before = await height()
      await page.waitForSelector('figure[data-interactive=true] >> nth=3')
      expect(Math.abs((await height()) - before)).toBeLessThanOrEqual(before * 0.05)
    })
  })

  it('works without JavaScript: filter, language, table', async () => {
    await visit(
      '/en/',
      async (page) => {
        await page.selectOption('select[name=region]', 'KG-C')
        await page.selectOption('select[name=year]', '2024')
        await page.click('button[type=submit]')
        expect(await page.textContent('h1')).toContain('Chui')
        expect(new URL(page.url()).searchParams.get('region')).toBe('KG-C')
        await page.click('nav a[lang=ru]')
        expect(await page.textContent('h1')).toContain('Чуйская область')
        await page.click('.panel summary >> nth=0')
        expect(await page.isVisible('table >> nth=0')).toBe(true)
      },
      { javaScriptEnabled: false },
    )
  })

  it('works by keyboard alone', async () => {
    await visit('/en/', async (page) => {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Skip to content')
      const reached: string[] = []
      for (let step = 0; step < 50; step++) {
        await page.keyboard.press('Tab')
        reached.push(
          await page.evaluate(
            () => document.activeElement?.getAttribute('name') ?? document.activeElement?.tagName ?? '',
          ),
        )
      }
      expect(reached).toEqual(expect.arrayContaining(['region', 'year', 'period', 'BUTTON', 'SUMMARY']))
    })
  })

  it('prints with its tables open and without its controls', async () => {
    await visit('/en/', async (page) => {
      await page.emulateMedia({ media: 'print' })
      expect(await page.isVisible('form.filters')).toBe(false)
      expect(await page.isVisible('table >> nth=0')).toBe(true)
    })
  })
})
