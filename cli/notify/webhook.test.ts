import { execFileSync, spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { noticeOfFailure } from '#warehouse'
import { type Answer, webhookReceiver } from '../testing/receivers.ts'
import { postNotice, signatureOf } from './webhook.ts'

const secret = 'x'.repeat(32)
const notice = noticeOfFailure('DISK_FULL', { id: '1', createdAt: '2026-11-24T02:30:00.000Z' })
const patience = { deadline: 300, rests: [1, 1] }
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function receiver(answer?: Answer) {
  const one = await webhookReceiver(answer)
  closers.push(one.close)
  return one
}

describe('a webhook', () => {
  it('gets the notice with a signature of its time and its body', async () => {
    const { url, posted } = await receiver()
    await postNotice({ url, secret }, notice, patience)
    const [{ headers, body } = { headers: {}, body: '' }] = posted
    expect(JSON.parse(body)).toEqual(notice)
    const [, seconds = '', signature = ''] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['taraza-signature'])) ?? []
    expect(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')).toBe(signature)
    expect(Math.abs(Number(seconds) * 1000 - Date.now())).toBeLessThan(60_000)
  })

  it('gets another signature at another time, so that a copy that is sent later is noticed', () => {
    const [one, other] = [0, 1000].map((time) => signatureOf('{}', secret, new Date(time)))
    expect(one?.split(',')[1]).not.toBe(other?.split(',')[1])
  })

  it.each<[string, Answer, string, number]>([
    ['hangs', () => {}, 'WEBHOOK_TIMEOUT', 3],
    ['answers 500', (response) => void response.writeHead(500).end(), 'WEBHOOK_REFUSES', 3],
    ['redirects', (response) => void response.writeHead(302, { Location: '/' }).end(), 'WEBHOOK_REDIRECTS', 1],
    ['closes', (response) => void response.destroy(), 'WEBHOOK_UNREACHABLE', 3],
  ])('that %s is told by a code and a sentence, after the tries that make sense', async (_, answer, code, tries) => {
    const { url, posted } = await receiver(answer)
    const failure = await postNotice({ url, secret }, notice, patience).catch((error) => error)
    expect(failure).toMatchObject({ code, message: expect.stringMatching(/^The webhook .*\. .*\.$/) })
    expect(posted).toHaveLength(tries)
  })

  it('that answers 500 once gets the notice with the next try', async () => {
    const one = await receiver((response) => {
      one.answer = (next) => void next.writeHead(200).end()
      response.writeHead(500).end()
    })
    await postNotice({ url: one.url, secret }, notice, patience)
    expect(one.posted.map(({ body }) => JSON.parse(body).id)).toEqual(['1', '1'])
  })

  it.skipIf(spawnSync('openssl', ['version']).error !== undefined)('with a bad certificate gets nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'taraza-cert-'))
    const words = 'req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 1 -subj /CN=localhost'
    execFileSync('openssl', words.split(' '), { cwd: folder, stdio: 'ignore' })
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(folder, name)))
    rmSync(folder, { recursive: true })
    let requests = 0
    const server = createServer({ key, cert }, () => (requests += 1)).listen(0, '127.0.0.1')
    closers.push(() => server.close())
    await once(server, 'listening')
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`
    await expect(postNotice({ url, secret }, notice, patience)).rejects.toMatchObject({ code: 'WEBHOOK_CERTIFICATE' })
    expect(requests).toBe(0)
  })
})
