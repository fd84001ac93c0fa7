import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { METHODS } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeApp, makeService, type Service, TokenStore } from '#api'
import { nothingTraced, pages, restrictedPages } from '../api/testing/addresses.ts'
import { Listeners } from '../api/testing/listeners.ts'
import { makeOperatorApp, mountDashboards } from './index.ts'

const home = join(mkdtempSync(join(tmpdir(), 'methods-')), 'home')
const listeners = new Listeners()
const services: Service<never>[] = []
const log = pino({ level: 'silent' })
let [url, restrictedUrl] = ['', '']
let examples: readonly string[] = []
let tokens: Readonly<Record<'analyst' | 'steward', string>>

beforeAll(async () => {
  cpSync(inject('kgHome'), home, { recursive: true })
  const service = makeService({ home, jurisdiction: 'kg', levels: ['public'], log })
  const restricted = makeService({ home, jurisdiction: 'kg', levels: ['analyst', 'officer'], log })
  services.push(service as never, restricted as never)
  url = await listeners.start(makeApp(service, { origins: ['https://a.example'] }, mountDashboards))
  restrictedUrl = await listeners.start(makeOperatorApp(home, restricted, undefined, undefined, nothingTraced))
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as {
    paths: Record<string, { get: { 'x-examples': string[] } }>
  }
  examples = Object.values(paths).flatMap(({ get }) => get['x-examples'])
  const tokenOf = (role: 'analyst' | 'steward') =>
    new TokenStore(home).create({ name: role, role, days: 1 }, new Date()).token
  tokens = { analyst: tokenOf('analyst'), steward: tokenOf('steward') }
})
afterAll(async () => {
  listeners.close()
  for (const service of services) await service.close()
  rmSync(join(home, '..'), { recursive: true })
})

/** All that `fetch` sends. */
const methods = METHODS.filter((method) => !['CONNECT', 'TRACE', 'QUERY'].includes(method))

async function answerTo(address: string, method: string, token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const { status, headers: answered } = await fetch(address, { method, headers, redirect: 'manual' })
  return { status, allow: answered.get('allow') }
}

/** The methods that an address names, after each other one was refused with the same names. */
async function allowedAt(address: string, token?: string): Promise<string> {
  const { allow } = await answerTo(address, 'PROPFIND', token)
  const names = allow?.split(', ') ?? []
  for (const method of methods.filter((one) => !names.includes(one)))
    expect([address, method, await answerTo(address, method, token)]).toEqual([address, method, { status: 405, allow }])
  return allow ?? ''
}

const withoutQuery = (address: string) => address.split('?')[0] ?? ''
/** What this server does not have, or has not built, and what is sent to besides. */
const others = /^\/(\.well-known\/|docs\/$|notebooks\/|en\/verify$)/

describe('the methods of an address', () => {
  it('are those that it names, at every operation and every page', async () => {
    const addresses = [...new Set([...examples, ...pages].map(withoutQuery))].filter((one) => !others.test(one))
    expect(addresses.length).toBeGreaterThan(40)
    for (const address of [...addresses, '/ru', '/ky/d/prison/', '/v1/catalog/', '/docs/reference/'])
      expect([address, await allowedAt(url + address)]).toEqual([address, 'GET, HEAD'])
  })

  it.each(['/v1/verify', '/v1/verify/'])('are no reading at %s', async (path) => {
    expect(await allowedAt(url + path)).toBe('POST')
    expect((await answerTo(url + path, 'POST')).status).toBe(400)
  })

  it.each(['/en/verify', '/ru/verify/'])('are reading and sending at %s', async (path) => {
    expect(await allowedAt(url + path)).toBe('GET, HEAD, POST')
    expect((await answerTo(url + path, 'GET')).status).toBe(200)
    expect((await answerTo(url + path, 'POST')).status).toBe(400)
  })

  it.each([
    '/nothing',
    '/en/nothing',
    '/xx',
    '/xx/verify',
    '/en/d/nothing',
    '/EN/',
    '/v1/nothing',
    '/v1/',
    '/sdmx/a',
    '/assets/none.js',
    '/docs/none',
    '/.well-known/security.txt',
    '/health',
  ])('are none at an address that there is not: %s', async (path) => {
    for (const method of methods)
      expect([method, await answerTo(url + path, method)]).toEqual([method, { status: 404, allow: null }])
  })

  it('are told to other origins before they ask, and only then', async () => {
    const origin = { origin: 'https://a.example' }
    const asked = { ...origin, 'access-control-request-method': 'GET' }
    const statusOf = async (headers: Record<string, string>) =>
      (await fetch(`${url}/v1/catalog`, { method: 'OPTIONS', headers })).status
    expect([await statusOf(asked), await statusOf(origin)]).toEqual([204, 405])
  })
})

describe('the methods of an address of the restricted process', () => {
  const tokenFor = (address: string) =>
    /^\/(metrics|v1\/(runs|budgets)|en\/(runs|lineage))/.test(address) ? tokens.steward : tokens.analyst

  it('are those that it names', async () => {
    for (const address of restrictedPages.map(withoutQuery).filter((one) => !/^\/(health\/live|en\/lineage)/.test(one)))
      expect([address, await allowedAt(restrictedUrl + address, tokenFor(address))]).toEqual([address, 'GET, HEAD'])
    expect(await allowedAt(`${restrictedUrl}/en/lineage`, tokens.steward)).toBe('GET, HEAD, POST')
    expect(await allowedAt(`${restrictedUrl}/v1/budgets/asel`, tokens.steward)).toBe('PUT')
  })

  it('are none at an address that there is not', async () => {
    for (const method of methods)
      for (const path of ['/nothing', '/en/nothing', '/xx/runs', '/en/d/nothing', '/v1/nothing'])
        expect([
          path,
          await answerTo(restrictedUrl + path, method, tokens[path === '/xx/runs' ? 'steward' : 'analyst']),
        ]).toEqual([path, { status: 404, allow: null }])
  })

  it('are told to nobody without a token', async () => {
    for (const method of methods)
      for (const path of ['/', '/nothing', '/metrics', '/v1/catalog', '/en/d/prison', '/v1/budgets/asel'])
        expect([path, await answerTo(restrictedUrl + path, method)]).toEqual([path, { status: 401, allow: null }])
  })
})
