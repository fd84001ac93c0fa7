import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import pino from 'pino'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeApp, makeService, type Service } from '#api'
import { packagePath } from '#foundation'
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
