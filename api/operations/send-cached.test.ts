import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeApp, makeService, type Service } from '../index.ts'

const question = '/v1/data/sentences?measure=persons&by=year,region,sanction_class'
const large = '/v1/data/sentences?measure=persons&by=month,court,offence,sex,age_band&detail=full&format=csv'
let service: Service<'public'>
let server: Server
let url = ''
beforeAll(async () => {
  service = makeService({
    home: inject('kgHome'),
    jurisdiction: 'kg',
    levels: ['public'],
    log: pino({ level: 'silent' }),
  })
  server = createServer(makeApp(service))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://localhost:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await service.close()
})

const headersOf = (answer: Response) =>
  Object.fromEntries([...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name)))

describe('an answer that is kept', () => {
  it('is the same, with the same headers, whether it was made, kept or remembered by its address', async () => {
    const answers = []
    for (let time = 0; time < 3; time++) {
      const answer = await fetch(url + question)
      answers.push([headersOf(answer), await answer.text()])
    }
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    const permuted = await fetch(`${url}/v1/data/sentences?by=year,region,sanction_class&measure=persons`)
    expect(await permuted.text()).toBe(answers[0]?.[1])
  })

  it('is compressed for those who take it so, and not sent to those who have it', async () => {
    for (let time = 0; time < 2; time++) {
      const plain = await fetch(url + question, { headers: { 'accept-encoding': 'identity' } })
      expect(plain.headers.get('content-encoding')).toBeNull()
      const zipped = await fetch(url + question, { headers: { 'accept-encoding': 'gzip' } })
      expect(zipped.headers.get('content-encoding')).toBe('gzip')
      expect(await zipped.text()).toBe(await plain.text())
      const etag = plain.headers.get('etag') ?? ''
      const again = await fetch(url + question, { headers: { 'if-none-match': etag } })
      expect([again.status, await again.text()]).toEqual([304, ''])
      expect(again.headers.get('content-security-policy')).toContain("default-src 'self'")
    }
  })

  it('is sent as it is to those who take only what it is not kept in, each time', async () => {
    const texts = []
    for (let time = 0; time < 3; time++) {
      const answer = await fetch(url + question, { headers: { 'accept-encoding': 'deflate' } })
      texts.push([answer.headers.get('content-encoding'), await answer.text()])
    }
    const plain = await (await fetch(url + question)).text()
    expect(texts).toEqual([null, null, null].map((encoding) => [encoding, plain]))
  })

  it('is another one in another language', async () => {
    const texts = []
    for (const language of ['ky', 'ru', 'en', 'ky'])
      texts.push(await (await fetch(url + question, { headers: { 'accept-language': language } })).text())
    expect(new Set(texts).size).toBe(3)
  })
})

describe('a large answer', () => {
  it('comes whole, and is not pushed upon a caller who does not read', async () => {
    const whole = await (await fetch(url + large)).text()
    expect(whole.length).toBeGreaterThan(1_000_000)
    expect(whole.endsWith('\r\n')).toBe(true)
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.pause()
    socket.write(`GET ${large} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
    await wait(500)
    expect(socket.bytesRead).toBeLessThan(1_000_000)
    let received = 0
    socket.on('data', (part) => {
      received += part.length
    })
    socket.resume()
    await new Promise((resolve) => socket.on('close', resolve))
    expect(received).toBeGreaterThan(whole.length)
  })
})
