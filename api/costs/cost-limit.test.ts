import pino from 'pino'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeApp, makeService, type Service } from '../index.ts'
import { cachedCost, costBeyond, costs, plainCost } from './kinds.ts'
import { Quotas } from './quota.ts'

let service: Service<'public'>
beforeAll(() => {
  const log = pino({ level: 'silent' })
  service = makeService({ home: inject('kgHome'), jurisdiction: 'kg', levels: ['public'], log })
})
afterAll(() => service.close())

const appWith = (costPerMinute: number) => makeApp(service, { trustedProxies: 1, costPerMinute })
const question = '/v1/data/sentences?measure=persons&by=year'
const statusFrom = async (app: ReturnType<typeof appWith>, address: string, path = question) =>
  (await request(app).get(path).set('X-Forwarded-For', address)).status

describe('the cost of requests', () => {
  it('is limited for the address that a trusted proxy names, and for that one only', async () => {
    const app = appWith(2 * plainCost)
    const health = (address: string) => request(app).get('/health/live').set('X-Forwarded-For', address)
    for (let time = 0; time < 2; time++) expect((await health('192.0.2.1')).status).toBe(200)
    const { status, body, headers, type } = await health('192.0.2.1')
    expect([status, body.code, type]).toEqual([429, 'TOO_MANY_REQUESTS', 'application/problem+json'])
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect((await health('192.0.2.2')).status).toBe(200)
  })

  it('is taken for what is refused before anybody knows who asks', async () => {
    const app = appWith(2 * plainCost)
    const wrong = () =>
      request(app).get(question).set({ 'X-Forwarded-For': '192.0.2.1', authorization: 'Bearer wrong' })
    const statuses = [await wrong(), await wrong(), await wrong()].map(({ status }) => status)
    expect(statuses).toEqual([401, 401, 429])
    expect(await statusFrom(app, '192.0.2.1', '//elsewhere')).toBe(429)
    expect(await statusFrom(app, '192.0.2.2', '//elsewhere')).toBe(400)
  })

  it('is what the kind takes, so that dear requests are fewer than cheap ones', async () => {
    const dear = costs.workbook.cpu + plainCost
    const app = appWith(dear + costs.workbook.cpu / 2)
    const table = (code: string) => `${question}&format=xlsx&sanction_class=${code}`
    expect(await statusFrom(app, '192.0.2.1', table('CUST'))).toBe(200)
    expect(await statusFrom(app, '192.0.2.1', table('FIN'))).toBe(429)
    for (let time = 0; time < 10; time++) expect(await statusFrom(app, '192.0.2.1', '/health/live')).toBe(200)
  })

  it('is the more the larger the answer turns out to be, which is given all the same', async () => {
    const app = appWith(costs.workbook.cpu + 400)
    const large =
      '/v1/data/sentences?measure=persons&by=month,court,offence,age_band&detail=full&format=xlsx&limit=90000'
    const { status, headers } = await request(app).get(large).set('X-Forwarded-For', '192.0.2.1')
    expect(status).toBe(200)
    expect(costBeyond('workbook', Number(headers['content-length']))).toBeGreaterThan(400)
    expect(await statusFrom(app, '192.0.2.1', '/health/live')).toBe(429)
    expect([costBeyond('workbook', 1000), costBeyond('page', 2 ** 30)]).toEqual([0, 0])
    const quotas = new Quotas(600, () => 0)
    quotas.owe('a', 5000)
    expect([quotas.left('a'), quotas.secondsUntil('a', 1)]).toEqual([-600, 61])
  })

  it('is next to nothing for what is kept', async () => {
    const app = appWith(costs.question.cpu + plainCost + 20 * cachedCost)
    const asked = `${question}&region=KG-C`
    for (let time = 0; time < 20; time++) expect(await statusFrom(app, '192.0.2.1', asked)).toBe(200)
    expect(await statusFrom(app, '192.0.2.1', `${question}&region=KG-Y`)).toBe(429)
  })

  it('is told in the standard headers, and is whole again after a minute', async () => {
    const app = appWith(60)
    const { headers } = await request(app).get('/health/live').set('X-Forwarded-For', '192.0.2.1')
    expect(headers['ratelimit-policy']).toBe('"cost";q=60;w=60')
    expect(headers['ratelimit']).toBe('"cost";r=55;t=5')
    let now = 0
    const quotas = new Quotas(600, () => now)
    expect([quotas.take('a', 600), quotas.take('a', 1), quotas.secondsUntil('a', 100)]).toEqual([true, false, 10])
    now = 10_000
    expect([quotas.take('a', 100), quotas.take('a', 1), quotas.take('b', 1)]).toEqual([true, false, true])
    now = 1_000_000
    expect(quotas.left('a')).toBe(600)
  })

  it('that is more than a minute holds is a whole minute', () => {
    const quotas = new Quotas(100, () => 0)
    expect([quotas.take('a', 5000), quotas.take('a', 1)]).toEqual([true, false])
  })

  it('is one for all addresses of an IPv6 household', async () => {
    const app = appWith(plainCost)
    expect(await statusFrom(app, '2001:db8:1:2::1', '/health/live')).toBe(200)
    expect(await statusFrom(app, '2001:db8:1:2:ffff::9', '/health/live')).toBe(429)
    expect(await statusFrom(app, '2001:db8:1:3::1', '/health/live')).toBe(200)
  })

  it('is one for an address, whatever ports a proxy names with it', async () => {
    const app = appWith(plainCost)
    for (const [first, second] of [
      ['192.0.2.1:1234', '192.0.2.1:1235'],
      ['[2001:db8:1:2::1]:443', '2001:db8:1:2::1'],
    ] as const)
      expect([await statusFrom(app, first, '/health/live'), await statusFrom(app, second, '/health/live')]).toEqual([
        200, 429,
      ])
  })

  it('does not concern this machine itself, whatever address it names', async () => {
    const app = makeApp(service, { costPerMinute: 1 })
    const invented = await request(app).get('/v1/catalog').set('X-Forwarded-For', '192.0.2.9')
    expect(invented.status).toBe(200)
    expect(invented.headers['ratelimit']).toBeUndefined()
  })
})
