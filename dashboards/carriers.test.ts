import { strFromU8 } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { unpackZip, type ZipParts } from '#foundation'
import { languages } from '#jurisdictions'
import { boardPath, chartName, readBoards } from './boards/board.ts'
import type { ModelSeries, PanelModel } from './charts/index.ts'
import { pagesOfHome } from './testing/browser.ts'
import { officeFaults } from './testing/office-package.ts'

const { url } = pagesOfHome()
const isLong = process.env['TARAZA_TEST'] === 'long'
const drawn = readBoards().flatMap((board) =>
  board.panels
    .filter(({ chart }) => chart !== 'table')
    .map((panel) => ({ ...panel, path: boardPath(board), address: chartName(board, panel) })),
)
const names = drawn.map(({ address }) => address)
/** In the long test every panel in every language, in the short one each in the next language. */
const panels = names.flatMap((name, at) =>
  languages
    .filter((_, place) => isLong || place === at % languages.length)
    .map((language) => [name, language] as const),
)

interface ChartJson {
  readonly model: PanelModel
  readonly rows: readonly Readonly<Record<string, string | number | boolean | null>>[]
}

const chartJson = async (name: string, language: string): Promise<ChartJson | undefined> => {
  const response = await fetch(`${url()}/v1/charts/${name}.json?lang=${language}`)
  return response.ok ? ((await response.json()) as ChartJson) : undefined
}
const models = new Map<string, ChartJson>()
const pages = new Map<string, string>()

beforeAll(async () => {
  for (const [name, language] of panels) {
    const found = await chartJson(name, language)
    if (found !== undefined) models.set(`${name} ${language}`, found)
  }
  for (const language of languages)
    for (const board of new Set(drawn.map(({ path }) => path)))
      pages.set(`${board} ${language}`, await (await fetch(`${url()}/${language}/${board}`)).text())
})

const modelOf = (name: string, language: string) => models.get(`${name} ${language}`)?.model
const pointsOf = ({ series }: PanelModel) => series.flatMap(({ points }) => points)
/** The section of a panel on its page. */
const sectionOf = (name: string, language: string) => {
  const path = drawn.find(({ address }) => address === name)?.path
  const page = pages.get(`${path} ${language}`) ?? ''
  return (
    page.split('<section class="panel"').find((section) => section.includes(`aria-labelledby="${name}-title"`)) ?? ''
  )
}

describe('the model of a panel', () => {
  it('is there for nearly every panel that has a chart', () => {
    expect(models.size).toBeGreaterThan(panels.length * 0.9)
  })

  it.each(panels)('has a point for each category in each series, and finite values: %s, %s', (name, language) => {
    const model = modelOf(name, language)
    if (model === undefined) return
    for (const { points } of model.series) expect(points).toHaveLength(model.categories.length)
    for (const { value, bounds } of pointsOf(model)) {
      for (const number of [value, ...bounds.flatMap((one) => [one?.lower ?? null, one?.upper ?? null])])
        expect(number === null || Number.isFinite(number)).toBe(true)
      expect(bounds.length).toBeLessThanOrEqual(model.levels.length)
      if (model.bounds === 'interval' && value !== null)
        for (const one of bounds)
          if (one !== null) expect([one.lower <= value, value <= one.upper]).toEqual([true, true])
    }
    expect([model.measure, model.source].every((text) => text.length > 0)).toBe(true)
  })

  it.runIf(isLong)('says the same figures in every language', () => {
    for (const name of names) {
      const [first, ...others] = languages.map((language) => modelOf(name, language))
      const figures = (model: PanelModel | undefined) => model && pointsOf(model)
      for (const other of others) expect([name, figures(other)]).toEqual([name, figures(first)])
    }
  })

  it('gives a code of a dimension one colour, whichever codes a panel shows', () => {
    const colourOf = new Map<string, string>()
    for (const { address, dataset } of drawn)
      for (const { code, colour } of languages.flatMap((language) => modelOf(address, language)?.series ?? [])) {
        if (code === undefined || /^\d{4}/.test(code)) continue
        const key = `${dataset} ${code}`
        expect([address, key, colour]).toEqual([address, key, colourOf.get(key) ?? colour])
        colourOf.set(key, colour)
      }
    expect(colourOf.size).toBeGreaterThan(20)
  })

  it('marks a period as unfinished exactly where the answer of the API does', async () => {
    let unfinished = 0
    for (const [name, language] of panels) {
      const address = /href="(\/v1\/data\/[^"]*format=json[^"]*)"/.exec(sectionOf(name, language))?.[1]
      const model = modelOf(name, language)
      if (address === undefined || model?.grain === undefined) continue
      const { columns, rows } = await (await fetch(url() + address.replaceAll('&amp;', '&'))).json()
      const at = (column: string) => columns.findIndex((one: { name: string }) => one.name === column)
      const said = new Set(
        rows
          .filter((row: string[]) => row[at('period_status')] === 'incomplete')
          .map((row: string[]) => row[at(model.grain ?? '')]),
      )
      const marked = model.categories.filter((_, place) => model.series.some(({ points }) => points[place]?.unfinished))
      expect([name, marked.map(({ code }) => code)]).toEqual([name, [...said].map(String)])
      unfinished += said.size
    }
    expect(unfinished).toBeGreaterThan(3)
  })
})

describe('what is explored', () => {
  it('is handed out as a model like any panel', async () => {
    const asked = 'dataset=sentences&measure=persons&by=year&by=region'
    const { model, rows } = (await chartJson('explore', `en&${asked}`)) ?? {}
    const answer = await (await fetch(`${url()}/v1/data/sentences?measure=persons&by=year,region`)).json()
    const sum = (numbers: readonly (number | null | undefined)[]) =>
      numbers.reduce((one: number, other) => one + (other ?? 0), 0)
    expect(sum(pointsOf(model as PanelModel).map(({ value }) => value))).toBe(
      sum(answer.rows.map((row: number[]) => row[2])),
    )
    expect(rows?.length).toBe(pointsOf(model as PanelModel).length)
  })
})

describe('a part of an answer', () => {
  it('has no chart and no zero: nobody knows what stands elsewhere', async () => {
    for (const asked of ['by=month&by=court', 'by=year&by=region&offset=4']) {
      const path = `dataset=sentences&measure=persons&${asked}`
      const json = await fetch(`${url()}/v1/charts/explore.json?lang=en&${path}`)
      const page = await (await fetch(`${url()}/en/explore?${path}`)).text()
      expect([asked, json.ok, page.includes('<td>0</td>')]).toEqual([asked, false, false])
    }
  })
})

describe('an unfinished period', () => {
  it('is unfinished for every series, also for one without a row', async () => {
    const { model } = (await chartJson('regions-multiples', 'en&sex=F&offence_section=02')) ?? {}
    const last = (model as PanelModel).series.map(({ points }) => points.at(-1)?.unfinished)
    expect(last).toEqual(last.map(() => true))
  })
})

describe('the page', () => {
  it.each(panels)('draws and tabulates the model, and nothing else: %s, %s', (name, language) => {
    const known = models.get(`${name} ${language}`)
    if (known === undefined) return
    const section = sectionOf(name, language)
    const [, embedded = ''] = /<script type="application\/json">(.*?)<\/script>/s.exec(section) ?? []
    expect(JSON.parse(embedded).rows).toEqual(known.rows)
    expect(known.rows.map(({ value }) => value)).toEqual(pointsOf(known.model).map(({ value }) => value))
    const cells = [...section.matchAll(/<t[dh][^>]*>([^<]*)<\/t[dh]>/g)].flatMap(([, cell = '']) =>
      numbersIn(cell, language),
    )
    // The table of a projection is of what is expected; and a table has no row for nobody.
    const reported = known.model.form === 'bands' ? known.model.series.slice(1) : known.model.series
    for (const { value } of reported.flatMap(({ points }) => points))
      if (value !== null && !(value === 0 && known.model.unit === 'count'))
        expect([value, cells.some((cell) => isWritten(value, cell, known.model))]).toEqual([value, true])
  })
})

interface Written {
  readonly value: number
  readonly decimals: number
}

/** Numbers of a cell as people write them. */
function numbersIn(cell: string, language: string): readonly Written[] {
  const [group, point] = language === 'en' ? [',', '.'] : ['\u00a0', ',']
  return [...cell.matchAll(/[−+]?\d[\d\u00a0,.]*/g)].map(([text]) => {
    const number = text.replaceAll(group, '').replace('−', '-').replace(point, '.').replace(/\.$/, '')
    return { value: Number(number), decimals: number.split('.')[1]?.length ?? 0 }
  })
}

function isWritten(value: number, cell: Written, { unit }: PanelModel): boolean {
  const scale = unit === 'share' || unit === 'growth' ? 100 : 1
  return Math.abs(value * scale - cell.value) <= 0.5 * 10 ** -cell.decimals + 1e-9
}

describe('a slide of a panel that is narrowed', () => {
  it('names what it is narrowed to, keeps zeros in its workbook, and draws a point between two gaps', async () => {
    const response = await fetch(`${url()}/v1/charts/sentencing-share.pptx?lang=en&age_band=A14`)
    const parts = unpackZip(new Uint8Array(await response.arrayBuffer()))
    const text = (name: string) => strFromU8(parts.get(name) ?? new Uint8Array())
    expect(text('ppt/slides/slide1.xml')).toContain('Under 18')
    expect(text('ppt/charts/chart1.xml')).toContain('<c:symbol val="circle"/>')
    const zeros = await fetch(`${url()}/v1/charts/regions-multiples.pptx?lang=en&sex=F&offence_section=02`)
    const nested = unpackZip(new Uint8Array(await zeros.arrayBuffer()))
    const values = [
      ...strFromU8(nested.get('ppt/charts/chart1.xml') ?? new Uint8Array()).matchAll(/<c:v>(\d+)<\/c:v>/g),
    ]
    const workbook = unpackZip(nested.get('ppt/embeddings/Microsoft_Excel_Worksheet1.xlsx') ?? new Uint8Array())
    const cells = [...strFromU8(workbook.get('xl/worksheets/sheet1.xml') ?? new Uint8Array()).matchAll(/<v>0<\/v>/g)]
    expect(officeFaults(workbook)).toEqual([])
    expect(values.filter(([, value]) => value === '0').length).toBeGreaterThan(0)
    expect(cells.length).toBeGreaterThanOrEqual(values.filter(([, value]) => value === '0').length)
  })
})

describe('a slide', () => {
  it.each(panels)('is a sound package with the figures of the model: %s, %s', async (name, language) => {
    const model = modelOf(name, language)
    const response = await fetch(`${url()}/v1/charts/${name}.pptx?lang=${language}`)
    expect(response.ok).toBe(model !== undefined)
    if (model === undefined) return
    const parts = unpackZip(new Uint8Array(await response.arrayBuffer()))
    expect(officeFaults(parts)).toEqual([])
    const xml = parts.get('ppt/charts/chart1.xml')
    if (model.form === 'map' || model.bounds === 'limits') {
      expect([xml, picturesIn(parts)]).toEqual([undefined, expect.arrayContaining([expect.stringMatching(/\.png$/)])])
      return
    }
    const text = strFromU8(xml ?? new Uint8Array())
    const chart = nativeSeries(text)
    const [max, min] = ['max', 'min'].map((side) => Number(new RegExp(`<c:${side} val="([^"]+)"`).exec(text)?.[1]))
    for (const number of pointsOf(model).flatMap(({ value, bounds: [inner] }) => [value, inner?.lower, inner?.upper]))
      if (number != null) expect([Number(min) <= number, number <= Number(max)]).toEqual([true, true])
    for (const series of model.series) expectSeries(series, chart, model)
  })
})

const picturesIn = (parts: ZipParts) => [...parts.keys()].filter((name) => name.startsWith('ppt/media/'))

interface Read {
  readonly name: string
  readonly colours: readonly string[]
  readonly values: readonly (number | null)[]
  readonly plus: readonly number[]
  readonly minus: readonly number[]
  readonly isJoined: boolean
}

/** The series of a chart part, read without the code that wrote them. */
function nativeSeries(xml: string): readonly Read[] {
  const numbers = (part: string): readonly (number | null)[] => {
    const count = Number(/<c:ptCount val="(\d+)"/.exec(part)?.[1] ?? 0)
    const found = new Map(
      [...part.matchAll(/<c:pt idx="(\d+)"><c:v>([^<]*)</g)].map(([, at, value]) => [Number(at), Number(value)]),
    )
    return Array.from({ length: count }, (_, at) => found.get(at) ?? null)
  }
  const part = (series: string, tag: string) => new RegExp(`<c:${tag}>(.*?)</c:${tag}>`, 's').exec(series)?.[1] ?? ''
  return [...xml.matchAll(/<c:ser>(.*?)<\/c:ser>/gs)].map(([, series = '']) => ({
    name: /<c:v>([^<]*)</.exec(part(series, 'tx'))?.[1]?.replaceAll('&amp;', '&') ?? '',
    colours: [...series.matchAll(/srgbClr val="([0-9A-F]{6})"/g)].map(([, colour = '']) => colour),
    values: numbers(part(series, 'val')),
    plus: numbers(part(series, 'plus')) as number[],
    minus: numbers(part(series, 'minus')) as number[],
    isJoined: !/<c:spPr><a:ln[^>]*><a:noFill\/>/.test(series),
  }))
}

function expectSeries({ name, colour, points }: ModelSeries, chart: readonly Read[], model: PanelModel): void {
  const own = chart.filter((read) => read.name === name || (read.name.startsWith(`${name} (`) && !read.isJoined))
  const values = points.map(
    (_, at) => own.map((read) => read.values[at] ?? null).find((value) => value !== null) ?? null,
  )
  expect([name, values]).toEqual([name, points.map(({ value }) => value)])
  for (const { colours } of own) expect(colours).toContain(colour.replace('#', ''))
  const isLine = model.form === 'lines' || model.form === 'bands'
  const [line] = own
  points.forEach(({ unfinished, bounds: [inner], value }, at) => {
    if (isLine && unfinished && value !== null) expect([name, at, line?.values[at]]).toEqual([name, at, null])
    if (isLine || inner == null || value === null || model.series.length > 1) return
    const reach = [value - (line?.minus[at] ?? 0), value + (line?.plus[at] ?? 0)]
    expect(reach[0]).toBeCloseTo(inner.lower, 9)
    expect(reach[1]).toBeCloseTo(inner.upper, 9)
  })
}
