import { createHash } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeOperatorApp } from '../../dashboards/index.ts'
import { makeApp, makeService, makeSignIn, type Service, SessionStore, TokenStore, verifyAuditLog } from '../index.ts'
import { Listeners } from '../testing/listeners.ts'
import { signedInAs, startProvider } from '../testing/provider.ts'

const folder = mkdtempSync(join(tmpdir(), 'access-'))
const home = join(folder, 'home')
const log = pino({ level: 'silent' })
const question = '/v1/data/sentences?measure=persons&by=year&from=2022&to=2023'
const listeners = new Listeners()
const services: Service<never>[] = []
let tokens: TokenStore
let url = ''
let restrictedUrl = ''

const listen = (handler: Parameters<Listeners['start']>[0]) => listeners.start(handler)
const signIn = (user: string) => signedInAs(url, user)

beforeAll(async () => {
  cpSync(inject('kgHome'), home, { recursive: true })
  for (const name of ['access', 'audit']) rmSync(join(home, name), { recursive: true, force: true })
  tokens = new TokenStore(home)
  const key = 'the key that both processes were given'
  const restricted = makeService({ home, jurisdiction: 'kg', levels: ['analyst', 'officer'], log })
  restrictedUrl = await listen(makeOperatorApp(home, restricted, key))
  const { issuer } = await startProvider(listeners)
  const service = makeService({ home, jurisdiction: 'kg', levels: ['public'], log })
  services.push(restricted as never, service as never)
  const handler: { app?: ReturnType<typeof makeApp> } = {}
  url = await listen((request, response) => handler.app?.(request, response))
  const signIn = makeSignIn({
    issuer,
    clientId: 'taraza',
    clientSecret: 'a secret of the test',
    publicUrl: url,
    roleClaim: 'taraza_role',
    sessions: new SessionStore(join(home, 'access', 'sessions')),
    log,
  })
  handler.app = makeApp(service, { signIn, restricted: { url: restrictedUrl, key }, origins: ['https://else.example'] })
})
afterAll(async () => {
  listeners.close()
  for (const service of services) await service.close()
  rmSync(folder, { recursive: true })
})

const ask = async (address: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(address, { headers })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> }
}
const tokenOf = (
  role: 'public' | 'analyst' | 'officer' | 'steward',
  more: { days?: number; datasets?: string[] } = {},
) => tokens.create({ name: `of ${role}`, role, days: 1, ...more }, new Date()).token
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('a token', () => {
  it('is kept as a hash only', () => {
    const token = tokenOf('analyst')
    const stored = readFileSync(join(home, 'access', 'tokens.json'), 'utf8')
    expect(stored).not.toContain(token.slice(-43))
  })

  it('opens the levels of its role and no other', async () => {
    const [analyst, officer, steward] = [tokenOf('analyst'), tokenOf('officer'), tokenOf('steward')]
    expect((await ask(`${url}${question}&level=analyst`)).body).toMatchObject({ status: 401, code: 'SIGN_IN_NEEDED' })
    const answered = await ask(`${url}${question}&level=analyst`, bearer(analyst))
    expect(answered.body).toMatchObject({ level: 'analyst', method: 'cell-key' })
    expect(answered.headers.get('cache-control')).toBe('private, no-store')
    expect((await ask(`${url}${question}&level=officer`, bearer(analyst))).body['code']).toBe('NOT_YOUR_LEVEL')
    expect((await ask(`${url}${question}&level=analyst`, bearer(steward))).body['code']).toBe('NOT_YOUR_LEVEL')
    expect((await ask(`${url}${question}&level=officer`, bearer(officer))).body['code']).toBe('PURPOSE_NEEDED')
    const said = { ...bearer(officer), 'taraza-purpose': encodeURIComponent('отчёт для комитета') }
    expect((await ask(`${url}${question}&level=officer`, said)).body).toMatchObject({
      level: 'officer',
      method: 'none',
    })
  })

  it('opens methods over tables of its level, and they are audited like other answers', async () => {
    const trend = '/v1/statistics/trend?dataset=sentences&measure=persons&by=year,sex&level=analyst'
    expect((await ask(`${url}${trend}`)).body['code']).toBe('SIGN_IN_NEEDED')
    const logged = () => verifyAuditLog(home).answers
    const before = logged()
    const { body, headers } = await ask(`${url}${trend}`, bearer(tokenOf('analyst')))
    expect(body).toMatchObject({ method: 'trend', level: 'analyst', findings: expect.any(Array) })
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(logged()).toBe(before + 1)
  })

  it('is refused when it is forged, expired, revoked or for another dataset', async () => {
    const token = tokenOf('analyst')
    const { token: old } = tokens.create({ name: 'old', role: 'analyst', days: 1 }, new Date('2020-01-01'))
    const { token: gone, record: stored } = tokens.create({ name: 'gone', role: 'analyst', days: 1 }, new Date())
    tokens.revoke(stored.id, new Date())
    for (const wrong of [
      `${token.slice(0, -1)}~`,
      `${token}x`,
      'taraza_00_x',
      'nonsense',
      old,
      gone,
      `${token} ${token}`,
      `${token} x`,
      ` ${token}`,
    ])
      expect([wrong, (await ask(`${url}${question}`, bearer(wrong))).body['code']]).toEqual([wrong, 'TOKEN_NOT_VALID'])
    const other = bearer(tokenOf('analyst', { datasets: ['custody'] }))
    expect((await ask(`${url}${question}&level=analyst`, other)).body['code']).toBe('NOT_YOUR_DATASET')
  })
})

describe('the restricted process', () => {
  it('lets nobody in without a token, whoever claims to speak for others', async () => {
    for (const path of [`${question}&level=officer`, '/metrics', '/en/runs', '/v1/catalog'])
      expect([path, (await ask(`${restrictedUrl}${path}`)).status]).toEqual([path, 401])
    for (const path of ['/', '/v1/releases', '/v1/tables/fines', '/v1/statistics', '/health/ready', '/en/nothing'])
      expect([path, (await ask(`${restrictedUrl}${path}`)).status]).toEqual([path, 401])
    const reader = bearer(tokenOf('public'))
    expect((await ask(`${restrictedUrl}/v1/releases`, reader)).status).toBe(403)
    expect((await ask(`${restrictedUrl}/health/live`)).body).toEqual({ alive: true })
    const forged = { 'taraza-spoken-for': `e30.${Date.now()}.x.${'x'.repeat(43)}` }
    expect((await ask(`${restrictedUrl}${question}&level=officer`, forged)).body['code']).toBe('NOT_SPOKEN_FOR')
    const foreign = { authorization: `Basic ${Buffer.from('someone:of the proxy').toString('base64')}` }
    expect((await ask(`${url}/v1/catalog`, foreign)).status).toBe(200)
  })

  it('names the one style sheet that stands in its pages by its hash, and lets no other be applied', async () => {
    const steward = Buffer.from(`any:${tokenOf('steward')}`).toString('base64')
    const page = await fetch(`${restrictedUrl}/en/runs`, { headers: { authorization: `Basic ${steward}` } })
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(await page.text()) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    expect([page.status, style.length > 1000]).toEqual([200, true])
    expect(page.headers.get('content-security-policy')).toContain(`style-src 'self' 'sha256-${hash}';`)
  })
})

describe('budgets of analysts', () => {
  const path = () => `${restrictedUrl}/v1/budgets`

  it('are seen and raised by stewards only', async () => {
    expect((await ask(path(), bearer(tokenOf('analyst')))).body['code']).toBe('NOT_YOUR_LEVEL')
    const steward = bearer(tokenOf('steward'))
    const raise = (budget: string, headers: Record<string, string>) =>
      fetch(`${path()}/Ann?budget=${budget}`, { method: 'PUT', headers })
    expect((await raise('0.3', bearer(tokenOf('analyst')))).status).toBe(403)
    expect((await raise('7', steward)).status).toBe(400)
    expect((await raise('0.3', steward)).status).toBe(200)
    const budgets = (await (await fetch(path(), { headers: steward })).json()) as Record<string, unknown>[]
    expect(budgets.find(({ who }) => who === 'Ann')).toMatchObject({
      budget: 0.3,
      raisedBy: expect.stringContaining('of steward'),
    })
  })
})

describe('signing in', () => {
  it('opens the level of the role that the provider names', async () => {
    const cookie = await signIn('analyst-asel')
    expect((await ask(`${url}/signed-in`, { cookie })).body).toEqual({ who: 'oidc:analyst-asel', role: 'analyst' })
    expect((await ask(`${url}${question}&level=analyst`, { cookie })).body).toMatchObject({ level: 'analyst' })
    expect((await ask(`${url}${question}&level=officer`, { cookie })).body['code']).toBe('NOT_YOUR_LEVEL')
  })

  it('gives no role that the provider did not name, and no session that was not sealed here', async () => {
    const cookie = await signIn('visitor-bek')
    expect((await ask(`${url}/signed-in`, { cookie })).body['role']).toBe('public')
    const body = Buffer.from(JSON.stringify({ who: 'me', role: 'officer', until: Date.now() + 1e6 })).toString(
      'base64url',
    )
    const forged = { cookie: `taraza_session=${body}.${'A'.repeat(43)}` }
    expect((await ask(`${url}/signed-in`, forged)).body).toEqual({ who: null, role: null })
    expect((await ask(`${url}/sign-in/callback?code=x&state=y`)).body['code']).toBe('SIGN_IN_FAILED')
  })
})

describe('a cookie of the sign-in', () => {
  const begin = async () => {
    const answer = await fetch(`${url}/sign-in`, { redirect: 'manual' })
    return answer.headers.getSetCookie()[0]?.split(';')[0]?.replace('taraza_sign_in=', '') ?? ''
  }

  it('that waits for the provider is no session', async () => {
    const cookie = `taraza_session=${await begin()}`
    expect(cookie.length).toBeGreaterThan(100)
    expect((await ask(`${url}/signed-in`, { cookie })).body).toEqual({ who: null, role: null })
    expect((await ask(`${url}${question}&level=analyst`, { cookie })).body['code']).toBe('SIGN_IN_NEEDED')
  })

  it('that is a session begins no sign-in, and only whole ones of their own kind are taken', async () => {
    const session = /taraza_session=([^;]+)/.exec(await signIn('analyst-asel'))?.[1] ?? ''
    const callback = `${url}/sign-in/callback?code=x&state=y`
    const { body } = await ask(callback, { cookie: `taraza_sign_in=${session}` })
    expect(body['detail']).toMatch(/took too long/)
    for (const changed of [`${session}.x`, session.slice(1), `x${session}`])
      expect((await ask(`${url}/signed-in`, { cookie: `taraza_session=${changed}` })).body['who']).toBeNull()
  })
})

describe('the audit log', () => {
  it('names every answer that is not public, and never a value', () => {
    const lines = readdirSync(join(home, 'audit')).flatMap((file) =>
      readFileSync(join(home, 'audit', file), 'utf8')
        .trim()
        .split('\n'),
    )
    const all = lines.map((line) => JSON.parse(line))
    const entries = all.filter(({ refused }) => refused === undefined)
    expect(entries.map(({ who, level }) => [who.split(':')[0], level])).toEqual([
      ['token', 'analyst'],
      ['token', 'officer'],
      ['token', 'analyst'],
      ['oidc', 'analyst'],
    ])
    expect(entries[1]).toMatchObject({ purpose: 'отчёт для комитета', rows: 2, question: { dataset: 'sentences' } })
    expect(Object.keys(entries[1]).sort()).toEqual([
      'at',
      'before',
      'edition',
      'hash',
      'level',
      'number',
      'purpose',
      'question',
      'role',
      'rows',
      'who',
    ])
    expect(verifyAuditLog(home)).toMatchObject({ files: 2, answers: 4, refused: all.length - 4 })
    const codes = new Set(all.map(({ refused }) => refused))
    for (const code of ['SIGN_IN_NEEDED', 'NOT_YOUR_LEVEL', 'PURPOSE_NEEDED', 'TOKEN_NOT_VALID', 'NOT_SPOKEN_FOR'])
      expect(codes).toContain(code)
  })

  it('shows a line that was changed, left out or added, and a file that is gone', () => {
    const textOf = (file: string) => readFileSync(join(home, 'audit', file), 'utf8')
    const name = readdirSync(join(home, 'audit')).find((file) => textOf(file).includes('отчёт')) ?? ''
    const file = join(home, 'audit', name)
    const whole = readFileSync(file, 'utf8')
    const lines = whole.trim().split('\n')
    const [first = '', second = '', ...others] = lines
    const isBroken = () => expect(() => verifyAuditLog(home)).toThrow(/audit log/)
    for (const changed of [
      lines.map((line) => line.replace('отчёт', 'иное')),
      [first, ...others],
      [second, ...others],
      [first, second, ...others, second],
    ]) {
      writeFileSync(file, changed.map((line) => `${line}\n`).join(''))
      isBroken()
    }
    writeFileSync(file, whole)
    // The first line of the later file names the end of the earlier one: only a signed line would name that of the last.
    const earlier = join(home, 'audit', readdirSync(join(home, 'audit')).sort()[0] ?? '')
    const content = readFileSync(earlier)
    writeFileSync(earlier, '')
    isBroken()
    writeFileSync(earlier, content)
    const later = join(home, 'audit', '9999.jsonl')
    const anchored = JSON.parse(first)
    appendFileSync(later, `${JSON.stringify({ ...anchored, after: { 'gone.jsonl': { number: 0, hash: 'x' } } })}\n`)
    isBroken()
    rmSync(later)
    expect(verifyAuditLog(home).answers).toBe(4)
  })
})

describe('the public server', () => {
  it('lets pages of named origins read, and no others', async () => {
    const allowed = await ask(`${url}/v1/catalog`, { origin: 'https://else.example' })
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://else.example')
    const other = await ask(`${url}/v1/catalog`, { origin: 'https://other.example' })
    expect(other.headers.get('access-control-allow-origin')).toBeNull()
    expect(existsSync(join(home, 'access'))).toBe(true)
  })
})

describe('the validation of the risk tool', () => {
  it('compares the errors of groups for whoever may ask for what is not published', async () => {
    const risk = '/v1/statistics/risk-tool?dataset=followup&measure=ended_by_level&by=level,outcome,sex'
    expect((await ask(`${url}${risk}`)).body['code']).toBe('NOT_PUBLISHED')
    const { body } = await ask(`${url}${risk}&level=analyst`, bearer(tokenOf('analyst')))
    const findings = body['findings'] as { group: Record<string, string>; result: Record<string, number> }[]
    for (const sex of ['F', 'M']) {
      const own = findings.filter(({ group }) => group['sex'] === sex)
      const thresholds = own.filter(({ group }) => 'calledHigh' in group)
      // Women are few: noise may leave nobody with an outcome, and then there is nothing to compare.
      if (sex === 'M' || thresholds.length > 0) expect([own.length, thresholds.length]).toEqual([8, 3])
      for (const { result } of thresholds) {
        const { baseRate = 0, positivePredictiveValue = 0, falseNegativeRate = 0, falsePositiveRate = 0 } = result
        // With few persons of a sex, noise may leave nobody with the outcome above a threshold: then there are no odds.
        if (positivePredictiveValue === 0) continue
        const odds = (baseRate / (1 - baseRate)) * ((1 - positivePredictiveValue) / positivePredictiveValue)
        expect(odds * (1 - falseNegativeRate)).toBeCloseTo(falsePositiveRate, 9)
        expect(result['falsePositiveRateIfOtherwiseAsAll']).toBeGreaterThan(0)
      }
    }
    const ages = risk.replace('sex', 'broad_age')
    const byAge = (await ask(`${url}${ages}&level=analyst`, bearer(tokenOf('analyst')))).body[
      'findings'
    ] as typeof findings
    expect(new Set(byAge.map(({ group }) => group['broad_age'])).size).toBeGreaterThan(2)
  })
})
