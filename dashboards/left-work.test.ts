import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { makeApp, makeService, type Service } from '#api'
import { watched } from '../api/testing/watched.ts'
import { mountDashboards } from './index.ts'

const home = join(mkdtempSync(join(tmpdir(), 'left-')), 'home')
const pack = '/v1/packs/2026-Q3/en.xlsx'
/** The long tests leave at more moments. */
const isLong = process.env['TARAZA_TEST'] === 'long'
let service: Service<'public'>
let server: Server
/** Questions that were asked, and the signals that they were asked with. */
const asked: AbortSignal[] = []

beforeAll(async () => {
  cpSync(inject('kgHome'), home, { recursive: true })
  const created = makeService({ home, jurisdiction: 'kg', levels: ['public'], log: pino({ level: 'silent' }) })
  service = watched(created, (_, signal) => asked.push(signal))
  server = createServer(makeApp(service, {}, mountDashboards))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await service.close()
  rmSync(join(home, '..'), { recursive: true })
})

const port = () => (server.address() as AddressInfo).port

/** Asks for something, and leaves when the first questions of it were asked. */
async function askAndLeave(path: string): Promise<void> {
  const before = asked.length
  const socket = connect(port(), '127.0.0.1')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`)
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before), { timeout: 20_000, interval: 1 })
  socket.destroy()
  await vi.waitFor(() => expect(asked.at(-1)?.aborted).toBe(true), { timeout: 1000, interval: 5 })
}

describe('a caller who has left', () => {
  it('stops the pack that they asked for', async () => {
    await askAndLeave(pack)
    const then = asked.length
    await wait(1000)
    expect(asked.length).toBe(then)
  })

  it('does not stop it for another one who waits for the same pack in another format', async () => {
    const before = asked.length
    const other = fetch(`http://127.0.0.1:${port()}${pack}`)
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before), { interval: 1 })
    const socket = connect(port(), '127.0.0.1')
    socket.write(`GET ${pack.replace('xlsx', 'pdf')} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await wait(50)
    socket.destroy()
    expect((await other).status).toBe(200)
  }, 120_000)

  it('leaves nothing that fails unseen, whenever they leave: the process would end with it', async () => {
    const unseen: unknown[] = []
    const see = (error: unknown) => unseen.push(error)
    process.on('unhandledRejection', see)
    const moments = isLong ? [200, 800, 1600, 2400, 3200, 4000, 5000] : [200, 1600, 4000]
    for (const [at, moment] of moments.entries()) {
      const socket = connect(port(), '127.0.0.1')
      socket.write(`GET /v1/packs/202${at % 5}-Q${1 + (at % 4)}/ru.zip HTTP/1.1\r\nHost: a\r\n\r\n`)
      await wait(moment)
      socket.destroy()
      await wait(300)
    }
    process.off('unhandledRejection', see)
    expect(unseen).toEqual([])
  }, 60_000)

  it.each(['/v1/charts/mix.pdf?region=KG-C', '/en/d/probation?region=KG-C', '/v1/charts/prison-held.png?sex=F'])(
    'stops the questions of %s',
    async (path) => await askAndLeave(path),
  )
})
