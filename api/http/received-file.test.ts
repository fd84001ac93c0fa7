import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sha256 } from '#foundation'
import { sendProblem } from './problem.ts'
import { type ReceivedFile, receivedFile, removeLeftBehind } from './received-file.ts'

const megabyte = 2 ** 20
const limits = { bytes: 5 * megabyte, milliseconds: 2000, minRate: 1024 }
const received: ReceivedFile[] = []
const app = express()
let server: ReturnType<typeof app.listen>
let url = ''

beforeAll(async () => {
  app.post('/', async (request, response) => {
    const file = await receivedFile(request, limits)
    received.push(file)
    const { path, bytes } = file
    const [mode, folderMode] = [path, join(path, '..')].map((one) => statSync(one).mode & 0o777)
    response.json({ bytes, mode, folderMode, right: sha256(readFileSync(path)) === file.sha256 })
    file.remove()
  })
  app.use(sendProblem({ log: { error: () => undefined } as never }))
  server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('taraza-received-'))

/** A sender who says how much will come; all that the server says, until it closes the connection. */
function sender(length: number): { socket: Socket; said: Promise<string> } {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`)
  let text = ''
  socket.on('data', (part) => {
    text += part
  })
  socket.on('error', () => undefined)
  return { socket, said: new Promise((resolve) => socket.on('close', () => resolve(text))) }
}

describe('a body that is received', () => {
  it('lies in a file that only this user can read, and is gone afterwards', async () => {
    const answer = await fetch(url, { method: 'POST', body: Buffer.alloc(3 * megabyte, 'letters') })
    expect(await answer.json()).toEqual({ bytes: 3 * megabyte, mode: 0o600, folderMode: 0o700, right: true })
    expect(existsSync(join(received.at(-1)?.path ?? '', '..'))).toBe(false)
  })

  it('is refused when it is too large, whether or not its length was told', async () => {
    const reported = await fetch(url, { method: 'POST', body: Buffer.alloc(6 * megabyte) })
    expect([reported.status, (await reported.json()).code]).toEqual([413, 'FILE_TOO_LARGE'])
    const parts = new ReadableStream({
      start: (controller) => {
        for (let part = 0; part < 6; part++) controller.enqueue(new Uint8Array(megabyte))
        controller.close()
      },
    })
    const untold = await fetch(url, { method: 'POST', body: parts, duplex: 'half' } as RequestInit)
    expect(untold.status).toBe(413)
    expect(folders()).toEqual([])
  })

  it('is cut off when it comes too slowly, and when it does not come to its end in time', async () => {
    const silent = sender(1000)
    expect(await silent.said).toMatch(/^HTTP\/1.1 408 .*SENT_TOO_SLOWLY/s)
    const late = sender(megabyte)
    const drops = setInterval(() => late.socket.write(Buffer.alloc(2048)), 100)
    expect(await late.said).toMatch(/^HTTP\/1.1 408 .*SENT_TOO_SLOWLY/s)
    clearInterval(drops)
    expect(folders()).toEqual([])
  })

  it('is removed when its sender leaves', async () => {
    const { socket } = sender(megabyte)
    socket.write(Buffer.alloc(1000))
    await vi.waitFor(() => expect(folders()).toHaveLength(1))
    socket.destroy()
    await vi.waitFor(() => expect(folders()).toEqual([]))
  })

  it('that an ended process left behind is removed after an hour', () => {
    const left = mkdtempSync(join(tmpdir(), 'taraza-received-'))
    removeLeftBehind()
    expect(existsSync(left)).toBe(true)
    const before = new Date(Date.now() - 2 * 3_600_000)
    utimesSync(left, before, before)
    removeLeftBehind()
    expect(existsSync(left)).toBe(false)
    rmSync(left, { recursive: true, force: true })
  })
})
