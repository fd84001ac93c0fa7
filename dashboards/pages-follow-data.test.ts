import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import pino from 'pino'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { makeApp, makeService, type Service } from '#api'
import { writeSamples } from '#data-samples'
import { packagePath } from '#foundation'
import { languages } from '#jurisdictions'
import { runNightly } from '../cli/nightly/run-nightly.ts'
import { runRelease } from '../cli/releases/run-release.ts'
import { type TestHome, testHome } from '../cli/testing/homes.ts'
import { ownJurisdiction } from '../cli/testing/own-jurisdiction.ts'
import { mountDashboards } from './index.ts'

const isLong = process.env['TARAZA_TEST'] === 'long'
type Register = Parameters<typeof writeSamples>[0]['registers'] extends readonly (infer Name)[] | undefined
  ? Name
  : never

/** Leaves a jurisdiction the contracts of these registers, and of its public cubes those whose name begins so. */
function leaveOnly(folder: string, registers: readonly string[], cubes: RegExp): void {
  for (const name of readdirSync(join(folder, 'contracts')))
    if (!registers.includes(name.replace('.yaml', ''))) rmSync(join(folder, 'contracts', name))
  for (const name of registers)
    change(join(folder, 'contracts', `${name}.yaml`), ({ parents: _parents, ...contract }) => contract)
  change(join(folder, 'disclosure.yaml'), ({ cubes: all, ...more }) => ({
    ...more,
    cubes: Object.fromEntries(Object.entries(all as object).filter(([name]) => cubes.test(name))),
  }))
  change(join(folder, 'jurisdiction.yaml'), (profile) => ({ ...profile, closes_quarter: registers }))
  for (const name of ['samples.yaml', 'sdg.yaml']) rmSync(join(folder, name))
}

function change(path: string, to: (content: Record<string, unknown>) => object): void {
  writeFileSync(path, stringify(to(parse(readFileSync(path, 'utf8')))))
}

async function homeWith(test: TestHome, registers: readonly Register[], cubes: RegExp): Promise<string> {
  const jurisdiction = ownJurisdiction(test)
  leaveOnly(jurisdiction, registers, cubes)
  mkdirSync(test.incoming, { recursive: true })
  await writeSamples({ jurisdiction: 'kg', out: test.incoming, registers, from: '2023-01', to: '2024-12' })
  await runNightly({ home: test.home, jurisdiction, incoming: test.incoming, now: new Date('2025-01-15T02:30:00Z') })
  await runRelease({ home: test.home, now: new Date('2025-02-14T06:00:00Z'), effort: 0.02, acceptWider: 'steward' })
  return jurisdiction
}

/** The invented country that is shipped: tables of counts, and a census of its prisons each year. */
async function exampleCountry({ home, incoming }: TestHome): Promise<string> {
  cpSync(packagePath('data-samples', 'xx'), incoming, { recursive: true })
  await runNightly({ home, jurisdiction: 'xx', incoming, now: new Date('2025-02-15T02:30:00Z') })
  await runRelease({ home, now: new Date('2025-02-16T06:00:00Z'), effort: 0.1, acceptWider: 'steward' })
  return 'xx'
}

type MakeHome = (test: TestHome) => Promise<string>
const only =
  (registers: readonly Register[], cubes: RegExp): MakeHome =>
  (test) =>
    homeWith(test, registers, cubes)

const shapes: readonly (readonly [string, MakeHome, number])[] = [
  ['prisons', only(['custody'], /^(custody|prison)/), 8],
  ['probation', only(['supervision'], /^supervision/), 8],
  ['tables of counts', exampleCountry, 12],
  ...(isLong
    ? ([
        ['services', only(['services'], /^services/), 8],
        ['staff', only(['staffing'], /^staffing/), 8],
        ['sentences without attributes', only(['sentences'], /^sentences$/), 8],
      ] as const)
    : []),
]

describe.each(shapes)('a country that has %s only', (_, make, quarters) => {
  let test: TestHome
  let service: Service<'public'>
  let app: RequestListener
  beforeAll(async () => {
    test = testHome()
    const jurisdiction = await make(test)
    service = makeService({ home: test.home, jurisdiction, levels: ['public'], log: pino({ level: 'silent' }) })
    app = makeApp(service, {}, mountDashboards)
  })
  afterAll(async () => {
    await service.close()
    test.remove()
  })

  /** Every address that pages name, from the front pages on. Documents and notebooks are of no country. */
  async function crawled(skipped: RegExp): Promise<ReadonlyMap<string, number>> {
    const [statuses, waiting] = [new Map<string, number>(), languages.map((language) => `/${language}/`)]
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      if (statuses.has(path)) continue
      const answer = await request(app).get(path)
      statuses.set(path, answer.status)
      if (!answer.type.includes('html')) continue
      const links = [...answer.text.matchAll(/(?:href|src)="(\/[^"#]*)/g)].map(([, link = '']) => link)
      waiting.push(...links.map((link) => link.replaceAll('&amp;', '&')).filter((link) => !skipped.test(link)))
    }
    return statuses
  }

  it('has a front page of what it has, and no page leads to one that is not there', async () => {
    for (const language of languages) {
      const { text } = await request(app).get(`/${language}/`).expect(200)
      expect(text.split('<section class="panel"').length).toBeGreaterThan(2)
      expect(text).toContain('<svg')
      expect(text).not.toMatch(/∞|NaN|undefined|Infinity/)
    }
    const skipped = isLong ? /^\/(docs|notebooks|assets)/ : /^\/(docs|notebooks|assets|v1|embed|ru|en\/d|en\/sdg)/
    const statuses = await crawled(skipped)
    expect(statuses.size).toBeGreaterThan(10)
    expect([...statuses].filter(([, status]) => status >= 400)).toEqual([])
  })

  it('has a pack of its quarters', async () => {
    const { body } = await request(app).get('/v1/packs').expect(200)
    expect(body.quarters).toHaveLength(quarters)
    await request(app).get('/v1/packs/2024-Q4/ru.xlsx').expect(200)
    await request(app).get('/v1/packs/2024-Q4/en.pdf').expect(200)
  })
})
