import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { languages, loadJurisdiction } from '#jurisdictions'
import { buildCatalog } from '#warehouse'
import { boardPath, readBoards } from './boards/board.ts'
import { boardsFor } from './pages/frame/site.ts'
import { faultsOf, hasBrowser, pagesOfHome } from './testing/browser.ts'

const { url, visit } = pagesOfHome()
const boards = readBoards()
const isLong = process.env['TARAZA_TEST'] === 'long'
const folder = mkdtempSync(join(tmpdir(), 'boards-'))
afterAll(() => rmSync(folder, { recursive: true }))

const read = async (path: string) => {
  const response = await fetch(url() + path)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

describe('a board', () => {
  it.each(boards.flatMap((board) => languages.map((language) => `/${language}/${boardPath(board)}`)))(
    'is shown whole at %s: every panel has a chart or a table, its source and its release',
    async (path) => {
      const { status, text } = await read(path)
      const board = boards.find((known) => path.slice(4) === boardPath(known))
      expect(status).toBe(200)
      const panels = text.split('<section class="panel"').slice(1)
      expect(panels).toHaveLength(board?.panels.length ?? 0)
      for (const panel of panels) {
        expect(panel).toMatch(/<svg |<table>/)
        expect(panel).toContain('2026-Q3.1')
      }
    },
  )

  it('narrows what can be narrowed, and says where it cannot', async () => {
    const { text } = await read('/en/d/probation?region=KG-C')
    expect(text).toContain('From 2020 to 2025')
    expect(text.match(/Filters not applied: Region/g)?.length).toBeGreaterThan(0)
    expect((await read('/ru/d/probation?region=KG-XX')).status).toBe(400)
    expect((await read('/ru/d/probation?court=1')).status).toBe(400)
    expect((await read('/ky/d/nothing')).status).toBe(404)
  })

  it('leads from the whole to a part: from sections of offences to the offences of one', async () => {
    const { text } = await read('/en/d/sentencing?region=KG-C')
    const [, address = ''] = /href="([^"]*offence_section=[^"]*)"/.exec(text) ?? []
    expect(address).toContain('region=KG-C')
    const part = (await read(address.replaceAll('&amp;', '&'))).text
    expect(part).toMatch(/<th scope="col">Offence<\/th>|Offence \(ICCS/)
    expect(part).not.toContain('class="steps"')
  })

  it('keeps a panel that the grammar refuses as a panel, and shows the others', async () => {
    const { status, text } = await read('/en/d/why?region=KG-T')
    expect(status).toBe(200)
    expect(text).toContain('Custodial share: women, men')
  })

  it('is the same bytes again, and nothing new for who has it', async () => {
    const first = await read('/en/d/prison')
    const etag = first.headers.get('etag') ?? ''
    expect((await read('/en/d/prison')).text).toBe(first.text)
    expect((await fetch(`${url()}/en/d/prison`, { headers: { 'If-None-Match': etag } })).status).toBe(304)
  })

  it('answers a reform with its effect', async () => {
    const { text } = await read('/en/d/projection?divert=0.5&upTo=24')
    expect(text).toMatch(/By \d{4}-Q\d, the reform would change the number held by −[\d,]+ \(95% interval/)
    expect((await read('/en/d/projection?divert=7')).status).toBe(400)
  })

  it('says beside each projected stock the unit and the source of that stock, and for which year places are stated', async () => {
    const { text } = await read('/en/d/projection')
    const [, prison = '', supervision = ''] = text.split('<section class="panel"')
    expect(prison).toContain('Prison Service')
    expect(prison).toMatch(/[\d,]+ places \(capacity as of 2018\); occupancy at the end/)
    expect(supervision).toContain('Person under one kind of supervision')
    const [, source = ''] = /class="source">(.*?)<\/p>/.exec(supervision) ?? []
    expect(source).not.toContain('Prison Service')
    expect(source).toContain('Probation Department')
  })

  it('offers parts as percentages, and keeps the fraction in the address', async () => {
    const { text } = await read('/en/d/projection?divert=0.33')
    expect(text).toContain('<option value="0.33" selected>33%</option>')
    expect(text).toContain('<option value="-0.1">−10%</option>')
  })

  it('names what it is narrowed to, and what stays of the whole country', async () => {
    const { text } = await read('/en/d/probation?region=KG-C')
    expect(text).toMatch(/<h1>[^<]*Chui[^<]*<\/h1>/)
    expect(text).toMatch(/<title>[^<]*Chui/)
    expect(text).toMatch(/<h2[^>]*>[^<]*\(whole country\)<\/h2>/)
  })

  it('is offered by a jurisdiction with what it has figures for, and nothing else', () => {
    const catalog = buildCatalog(loadJurisdiction('mn'))
    const offered = boardsFor(boards, catalog)
    const names = offered.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['regions', 'sentencing', 'why']))
    for (const without of ['probation', 'prison', 'hand-off', 'projection', 'committee'])
      expect(names).not.toContain(without)
    expect(offered.flatMap(({ panels }) => panels).map(({ name }) => name)).not.toContain('codes')
  })

  it('is data: what is no board is refused with what is wrong', () => {
    writeFileSync(join(folder, 'wrong.yaml'), 'order: 1\nnav: { en: a, ru: b, ky: c }\npanels: []\n')
    expect(() => readBoards(folder)).toThrow(/title|panels/)
  })
})

describe('a chart of a board', () => {
  it('is a picture with title, unit, source and notices, for the choice of the page', async () => {
    const { text, headers } = await read('/v1/charts/probation-entries.svg?lang=ky&region=KG-C')
    expect(headers.get('content-type')).toContain('image/svg+xml')
    for (const words of ['Чүй облусу', 'Синтетикалык', '2026-Q3.1', 'Эсептөө эрежеси', 'Мезгил'])
      expect(text).toContain(words)
    const png = await fetch(`${url()}/v1/charts/regions-map.png?lang=ru`)
    expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png'])
    const { spec, rows } = JSON.parse((await read('/v1/charts/prison-held.json')).text)
    expect([spec.$schema, rows.length]).toEqual([expect.stringContaining('vega-lite'), expect.any(Number)])
    expect((await read('/v1/charts/prison-nothing.svg')).status).toBe(404)
  })

  it('may stand in a frame of another page, and nothing else may', async () => {
    const embedded = await read('/embed/prison-held?lang=ru')
    expect([embedded.status, embedded.text.match(/<svg /g)?.length]).toEqual([200, 1])
    for (const words of [
      'Единица счёта',
      'Правило счёта',
      'Период',
      'Источник',
      '2026-Q3.1',
      'защищены',
      'Синтетические',
    ])
      expect(embedded.text).toContain(words)
    expect(embedded.headers.get('content-security-policy')).toContain('frame-ancestors *')
    const page = await read('/ru/d/prison')
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })
})

describe('exploring', () => {
  it('answers any question of the grammar, and says why not and what would be possible', async () => {
    const { text } = await read('/en/explore?dataset=handoff&measure=registered_share&by=region&from=2025&to=2025')
    expect(text).toContain('Registered within 30 days · Region')
    expect(text).toContain('Explain this number')
    const refused = await read('/en/explore?dataset=sentences&measure=persons&by=court&by=status')
    expect([refused.status, refused.text]).toEqual([200, expect.stringContaining('no public answer')])
    for (const [question, words] of [
      ['dataset=custody_stock&measure=held&by=sex', 'Квартал, Год'],
      ['dataset=sentences&measure=persons&by=court,week', 'Возможно: '],
      ['dataset=sentences&measure=persons&by=year,quarter', 'год, квартал или месяц'],
      ['dataset=sentences&measure=persons&from=2024&to=2020', 'раньше, чем начинается'],
      ['dataset=sentences&measure=persons&sex=Z', 'Женщины'],
    ]) {
      const { text: page } = await read(`/ru/explore?${question}`)
      const [notice = page.slice(0, 300)] = /<p class="notice" role="status">.*?<\/p>/s.exec(page) ?? []
      expect([question, notice]).toEqual([question, expect.stringContaining(words ?? '')])
      expect(notice.replaceAll(/<[^>]*>/g, '')).not.toMatch(/[a-z]{5}/i)
    }
    expect((await read('/en/explore?dataset=nothing')).status).toBe(404)
  })
})

describe('the goals', () => {
  it.each(languages)(
    'are told with their types, what is missing, and the files to hand over, in %s',
    async (language) => {
      const { text } = await read(`/${language}/sdg`)
      expect(text).toContain('16.3.2')
      expect(text).toContain('/v1/indicators/hand-over.csv')
      expect(text.match(/<h2>/g)?.length).toBeGreaterThan(2)
      for (const indicator of buildCatalog(loadJurisdiction('kg')).indicators)
        expect([indicator.code, text]).toEqual([indicator.code, expect.stringContaining(indicator.label[language])])
      expect(text).toMatch(/30/)
    },
  )
})

const pages = [...boards.map(boardPath), 'explore', 'sdg', 'quality', 'verify']
/** All pages in all languages and widths take minutes: the short run takes each page in one language, on a phone. */
const visited = pages.flatMap((page, at) =>
  languages.filter((_, number) => isLong || number === at % languages.length).map((language) => `/${language}/${page}`),
)

const widths = isLong ? [320, 1280] : [320]

describe.skipIf(!hasBrowser)('every further page in a browser', () => {
  it.each(visited)('is free of accessibility faults, fits and loads nothing from elsewhere: %s', async (path) => {
    for (const width of widths) {
      await visit(
        path,
        async (page, { errors, origins }) => {
          await page.waitForFunction(() =>
            [...document.querySelectorAll<HTMLElement>('figure[data-chart]')].every(
              (figure) => figure.dataset['interactive'] !== undefined,
            ),
          )
          expect(await faultsOf(page)).toEqual([])
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
          expect(errors).toEqual([])
          expect([...origins]).toEqual([url()])
        },
        { width },
      )
    }
  })

  it('keeps the choice when the language changes, without JavaScript', async () => {
    await visit(
      '/en/d/probation',
      async (page) => {
        await page.selectOption('select[name=region]', 'KG-C')
        await page.click('button[type=submit]')
        await page.click('nav a[lang=ky]')
        expect(new URL(page.url()).searchParams.get('region')).toBe('KG-C')
        expect(await page.inputValue('select[name=region]')).toBe('KG-C')
        await page.goBack()
        expect(await page.textContent('h1')).toContain('Probation')
      },
      { javaScriptEnabled: false },
    )
  })

  it('explores without JavaScript, step by step', async () => {
    await visit(
      '/en/explore',
      async (page) => {
        await page.selectOption('select[name=dataset]', 'custody_stock')
        await page.click('form button >> nth=0')
        await page.selectOption('select[name=by] >> nth=0', 'year')
        await page.click('form button >> nth=1')
        expect(await page.textContent('h2')).toContain('People held')
        expect(await page.locator('table').count()).toBe(1)
      },
      { javaScriptEnabled: false },
    )
  })
})
