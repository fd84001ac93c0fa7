import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendProblem } from '../http/problem.ts'
import { Listeners, sendBytes } from '../testing/listeners.ts'
import { identify, principalOf } from './identify.ts'
import { TokenStore } from './token-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'identify-'))
const listeners = new Listeners()
let url = ''
let token = ''

beforeAll(async () => {
  const tokens = new TokenStore(folder)
  token = tokens.create({ name: 'O. Officer', role: 'officer', days: 1 }, new Date()).token
  const app = express().use(identify({ tokens }))
  app.use((_request, response) => void response.json({ purpose: principalOf(response)?.purpose ?? null }))
  url = await listeners.start(app.use(sendProblem({ log: pino({ level: 'silent' }) })))
})
afterAll(() => {
  listeners.close()
  rmSync(folder, { recursive: true })
})

const askWith = async (...lines: readonly string[]) => {
  const head = ['GET /v1/catalog HTTP/1.1', 'Host: a', 'Connection: close', ...lines]
  return await sendBytes(url, `${head.join('\r\n')}\r\n\r\n`)
}

describe('a purpose', () => {
  it.each(['отчёт для комитета', 'кеңештин отчёту', 'a report, 50 % of it'])(
    'is read however a header can hold it: %s',
    async (purpose) => {
      for (const sent of [encodeURIComponent(purpose), Buffer.from(purpose).toString('latin1')]) {
        const answer = await fetch(`${url}/v1/catalog`, {
          headers: { authorization: `Bearer ${token}`, 'taraza-purpose': sent },
        })
        expect(await answer.json()).toEqual({ purpose })
      }
    },
  )
})

describe('a header that says who asks, and why', () => {
  it('is there once', async () => {
    const bearer = `Authorization: Bearer ${token}`
    expect(await askWith(bearer, 'Taraza-Purpose: a')).toMatch(/^HTTP\/1\.1 200 .*"purpose":"a"/s)
    for (const twice of [
      [bearer, bearer],
      [bearer, 'authorization: Bearer other'],
      [bearer, 'Taraza-Purpose: a', 'taraza-purpose: b'],
    ])
      expect(await askWith(...twice)).toMatch(/^HTTP\/1\.1 400 .*"code":"BAD_REQUEST"/s)
  })
})
