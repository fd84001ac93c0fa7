import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { makeOperatorApp, mountDashboards, pagesOfLevels } from '../../dashboards/index.ts'
import { makeApp, makeService, type Service, TokenStore } from '../index.ts'
import { Listeners, requestBytes, type Seen, sendBytes } from '../testing/listeners.ts'

const folder = mkdtempSync(join(tmpdir(), 'proxy-'))
const home = join(folder, 'home')
const log = pino({ level: 'silent' })
const key = 'the key that both processes were given'
const question = '/v1/data/sentences?measure=persons&by=year&from=2022&to=2023'
const listeners = new Listeners()
const services: Service<never>[] = []
const seen: Seen[] = []
let [url, restrictedUrl, attackerUrl] = ['', '', '']
let attacked = 0
let redirectTo: string | undefined
let headers: Record<string, string> = {}
let officer: Record<string, string> = {}

beforeAll(async () => {
  cpSync(inject('kgHome'), home, { recursive: true })
  const bearer = (role: 'analyst' | 'officer') => ({
    authorization: `Bearer ${new TokenStore(home).create({ name: role, role, days: 1 }, new Date()).token}`,
  })
  headers = bearer('analyst')
  officer = bearer('officer')
  const restricted = makeService({ home, jurisdiction: 'kg', levels: ['analyst', 'officer'], log })
  const service = makeService({ home, jurisdiction: 'kg', levels: ['public'], log })
  services.push(restricted as never, service as never)
  const operator = makeOperatorApp(home, restricted, key)
  restrictedUrl = await listeners.start((request, response) => {
    seen.push({ method: request.method ?? '', target: request.url ?? '', headers: request.headers })
    if (redirectTo === undefined) operator(request, response)
    else response.writeHead(307, { location: redirectTo }).end()
  })
  attackerUrl = await listeners.start((_request, response) => {
    attacked += 1
    response.setHeader('content-type', 'application/json').end('{"taken":true}')
  })
  const options = { restricted: { url: restrictedUrl, key }, pagesOfLevels: pagesOfLevels(service.catalog) }
  url = await listeners.start(makeApp(service, options, mountDashboards))
})
beforeEach(() => {
  seen.length = 0
  attacked = 0
  redirectTo = undefined
})
afterAll(async () => {
  listeners.close()
  for (const service of services) await service.close()
  rmSync(folder, { recursive: true })
})

/** Sends an analyst's question through the proxy, and returns what the restricted process was sent. */
async function handedOn(path = `${question}&level=analyst`, sender = headers): Promise<Seen> {
  const { status } = await fetch(url + path, { headers: sender })
  expect([path, status]).toEqual([path, 200])
  const [first] = seen
  if (first === undefined) throw new Error('nothing was handed on')
  return first
}

/** The headers of a request that were written by the proxy. */
function said({ headers: all }: Seen): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('taraza-'))) as never
}

const codeAt = async (address: string, sent: Record<string, string>) =>
  ((await (await fetch(address, { headers: sent })).json()) as { code?: string }).code

describe('the proxy of the restricted process', () => {
  it('is no way to another server: an absolute target is refused, and nothing is sent there', async () => {
    const target = `${attackerUrl}${question}&level=analyst`
    const answer = await sendBytes(url, requestBytes(target, headers))
    expect(attacked).toBe(0)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('"code":"BAD_TARGET"')
    expect(answer).not.toContain('taken')
  })

  it('follows no redirect', async () => {
    redirectTo = `${attackerUrl}/`
    const answer = await fetch(`${url}${question}&level=analyst`, { headers })
    expect([attacked, answer.status]).toEqual([0, 502])
    expect(await answer.json()).toMatchObject({ code: 'RESTRICTED_FAILED' })
  })

  it('sends no key, and a path of its own making', async () => {
    const sent = await handedOn()
    expect(JSON.stringify(sent.headers)).not.toContain(key)
    const rest = 'data/sentences/?level=analyst&measure=persons&by=year&to=2022'
    expect((await fetch(`${url}/v1/${rest}`, { headers })).status).toBe(200)
    expect(seen.at(-1)?.target).toBe('/v1/data/sentences?level=analyst&measure=persons&by=year&to=2022')
  })

  it('is under the addresses of its documents only: letters in another case lead nowhere', async () => {
    for (const path of [`/V1/data/sentences?measure=persons&by=year&level=officer`, '/EN/d/prison?level=officer'])
      expect([path, (await fetch(url + path, { headers: officer })).status]).toEqual([path, 404])
    expect(seen).toEqual([])
  })

  it('refuses a whole page to whoever may not see its level, at both addresses', async () => {
    for (const server of [url, restrictedUrl])
      for (const page of ['/en/d/prison', '/en/explore?measure=persons&by=year']) {
        const { status } = await fetch(`${server}${page}${page.includes('?') ? '&' : '?'}level=officer`, { headers })
        expect([server === url, page, status]).toEqual([server === url, page, 403])
      }
  })

  it('hands on analysts and officers with their purpose, methods and pages in every language', async () => {
    const purpose = encodeURIComponent('отчёт для комитета')
    for (const [path, sender] of [
      [`${question}&level=officer`, { ...officer, 'taraza-purpose': purpose }],
      ['/v1/statistics/trend?dataset=sentences&measure=persons&by=year&level=analyst', headers],
      ['/ru/d/prison?level=officer', { ...officer, 'taraza-purpose': purpose }],
      ['/ky/explore?dataset=custody_stock&measure=held&by=quarter&level=analyst', headers],
    ] as const) {
      seen.length = 0
      await handedOn(path, sender)
    }
  })

  it('says in words that the other process cannot be reached', async () => {
    const service = services[1] as unknown as Service<'public'>
    const lonely = await listeners.start(makeApp(service, { restricted: { url: 'http://127.0.0.1:1', key } }))
    const answer = await fetch(`${lonely}${question}&level=analyst`, { headers })
    expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ code: 'RESTRICTED_DOWN' })])
  })

  it('gives a process up that takes a question and never answers', async () => {
    const service = { ...(services[1] as unknown as Service<'public'>), deadline: 100 }
    const silent = await listeners.start(() => undefined)
    const hung = await listeners.start(makeApp(service, { restricted: { url: silent, key } }))
    const signal = AbortSignal.timeout(10_000)
    const answer = await fetch(`${hung}${question}&level=analyst`, { headers, signal })
    expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ code: 'RESTRICTED_DOWN' })])
  })

  it('says which parameter a method lacks', async () => {
    const answer = await fetch(`${url}/v1/statistics/trend?level=analyst`, { headers })
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'BAD_PARAMETER', parameter: 'dataset' }])
  })
})

describe('what the proxy says of a person', () => {
  const analyst = `${question}&level=analyst`

  it('holds once', async () => {
    const sent = await handedOn()
    expect(await codeAt(restrictedUrl + sent.target, said(sent))).toBe('NOT_SPOKEN_FOR')
  })

  it('holds for no other path, query or method, and for nobody else', async () => {
    for (const changed of [
      analyst.replace('sentences', 'custody_stock'),
      analyst.replace('2022', '2021'),
      analyst.replace('analyst', 'officer'),
      `${analyst}&sort=year`,
      '/metrics',
    ]) {
      const sent = await unheard()
      expect([changed, await codeAt(restrictedUrl + changed, said(sent))]).toEqual([changed, 'NOT_SPOKEN_FOR'])
    }
    const sent = await unheard()
    const posted = await fetch(restrictedUrl + sent.target, { method: 'POST', headers: said(sent) })
    expect(posted.status).toBe(401)
    for (const forged of ['.', 'x', 'a.b.c.d', `${said(await unheard())['taraza-spoken-for']}x`])
      expect(await codeAt(restrictedUrl + analyst, { 'taraza-spoken-for': forged })).toBe('NOT_SPOKEN_FOR')
  })

  it('is not the key alone', async () => {
    const asker = encodeURIComponent(JSON.stringify({ who: 'oidc:minister', role: 'officer', purpose: 'a stolen key' }))
    const stolen = { 'taraza-internal-key': key, 'taraza-asker': asker }
    expect(await codeAt(`${restrictedUrl}${question}&level=officer`, stolen)).toBe('SIGN_IN_NEEDED')
  })

  /** Something that the proxy said and the restricted process never heard. */
  async function unheard(): Promise<Seen> {
    redirectTo = '/'
    seen.length = 0
    await fetch(url + analyst, { headers })
    redirectTo = undefined
    return seen[0] as Seen
  }
})

describe('a target of a request that is no path', () => {
  const targets = [
    'http://127.0.0.1/v1/catalog',
    '127.0.0.1:80',
    '//127.0.0.1/v1/catalog',
    '/\\127.0.0.1/v1/catalog',
    '\\\\127.0.0.1\\v1',
    '/v1/catalog?a=\\b',
    '/v1/catalog#a',
    '*',
  ]
  it.each(targets)('%s is refused by both processes', async (target) => {
    for (const address of [url, restrictedUrl]) {
      const answer = await sendBytes(address, requestBytes(target, headers))
      expect([target, answer.slice(0, 13)]).toEqual([target, 'HTTP/1.1 400 '])
      if (answer.includes('application/problem')) expect(answer).toContain('"code":"BAD_TARGET"')
    }
    const options = await sendBytes(url, requestBytes('*', {}, 'OPTIONS'))
    expect(options).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('is refused when control characters are in it', async () => {
    for (const control of ['\u0001', '\u0009', '\u001b', '\u007f'])
      expect(await sendBytes(url, requestBytes(`/v1/cata${control}log`))).toMatch(/^HTTP\/1\.1 400 /)
  })
})
