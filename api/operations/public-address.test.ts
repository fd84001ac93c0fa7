import pino from 'pino'
import request from 'supertest'
import { describe, expect, inject, it } from 'vitest'
import { mountDashboards } from '../../dashboards/index.ts'
import { makeApp, makeService } from '../index.ts'

/** The ETags of some addresses at a server that readers reach under an address. */
async function etagsAt(publicUrl: string, addresses: readonly string[]): Promise<readonly string[]> {
  const log = pino({ level: 'silent' })
  const service = makeService({ home: inject('kgHome'), jurisdiction: 'kg', levels: ['public'], log, publicUrl })
  const app = makeApp(service, {}, mountDashboards)
  const etags: string[] = []
  for (const address of addresses) etags.push((await request(app).get(address).expect(200)).headers['etag'] ?? '')
  await service.close()
  return etags
}

describe('an answer in which links begin with the public address', () => {
  it('is another one, for those who have it too, once that address has changed', async () => {
    const question = '/v1/data/sentences?measure=persons&by=year'
    const addresses = [
      question,
      `${question}&format=csv`,
      `${question}&format=xlsx`,
      '/en/methods',
      '/v1/charts/growth.svg',
    ]
    const [first, again, changed] = [
      await etagsAt('https://a.example', addresses),
      await etagsAt('https://a.example', addresses),
      await etagsAt('https://b.example', addresses),
    ]
    expect(first.every((etag) => etag !== '')).toBe(true)
    expect(again).toEqual(first)
    expect(addresses.filter((_, at) => first[at] === changed[at])).toEqual([])
  })
})
