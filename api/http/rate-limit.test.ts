import pino from 'pino'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeApp, makeService, type Service } from '../index.ts'

let service: Service<'public'>
beforeAll(() => {
  const log = pino({ level: 'silent' })
  service = makeService({ home: inject('kgHome'), jurisdiction: 'kg', levels: ['public'], log })
})
afterAll(() => service.close())

describe('requests beyond the limit', () => {
  it('are refused for the address that a trusted proxy names, and for that one only, kept answers included', async () => {
    const app = makeApp(service, { trustedProxies: 1, requestsPerMinute: 5 })
    const from = (address: string) =>
      request(app).get('/v1/data/sentences?measure=persons&by=year').set('X-Forwarded-For', address)
    for (let time = 0; time < 5; time++) expect((await from('192.0.2.1')).status).toBe(200)
    const { status, body, headers } = await from('192.0.2.1')
    expect([status, body.code]).toEqual([429, 'TOO_MANY_REQUESTS'])
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect((await from('192.0.2.2')).status).toBe(200)
  })

  it('do not concern this machine itself, whatever address it names', async () => {
    const app = makeApp(service, { requestsPerMinute: 1 })
    const invented = await request(app).get('/v1/catalog').set('X-Forwarded-For', '192.0.2.9')
    expect(invented.status).toBe(200)
    expect(invented.headers['ratelimit']).toBeUndefined()
  })
})
