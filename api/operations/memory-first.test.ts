import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { mountDashboards } from '../../dashboards/index.ts'
import { makeApp, makeService, type Service } from '../index.ts'
import { Listeners } from '../testing/listeners.ts'

const listeners = new Listeners()
const logged: { readonly path: string; readonly status: number }[] = []
let service: Service<'public'>
const question = '/v1/data/sentences?measure=persons&by=year'
const addresses = [question, `${question}&format=csv`, '/en/', '/v1/charts/growth.svg', '/ru/explore']

beforeAll(() => {
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  service = makeService({ home: inject('kgHome'), jurisdiction: 'kg', levels: ['public'], log })
})
afterAll(async () => {
  listeners.close()
  await service.close()
})

/** What an answer is, less what belongs to one request. */
async function answerOf(url: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(url, { headers: { 'accept-language': 'ru', ...headers } })
  const ofRequest = ['x-request-id', 'date', 'ratelimit']
  const others = [...answer.headers].filter(([name]) => !ofRequest.includes(name)).sort()
  const id = answer.headers.get('x-request-id')
  return { id, status: answer.status, headers: others, text: await answer.text() }
}

describe('an answer from memory', () => {
  it.each(addresses)('is what the routes answered, and is logged like it: %s', async (path) => {
    const url = (await listeners.start(makeApp(service, { trustedProxies: 1 }, mountDashboards))) + path
    const from = { 'x-forwarded-for': '192.0.2.1' }
    const [{ id, ...first }, { id: other, ...second }] = [await answerOf(url, from), await answerOf(url, from)]
    expect(second).toEqual(first)
    expect(other).not.toBe(id)
    const etag = first.headers.find(([name]) => name === 'etag')?.[1]
    const { status, text, headers } = await answerOf(url, { ...from, 'if-none-match': String(etag) })
    expect([status, text, headers.find(([name]) => name === 'etag')?.[1]]).toEqual([304, '', etag])
    expect(headers.map(([name]) => name)).not.toContain('content-length')
    expect((await answerOf(url, { ...from, 'if-none-match': '"other"' })).status).toBe(200)
    const own = logged.filter((line) => line.path === path.split('?')[0]).slice(-4)
    expect(own.map(({ status }) => status)).toEqual([200, 200, 304, 200])
  })

  it('costs its asker, whoever a trusted proxy names, and is refused like any other', async () => {
    const url = await listeners.start(makeApp(service, { trustedProxies: 1, costPerMinute: 200 }, mountDashboards))
    const ask = async (address: string) => await fetch(url + question, { headers: { 'x-forwarded-for': address } })
    const left = ({ headers }: Response) => Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1])
    await ask('192.0.2.1')
    expect(left(await ask('192.0.2.2'))).toBeGreaterThan(195)
    let answers = 0
    while ((await ask('192.0.2.2')).status === 200 && answers < 1000) answers += 1
    const refused = await ask('192.0.2.2')
    expect(answers).toBeGreaterThan(150)
    expect([refused.status, (await refused.json()).code]).toEqual([429, 'TOO_MANY_REQUESTS'])
    expect((await ask('192.0.2.3')).status).toBe(200)
  })

  it('is given to nobody with a name, another origin or a part in mind', async () => {
    const url = (await listeners.start(makeApp(service, {}, mountDashboards))) + question
    await answerOf(url)
    expect((await answerOf(url, { authorization: 'Bearer wrong' })).status).toBe(401)
    const methods = await fetch(url, { method: 'POST' })
    expect(methods.status).toBe(405)
  })
})
