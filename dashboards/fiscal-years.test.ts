import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import pino from 'pino'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeApp, makeService, type Service } from '#api'
import { packagePath, unpackZip } from '#foundation'
import { languages } from '#jurisdictions'
import { runNightly } from '../cli/nightly/run-nightly.ts'
import { runRelease } from '../cli/releases/run-release.ts'
import { type TestHome, testHome } from '../cli/testing/homes.ts'
import { mountDashboards } from './index.ts'

let test: TestHome
let folder: string
let service: Service<'public'>
let app: RequestListener

function change(path: string, to: (text: string) => string): void {
  writeFileSync(path, to(readFileSync(path, 'utf8')))
}

/** The invented country, whose years begin on 1 April: the first of them in 2020. */
function fiscalCountry(): string {
  const own = join(test.incoming, '..', 'xx')
  cpSync(packagePath('jurisdictions', 'xx'), own, { recursive: true })
  cpSync(packagePath('jurisdictions', 'common'), join(own, '..', 'common'), { recursive: true })
  change(join(own, 'jurisdiction.yaml'), (text) => `${text}\nyear_starts: 4\n`)
  const covered = (text: string) =>
    text.replace('{ from: 2020-01-01, to: 2024-12-31 }', '{ from: 2020-04-01, to: 2025-03-31 }')
  change(join(own, 'contracts', 'custody.yaml'), covered)
  change(join(own, 'contracts', 'sentences.yaml'), (text) =>
    covered(text).replace('type: year,', 'type: year, fiscal: { starts: 4, written: both },'),
  )
  return own
}

function deliver(): void {
  mkdirSync(test.incoming, { recursive: true })
  const read = (name: string) => readFileSync(packagePath('data-samples', 'xx', ...name.split('/')), 'utf8')
  const next = (year: string) => Number(year) + 1
  const years = read('sentences/convictions.csv').replaceAll(/^(\d{4}),/gm, (_, year) => `${year}/${next(year) % 100},`)
  writeFileSync(join(test.incoming, 'convictions.csv'), `${years}2020/22,north_1,Theft,prison,M,9\n`)
  const days = read('custody/prison_census.csv').replaceAll(/^(\d{4})-/gm, (_, year) => `${next(year)}-`)
  writeFileSync(join(test.incoming, 'prison_census.csv'), days)
}

beforeAll(async () => {
  test = testHome()
  folder = fiscalCountry()
  deliver()
  const now = new Date('2025-06-15T02:30:00Z')
  const report = await runNightly({ home: test.home, jurisdiction: folder, incoming: test.incoming, now })
  expect(JSON.stringify(report)).toContain('NOT_A_YEAR')
  await runRelease({ home: test.home, now, effort: 0.1, acceptWider: 'steward' })
  service = makeService({ home: test.home, jurisdiction: folder, levels: ['public'], log: pino({ level: 'silent' }) })
  app = makeApp(service, {}, mountDashboards)
})
afterAll(async () => {
  await service?.close()
  test.remove()
})

describe('a country whose years begin on 1 April', () => {
  it('answers by years that are named by the calendar year in which they begin', async () => {
    const { body } = await request(app).get('/v1/data/sentences?measure=persons&by=year')
    expect(body).toMatchObject({ dataset: 'sentences' })
    expect(body.rows.map(([year]: [number]) => year)).toEqual([2020, 2021, 2022, 2023, 2024])
    expect(body.period).toEqual({ from: '2020-04-01', to: '2025-03-31' })
    expect(service.releases().at(-1)).toMatchObject({ through: '2024-Q4', yearStarts: 4 })
  })

  it('shows years as people name them, and never a bare one', async () => {
    for (const language of languages) {
      const { text } = await request(app).get(`/${language}/`).expect(200)
      const visible = text.replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '').replaceAll(/<[^>]*>/g, '\n')
      const lines = visible.split('\n').filter((line) => line.trim() !== '')
      expect(visible).toContain('2020/21')
      expect(lines.filter((line) => /^\D*20\d\d(\D{0,3})$/.test(line.trim()))).toEqual([])
    }
  })

  it('gives programs the code of a year and people its name, in the same file', async () => {
    const { text } = await request(app).get('/v1/data/sentences?measure=persons&by=year&format=csv').expect(200)
    const [head = '', first = ''] = text.split('\r\n')
    expect(head).toMatch(/^year,persons,.*,release,notes,unit,period,year_label$/)
    expect(first).toMatch(/^2020,.*,2020\/21$/)
    const { body } = await request(app).get('/v1/data/sentences?measure=persons&by=year&format=jsonstat').expect(200)
    expect(body.dimension.year.category.label).toMatchObject({ 2020: '2020/21', 2024: '2024/25' })
  })

  it('finds a year by what people read for it', async () => {
    const table = async (from: string) =>
      (await request(app).get(`/en/explore?dataset=sentences&measure=persons&by=year&from=${from}`).expect(200)).text
    expect(await table('2022')).toContain('value="2022/23"')
    expect(await table('2022%2F23')).toContain('>2024/25<')
    expect(await table('2022%2F23')).not.toContain('>2021/22<')
  })

  it('says in a pack and in the feed of releases how people name its quarters and years', async () => {
    const { body } = await request(app).get('/v1/packs/2024-Q4/en.xlsx').responseType('blob').expect(200)
    const texts = [...unpackZip(body).values()].map((part) => Buffer.from(part).toString()).join('\n')
    expect(texts).toContain('2024/25-Q4')
    const feed = await request(app).get('/v1/releases.atom').buffer().expect(200)
    expect(feed.text).toContain('through 2024/25-Q4.')
    const { text } = await request(app).get('/en/releases').expect(200)
    expect(text).toContain('2024/25-Q4')
  })

  it('has reporting years in SDMX, with the day on which they begin', async () => {
    const data = '/sdmx/data/dataflow/TARAZA/SENTENCES/1.0/*'
    const { text } = await request(app)
      .get(`${data}?c[MEASURE]=persons&startPeriod=2022-A1&format=sdmx-csv`)
      .expect(200)
    const [head = '', ...rows] = text.trim().split('\r\n')
    expect(head.split(',').at(-1)).toBe('REPORTING_YEAR_START_DAY')
    expect(rows.map((row) => /\b\d{4}-A1\b/.exec(row)?.[0])).toEqual(['2022-A1', '2023-A1', '2024-A1'])
    for (const row of rows) expect(row).toMatch(/,--04-01$/)
    const { body } = await request(app).get('/sdmx/structure/datastructure/TARAZA/DSD_SENTENCES/1.0').expect(200)
    const { attributes } = body.data.dataStructures[0].dataStructureComponents.attributeList
    expect(attributes.at(-1)).toMatchObject({
      id: 'REPORTING_YEAR_START_DAY',
      attributeRelationship: { dataflow: {} },
      localRepresentation: { format: { dataType: 'MonthDay' } },
    })
  })

  it('is not counted by other years in the same home, in a night or a release', async () => {
    const profile = join(folder, 'jurisdiction.yaml')
    const contract = join(folder, 'contracts', 'sentences.yaml')
    const begin = (from: number, to: number) => {
      change(profile, (text) => text.replace(`year_starts: ${from}`, `year_starts: ${to}`))
      change(contract, (text) => text.replace(`starts: ${from}`, `starts: ${to}`))
    }
    begin(4, 7)
    try {
      const { home, incoming } = test
      const later = new Date('2025-06-16T02:30:00Z')
      const night = runNightly({ home, jurisdiction: folder, incoming, now: later })
      await expect(night).rejects.toMatchObject({ code: 'OTHER_YEARS' })
      await expect(runRelease({ home, now: later, effort: 0.1 })).rejects.toMatchObject({ code: 'OTHER_YEARS' })
    } finally {
      begin(7, 4)
    }
  })

  it('keeps the beginning of its years once figures are published', async () => {
    const other = testHome()
    try {
      cpSync(join(folder, '..', 'common'), join(other.incoming, '..', 'common'), { recursive: true })
      const changed = join(other.incoming, '..', 'xx')
      cpSync(folder, changed, { recursive: true })
      change(join(changed, 'jurisdiction.yaml'), (text) => text.replace('year_starts: 4', 'year_starts: 7'))
      change(join(changed, 'contracts', 'sentences.yaml'), (text) => text.replace('starts: 4', 'starts: 7'))
      const open = () =>
        makeService({ home: test.home, jurisdiction: changed, levels: ['public'], log: pino({ level: 'silent' }) })
      expect(open).toThrow(/begin in month 4.*year_starts: 4 again/)
    } finally {
      other.remove()
    }
  })
})
