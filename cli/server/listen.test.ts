import { setTimeout as wait } from 'node:timers/promises'
import express from 'express'
import pino from 'pino'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { makeApp, makeService } from '#api'
import { Listeners, sendBytes } from '../../api/testing/listeners.ts'
import { serveApp, withoutFloods } from './listen.ts'

const listeners = new Listeners()
afterAll(() => listeners.close())

describe('a connection', () => {
  it('that sends thousands of requests at once is ended, and begins few of them', async () => {
    let begun = 0
    const url = await listeners.start(
      withoutFloods((_request, response) => {
        begun += 1
        setTimeout(() => response.end('answer'), 20)
      }),
    )
    await sendBytes(url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2000)).catch(() => undefined)
    expect(begun).toBeLessThanOrEqual(20)
    expect(await (await fetch(url)).text()).toBe('answer')
  })

  it('that waits for each answer goes on for as long as it likes', async () => {
    const url = await listeners.start(withoutFloods((_request, response) => void response.end('answer')))
    for (let at = 0; at < 100; at++) expect(await (await fetch(url)).text()).toBe('answer')
  })
})

describe('an address that cannot be listened to', () => {
  const service = { close: async () => {}, metrics: undefined as never }
  const serve = async (port: number, host: string) => await serveApp(express(), service, port, host)

  it.each(['no-such-host.invalid', '203.0.113.77'])('is refused with what to set: %s', async (host) => {
    const refused = { code: 'BAD_CONFIGURATION', message: expect.stringMatching(/TARAZA_HOST.*127\.0\.0\.1/) }
    await expect(serve(0, host)).rejects.toThrow(expect.objectContaining(refused))
  })

  it('is refused where its port is taken', async () => {
    const url = await listeners.start(() => {})
    const refused = { code: 'PORT_TAKEN', message: expect.stringContaining('PORT=8081') }
    await expect(serve(Number(new URL(url).port), '127.0.0.1')).rejects.toThrow(expect.objectContaining(refused))
  })
})

describe('an answer of some megabytes', () => {
  it('leaves no more listeners on its response than Node takes for sound', async () => {
    const log = pino({ level: 'silent' })
    const service = makeService({ home: inject('kgHome'), jurisdiction: 'kg', levels: ['public'], log })
    const url = await listeners.start(withoutFloods(makeApp(service)))
    const warnings: string[] = []
    const warn = ({ message }: Error) => void warnings.push(message)
    process.on('warning', warn)
    const large = '/v1/data/sentences?measure=persons&by=month,court,offence,sex,age_band&detail=full&format=csv'
    const plain = { 'accept-encoding': 'identity' }
    expect((await (await fetch(url + large, { headers: plain })).text()).length).toBeGreaterThan(1_000_000)
    await wait(10)
    process.off('warning', warn)
    await service.close()
    expect(warnings).toEqual([])
  })
})
