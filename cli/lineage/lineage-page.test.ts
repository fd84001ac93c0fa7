import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeService, type Service, TokenStore } from '#api'
import { makeOperatorApp } from '#dashboards'
import { Listeners } from '../../api/testing/listeners.ts'
import { faultsOf, hasBrowser, restrictedVisits } from '../../dashboards/testing/browser.ts'
import { readConfiguration } from '../configuration.ts'
import type { RunningServer } from '../server/running-server.ts'
import { startServer } from '../server/start-server.ts'
import { confinedLineage } from './find-confined.ts'

const folder = mkdtempSync(join(tmpdir(), 'lineage-page-'))
const home = join(folder, 'home')
// Other tests look rows up at the same time: what remains there is of this file.
const copies = join(folder, 'copies')
const usualFolder = process.env['TMPDIR']
const key = 'the key that both processes were given, which is long enough'
const listeners = new Listeners()
let service: Service<'analyst' | 'officer'>
let restrictedUrl = ''
let open: RunningServer
const tokens: Record<string, string> = {}

beforeAll(async () => {
  mkdirSync(copies)
  process.env['TMPDIR'] = copies
  cpSync(inject('kgHome'), home, { recursive: true })
  for (const role of ['public', 'analyst', 'officer', 'steward'] as const)
    tokens[role] = new TokenStore(home).create({ name: role, role, days: 1 }, new Date()).token
  const { token } = new TokenStore(home).create(
    { name: 'of custody', role: 'steward', days: 1, datasets: ['custody'] },
    new Date(),
  )
  tokens['ofCustody'] = token
  service = makeService({ home, jurisdiction: 'kg', levels: ['analyst', 'officer'], log: pino({ level: 'silent' }) })
  const find = confinedLineage({ home, threads: 2, memoryLimit: '1GB', deadline: 30_000 })
  restrictedUrl = await listeners.start(makeOperatorApp(home, service, key, undefined, find))
  const settings = { TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent', TARAZA_INTERNAL_SECRET: key }
  open = await startServer(readConfiguration(settings), { url: restrictedUrl, key })
})
afterAll(async () => {
  if (usualFolder === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = usualFolder
  await open.close()
  listeners.close()
  await service.close()
  rmSync(folder, { recursive: true })
})

const question = 'dataset=sentences&measure=persons&region=KG-C&from=2024-02&to=2024-03'

it('tells what is wrong as a page to a browser, and as a problem document to programs', async () => {
  for (const [path, word] of [
    ['/ky/nowhere', 'lang="ky"'],
    ['/ru/runs/none', 'lang="ru"'],
  ] as const) {
    const page = await ask('steward', '', { path, headers: { accept: 'text/html,*/*;q=0.8' } })
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(page.text).toContain(word)
    const { headers, text } = await ask('steward', '', { path, headers: { accept: '*/*' } })
    expect(headers.get('content-type')).toMatch('application/problem+json')
    expect(page.text).toContain(`<code>${JSON.parse(text).code}</code>`)
  }
})

async function ask(role: string | undefined, search = question, init: RequestInit & { path?: string } = {}) {
  const { path = '/en/lineage', headers, ...rest } = init
  const signed = role === undefined ? {} : { authorization: `Bearer ${tokens[role]}` }
  const address = `${restrictedUrl}${path}${search === '' ? '' : `?${search}`}`
  const answer = await fetch(address, { headers: { ...signed, ...headers }, ...rest })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}

const send = (role: string, fields: string, headers: Record<string, string> = {}) =>
  ask(role, '', {
    method: 'POST',
    body: fields,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers },
  })

function auditLines(): readonly Record<string, unknown>[] {
  const audit = join(home, 'audit')
  const names = readdirSync(audit).filter((name) => name.endsWith('.jsonl'))
  return names
    .flatMap((name) => readFileSync(join(audit, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line))
}

const asked = () => auditLines().filter(({ question: about }) => Object(about).lineage === true)

describe('the page that leads from a figure to its files', () => {
  it('is for officers and stewards, and nowhere on the public server', async () => {
    const statuses: Record<string, number> = {}
    for (const role of [undefined, 'public', 'analyst', 'steward', 'officer', 'ofCustody'])
      statuses[role ?? 'nobody'] = (await ask(role)).status
    expect(statuses).toEqual({ nobody: 401, public: 403, analyst: 403, steward: 200, officer: 200, ofCustody: 403 })
    for (const headers of [undefined, ...Object.values(tokens).map((token) => ({ authorization: `Bearer ${token}` }))])
      for (const level of ['', '&level=officer']) {
        const answer = await fetch(`${open.url}/en/lineage?${question}${level}`, headers && { headers })
        expect(answer.status).toBe(404)
      }
  })

  it('names deliveries, runs and rows for a steward, in the audit log too', async () => {
    const before = asked().length
    const { text, headers } = await ask('steward', `${question}&rows=yes`)
    expect(text).toMatch(/court_sentences_2024-Q1\.csv/)
    expect(text).toMatch(/<a href="\/en\/runs\/[^"]+">run 1<\/a>/)
    expect(text).toMatch(/<td class="long">\d+(–\d+)?, \d+/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{32}/)
    const lines = asked()
    expect(lines.length).toBe(before + 1)
    expect(lines.at(-1)).toMatchObject({
      role: 'steward',
      question: { measures: ['persons'], lineage: true, rows: true },
    })
  })

  it('only asks an officer who has not said why, and answers once that was sent', async () => {
    const before = asked().length
    const { text } = await ask('officer')
    expect(text).toContain('name="purpose"')
    expect(text).not.toContain('court_sentences')
    expect(asked().length).toBe(before)
    const sent = await send('officer', `${question}&purpose=a+question+of+the+court`)
    expect([sent.status, sent.text]).toEqual([200, expect.stringContaining('court_sentences_2024-Q1.csv')])
    expect(sent.text).not.toContain('href="/en/runs')
    expect(asked().at(-1)).toMatchObject({ role: 'officer', purpose: 'a question of the court', level: 'officer' })
    const said = await ask('officer', question, { headers: { 'taraza-purpose': 'a question of the court' } })
    expect(said.text).toContain('court_sentences_2024-Q1.csv')
  })

  it.each([
    ['a short purpose', question, 'purpose=x', {}, 403],
    ['no purpose', question, '', {}, 403],
    [
      'a form of another site',
      question,
      'purpose=a+question+of+the+court',
      { 'sec-fetch-site': 'cross-site', origin: 'https://a.example' },
      403,
    ],
    ['a form of nobody knows where', question, 'purpose=a+question+of+the+court', { 'sec-fetch-site': 'none' }, 403],
    ['a purpose that is there twice', question, 'purpose=a+question+of&purpose=the+court', {}, 400],
    ['a very long form', question, `sex=${'F,'.repeat(20_000)}&purpose=a+question+of+the+court`, {}, 413],
  ])('refuses %s', async (_, fields, more, headers, status) => {
    const before = asked().length
    expect((await send('officer', `${fields}&${more}`, headers)).status).toBe(status)
    expect(asked().length).toBe(before)
  })

  it('takes no purpose from an address', async () => {
    const { status, text } = await ask('officer', `${question}&purpose=a+question+of+the+court`)
    expect([status, text]).toEqual([400, expect.stringContaining('PURPOSE_IN_ADDRESS')])
  })

  it.each([
    ['measure=persons&measure=persons', 400],
    ['dataset=none&measure=persons', 404],
    ['dataset=__proto__&measure=persons', 404],
    ['measure=constructor', 400],
    ['measure=persons&region=toString', 400],
    ['measure=persons&__proto__=1', 400],
    ['measure=persons&by=hasOwnProperty', 400],
    ['measure=persons&by=year,month', 400],
    ['measure=persons&from=2025&to=2024', 400],
    ['measure=persons&compare=year', 400],
    ['measure=persons&rows=all', 400],
    ['measure=persons&utm_source=a', 400],
    [`measure=persons&region=${'X,'.repeat(4000)}`, 400],
    ['measure=persons&by=month,region,sex', 400],
  ])('says what is wrong with %s', async (search, status) => {
    const before = asked().length
    expect((await ask('steward', search)).status).toBe(status)
    expect(asked().length).toBe(before)
  })

  it.each([
    'population&measure=persons&from=2024&to=2024',
    'handoff&measure=registered_share&from=2024&to=2024',
    'custody_stock&measure=occupancy&from=2024-Q4&to=2024-Q4',
    'followup&measure=event_share&kind=executive&event=new_conviction&horizon=H12&from=2024&to=2024',
  ])('answers for %s', async (dataset) => {
    const { status, text } = await ask('steward', `dataset=${dataset}&rows=yes`)
    expect([status, text]).toEqual([200, expect.stringContaining('<table>')])
  })

  it('lets others be answered meanwhile', async () => {
    let isDone = false
    const long = ask('steward', 'dataset=sentences&measure=custodial_share&by=year,region&rows=yes').finally(() => {
      isDone = true
    })
    for (let at = 0; at < 5; at++) expect((await ask('steward', '', { path: '/en/runs' })).status).toBe(200)
    expect(isDone).toBe(false)
    expect((await long).status).toBe(200)
  })

  it('leaves no copy of an original behind', () => {
    expect(readdirSync(copies).filter((name) => name.startsWith('taraza-lineage-'))).toEqual([])
  })
})

describe.runIf(hasBrowser)('the page in a browser', () => {
  const visit = restrictedVisits(() => ({ url: restrictedUrl, token: tokens['officer'] ?? '' }))

  it.each([
    ['en', 1280],
    ['ru', 390],
    ['ky', 390],
  ] as const)('answers a form without a script, and is accessible: %s at %i pixels', async (language, width) => {
    await visit(`/${language}/lineage?${question}`, { width, javaScriptEnabled: false }, async (page) => {
      await page.fill('input[name=purpose]', 'a question of the court')
      await page.check('input[name=rows]')
      await page.focus('form[method=post] button')
      await page.keyboard.press('Enter')
      await page.waitForSelector('table')
      expect(await page.textContent('table')).toContain('court_sentences_2024-Q1.csv')
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    })
    await visit(`/${language}/lineage?${question}`, { width }, async (page, seen) => {
      await page.fill('input[name=purpose]', 'a question of the court')
      await page.click('form[method=post] button')
      await page.waitForSelector('table')
      expect([await faultsOf(page), seen.errors]).toEqual([[], []])
    })
  })
})
