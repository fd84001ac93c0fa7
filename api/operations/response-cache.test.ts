import express from 'express'
import pino from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { EncodedResultCache } from '../cache/encoded-result-cache.ts'
import { ResponseCache } from '../cache/response-cache.ts'
import { RequestMetrics } from '../metrics/request-metrics.ts'
import { Listeners } from '../testing/listeners.ts'
import { memoryFirst } from './memory-first.ts'

const serving = { edition: 'edition', moment: 'now' }
const log = pino({ level: 'silent' })

const listeners = new Listeners()
afterAll(() => listeners.close())

describe('the memory of addresses', () => {
  it('holds what was sent at another moment for that moment only', async () => {
    const cache = new EncodedResultCache()
    let moment = 'first'
    const memory = new ResponseCache(cache, () => ({ edition: 'edition', moment }))
    await cache.get('answer', new AbortController().signal, async () => Buffer.from('bytes'))
    let created = 0
    const app = express().use((request, response) => {
      created += 1
      response.send('bytes')
      memory.store(request, response, { edition: 'edition', moment: 'first' }, 'answer')
    })
    const service = { memory, log, metrics: new RequestMetrics(() => 0) }
    const url = await listeners.start(memoryFirst(app, service, { payRemembered: () => [] }))
    const createdAt = async (now: string) => {
      moment = now
      await (await fetch(url)).text()
      return created
    }
    const seen = []
    for (const now of ['first', 'first', 'second', 'second', 'first']) seen.push(await createdAt(now))
    expect(seen).toEqual([1, 1, 2, 3, 3])
  })

  it('holds many short addresses, of long ones the latest only', async () => {
    const cache = new EncodedResultCache()
    const memory = new ResponseCache(cache, () => serving)
    await cache.get('answer', new AbortController().signal, async () => Buffer.from('bytes'))
    let created = 0
    const app = express().use((request, response) => {
      created += 1
      response.send('bytes')
      memory.store(request, response, serving, 'answer')
    })
    const service = { memory, log, metrics: new RequestMetrics(() => 0) }
    const url = await listeners.start(memoryFirst(app, service, { payRemembered: () => [] }))
    const madeFor = async (address: string) => {
      const before = created
      await (await fetch(url + address)).arrayBuffer()
      return created - before
    }
    const long = (at: number) => `/?${at}=${'x'.repeat(15_000)}`
    const short = (at: number) => `/?${at}`
    for (const [addressOf, isForgotten] of [
      [short, 0],
      [long, 1],
    ] as const) {
      for (let at = 0; at < 1100; at++) await madeFor(addressOf(at))
      expect([await madeFor(addressOf(1099)), await madeFor(addressOf(0))]).toEqual([0, isForgotten])
    }
  })
})
