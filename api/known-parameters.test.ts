import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeOperatorApp, mountDashboards } from '../dashboards/index.ts'
import { makeApp, makeService, type Service, TokenStore } from './index.ts'
import { nothingTraced, pages, restrictedPages } from './testing/addresses.ts'
import { describedBy } from './testing/described.ts'

const folder = mkdtempSync(join(tmpdir(), 'parameters-'))
const home = join(folder, 'home')
const services: Service<never>[] = []
let [app, operator] = [] as unknown as [RequestListener, RequestListener]
let examples: readonly string[] = []
let tokenOf: (role: 'analyst' | 'steward') => string

beforeAll(async () => {
  cpSync(inject('kgHome'), home, { recursive: true })
  const log = pino({ level: 'silent' })
  const service = makeService({ home, jurisdiction: 'kg', levels: ['public'], log })
  const restricted = makeService({ home, jurisdiction: 'kg', levels: ['analyst', 'officer'], log })
  services.push(service as never, restricted as never)
  app = makeApp(service, { securityContact: 'mailto:a@example.org' }, mountDashboards)
  operator = makeOperatorApp(home, restricted, undefined, undefined, nothingTraced)
  examples = (await describedBy(app)).flatMap((operation) => operation.examples)
  tokenOf = (role) => new TokenStore(home).create({ name: role, role, days: 1 }, new Date()).token
})
afterAll(async () => {
  for (const service of services) await service.close()
  rmSync(folder, { recursive: true })
})

const withParameter = (address: string, pair: string) => `${address}${address.includes('?') ? '&' : '?'}${pair}`
/** What answers nothing in this home, whatever its parameters. */
const isNowhere = (address: string) => ['/en/runs/none', '/v1/runs/none', '/sign-in', '/en/session'].includes(address)
const refused = /(UNKNOWN_PARAMETER|SDMX_NOT_SUPPORTED)|<html/

describe('a parameter that means nothing', () => {
  it.each(['utm_source=a', 'q=1', 'fbclid=', '__proto__=1'])(
    'is refused at every address of the public server: %s',
    async (pair) => {
      const answered: string[] = []
      for (const address of [...examples, ...pages].filter((one) => !isNowhere(one))) {
        const { status, text } = await request(app).get(withParameter(address, pair))
        if (status !== 400 || !refused.test(text)) answered.push(`${status} ${address}`)
      }
      expect(answered).toEqual([])
    },
    240_000,
  )

  it('is refused at every address of the restricted process', async () => {
    const answered: string[] = []
    for (const address of restrictedPages.filter((one) => !isNowhere(one))) {
      const role = /^\/(metrics|v1\/(runs|budgets)|en\/(runs|lineage))/.test(address) ? 'steward' : 'analyst'
      const sent = request(operator).get(withParameter(address, 'utm_source=a'))
      const { status } = await sent.set('Authorization', `Bearer ${tokenOf(role)}`)
      if (status !== 400) answered.push(`${status} ${address}`)
    }
    expect(answered).toEqual([])
  }, 240_000)

  it('is refused where files are sent', async () => {
    const { text: file } = await request(app).get('/v1/data/custody_stock?measure=held&by=year')
    for (const path of ['/v1/verify?utm_source=a', '/en/verify?utm_source=a']) {
      const { status, text } = await request(app).post(path).send(file)
      expect([path, status, text]).toEqual([path, 400, expect.stringContaining('utm_source')])
    }
  })

  it.each([
    ['/v1/charts/mix.pdf?regoin=KG-C', 'region'],
    ['/en/?perod=year', 'period'],
    ['/en/d/prison?sexx=F', 'sex'],
    ['/en/explore?measur=persons', 'measure'],
    ['/v1/packs?relese=2026-Q3.1', 'release'],
    ['/v1/bulk?asof=2026-Q3.1', 'asOf'],
    ['/v1/catalog?lng=ru', 'lang'],
    ['/sdmx/structure/dataflow?refrences=all', 'references'],
  ])('is named with the one that was probably meant: %s', async (address, nearest) => {
    const { status, body, text } = await request(app).get(address)
    const wrong = address.split('?')[1]?.split('=')[0] ?? ''
    expect([status, text]).toEqual([400, expect.stringContaining(wrong)])
    expect(text).toContain(nearest)
    if (address.startsWith('/v1')) expect(body).toMatchObject({ code: 'UNKNOWN_PARAMETER', parameter: wrong })
  })

  it.each(['/en/?lang=xx', '/en/d/prison?lang=xx', '/en/methods?lang=a', '/v1/charts/mix.svg?level=none'])(
    'is no way to ask for one page under any number of addresses: %s',
    async (address) => {
      expect((await request(app).get(address)).status).toBe(400)
    },
  )
})
