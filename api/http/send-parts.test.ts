import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import compression from 'compression'
import express, { type Response } from 'express'
import { afterAll, describe, expect, it } from 'vitest'
import { Listeners, requestBytes } from '../testing/listeners.ts'
import { disconnectSignal } from './disconnect-signal.ts'
import { sendParts } from './send-parts.ts'

const listeners = new Listeners()
afterAll(() => listeners.close())

const part = randomBytes(256 * 1024)
const count = 60

/** A server that sends a large body; what became of each sending, and the most listeners that a response had of one event. */
async function sending(isCompressed: boolean) {
  const ended: Promise<unknown>[] = []
  let max = 0
  const watch = (response: Response) =>
    response.on('newListener', (name: string) => {
      max = Math.max(max, response.listenerCount(name) + 1)
    })
  const app = express()
  app.use((_request, response, next) => void next(void watch(response)))
  if (isCompressed) app.use(compression())
  app.get('/', async (_request, response) => {
    const sent = sendParts(
      Array.from({ length: count }, () => part),
      response.type('text'),
      disconnectSignal(response),
    )
    ended.push(sent.catch((error: unknown) => error))
    await sent.catch(() => response.destroy())
  })
  return { url: await listeners.start(app), ended, max: () => max }
}

describe.each([false, true])('a large body, compressed: %s', (isCompressed) => {
  it('comes whole, with few listeners on its response', async () => {
    const { url, ended, max } = await sending(isCompressed)
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(count * part.length)
    expect(await Promise.all(ended)).toEqual([undefined])
    expect(max()).toBeLessThanOrEqual(5)
  })

  it('waits for a caller who does not read, and ends with one who leaves', async () => {
    const { url, ended } = await sending(isCompressed)
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname).pause()
    const encoding = isCompressed ? 'gzip' : 'identity'
    socket.write(requestBytes('/', { 'accept-encoding': encoding }))
    await wait(300)
    socket.destroy()
    await expect.poll(() => ended.length).toBe(1)
    expect(await ended[0]).toMatchObject({ name: 'AbortError' })
  })
})
