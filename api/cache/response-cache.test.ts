import { setTimeout as wait } from 'node:timers/promises'
import express from 'express'
import pino from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { RequestMetrics } from '../metrics/request-metrics.ts'
import { Listeners } from '../testing/listeners.ts'
import { EncodedResultCache } from './encoded-result-cache.ts'
import { memoryFirst } from './memory-first.ts'
import { ResponseCache } from './response-cache.ts'

const log = pino({ level: 'silent' })

const listeners = new Listeners()
afterAll(() => listeners.close())

describe('the memory of addresses', () => {
  it('holds nothing of a home that prepares, and soon sees that it does', async () => {
    const cache = new EncodedResultCache()
    let isPreparing = true
    const memory = new ResponseCache(
      cache,
      () => 'edition',
      () => isPreparing,
    )
    await cache.get('answer', new AbortController().signal, async () => Buffer.from('bytes'))
    let created = 0
    const app = express().use((request, response) => {
      created += 1
      response.send('bytes')
      memory.store(request, response, 'edition', 'answer')
    })
    const service = { memory, log, metrics: new RequestMetrics(() => 0) }
    const url = await listeners.start(memoryFirst(app, service, { payRemembered: () => [] }))
    const createdAfter = async () => {
      await (await fetch(url)).text()
      await wait(120)
      return created
    }
    expect([await createdAfter(), await createdAfter()]).toEqual([1, 2])
    isPreparing = false
    expect([await createdAfter(), await createdAfter()]).toEqual([3, 3])
    isPreparing = true
    expect([await createdAfter(), await createdAfter()]).toEqual([4, 5])
  })

  it('holds many short addresses, of long ones the latest only', async () => {
    const cache = new EncodedResultCache()
    const memory = new ResponseCache(cache, () => 'edition')
    await cache.get('answer', new AbortController().signal, async () => Buffer.from('bytes'))
    let created = 0
    const app = express().use((request, response) => {
      created += 1
      response.send('bytes')
      memory.store(request, response, 'edition', 'answer')
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
