import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pino from 'pino'
import request from 'supertest'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeApp, makeService, type Service } from '#api'
import { pages } from '../api/testing/addresses.ts'
import { describedBy } from '../api/testing/described.ts'
import { watched } from '../api/testing/watched.ts'
import { mountDashboards } from './index.ts'

const [first, second] = ['2026-Q3.1', '2026-Q3.2'] as const
const folder = mkdtempSync(join(tmpdir(), 'version-'))
const home = join(folder, 'home')
let service: Service<'public'>
let app: RequestListener
/** What happens when a question is asked. */
let whenAsked = () => {}
let choices = 0

beforeAll(() => {
  cpSync(inject('kgHome'), home, { recursive: true })
  const log = pino({ level: 'silent' })
  service = makeService({ home, jurisdiction: 'kg', levels: ['public'], log })
  app = makeApp(chosen(watched(service, () => whenAsked())), {}, mountDashboards)
  makeRelease(second, 2)
})
afterEach(() => {
  whenAsked = () => {}
  serve(first)
})
afterAll(async () => {
  await service.close()
  rmSync(folder, { recursive: true })
})

/** Counts how often it is chosen what is served now; a version that is named is no choice. */
function chosen(created: Service<'public'>): Service<'public'> {
  return {
    ...created,
    pin: (level, pinning) => {
      choices += Number(pinning?.asOf === undefined)
      return created.pin(level, pinning)
    },
    served: () => {
      choices += 1
      return created.served()
    },
  }
}

/** A later release with the same figures under another name. */
function makeRelease(id: string, number: number): void {
  const releases = join(home, 'releases')
  cpSync(join(releases, first), join(releases, id), { recursive: true })
  const path = join(releases, id, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  rmSync(path)
  writeFileSync(path, JSON.stringify({ ...manifest, id, number }))
}

function serve(release: string): void {
  const pointer = join(home, 'RELEASE.json')
  writeFileSync(`${pointer}.new`, JSON.stringify({ release }))
  renameSync(`${pointer}.new`, pointer)
  // Longer than what is served may be remembered.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30)
}

const namedIn = (text: string) => [...new Set(text.match(/2026-Q3\.\d/g))]

const addresses = [
  '/v1/data/sentences?measure=persons&by=year,sex',
  '/v1/statistics/projection?dataset=custody_stock&measure=held&by=quarter&divert=0.3&upTo=12',
  '/v1/indicators/16.3.2',
  '/sdmx/data/dataflow/TARAZA/SENTENCES/1.0/*?c[MEASURE]=persons&c[REGION]=KG-GB,KG-C&startPeriod=2022',
  '/sdmx/data/dataflow/KG_NSC/DF_SDG_KG/1.7/*',
  '/en/d/prison?sex=F',
  '/en/explore?measure=persons&by=year',
  '/en/sdg',
  '/v1/charts/prison-held.svg',
]

describe('a release that is published in the middle of an answer', () => {
  it.each(addresses)('is not in it, and is what the next one is made of: %s', async (address) => {
    let isPublished = false
    whenAsked = () => {
      if (!isPublished) serve(second)
      isPublished = true
    }
    const read = async () => {
      const { status, headers, text, body } = await request(app).get(address)
      return { status, tag: headers['etag'], text: Buffer.isBuffer(body) ? body.toString() : text }
    }
    const [during, after, again] = [await read(), await read(), await read()]
    expect([isPublished, during.status, after.status]).toEqual([true, 200, 200])
    expect(namedIn(during.text)).not.toContain(second)
    expect(namedIn(after.text)).not.toContain(first)
    expect(after.tag).not.toBe(during.tag)
    expect(again).toEqual(after)
    serve(first)
    expect(await read()).toEqual(during)
  })
})

describe('a release that comes and is rolled back', () => {
  it('is seen on every page, also by whoever has what was there before', async () => {
    const read = async (by: RequestListener, address: string, headers = {}) => {
      const { status, text, headers: sent } = await request(by).get(address).set(headers)
      return { status, text, tag: sent['etag'] }
    }
    const before = new Map<string, Awaited<ReturnType<typeof read>>>()
    for (const address of pages) before.set(address, await read(app, address))
    makeRelease('2026-Q3.3', 3)
    serve('2026-Q3.3')
    serve(first)
    await wait(60)
    const log = pino({ level: 'silent' })
    const another = makeService({ home, jurisdiction: 'kg', levels: ['public'], log })
    const newServer = makeApp(another, {}, mountDashboards)
    const stale: string[] = []
    for (const [address, { tag, text }] of before) {
      const expected = await read(newServer, address)
      const again = await read(app, address, tag === undefined ? {} : { 'if-none-match': tag })
      if ((again.status === 304 ? text : again.text) !== expected.text) stale.push(address)
    }
    await another.close()
    expect(stale).toEqual([])
  }, 240_000)
})

describe('what is served now', () => {
  it('is chosen once for each answer, page and file', async () => {
    const examples = (await describedBy(app)).flatMap((operation) => operation.examples)
    const twice: string[] = []
    for (const address of [...examples, ...pages]) {
      choices = 0
      await request(app).get(address)
      if (choices > 1) twice.push(`${choices} ${address}`)
    }
    expect(twice).toEqual([])
  }, 240_000)
})
