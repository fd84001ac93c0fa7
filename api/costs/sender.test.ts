import express from 'express'
import fc from 'fast-check'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { senderOf } from './sender.ts'

describe('whoever sent a request', () => {
  it('is whom Express takes it for, whatever proxies say', async () => {
    const address = fc.constantFrom(
      '192.0.2.1',
      '2001:db8::1',
      'unknown',
      '',
      ' ',
      '10.0.0.1:80',
      '_a',
      '\t',
      '::ffff:192.0.2.1',
    )
    const forwarded = fc.array(address, { maxLength: 5 }).map((all) => all.join(','))
    await fc.assert(
      fc.asyncProperty(forwarded, fc.integer({ min: 0, max: 4 }), async (header, trusted) => {
        const app = express().set('trust proxy', trusted)
        app.use((asked, response) => response.json([asked.ip, senderOf(asked, trusted)]))
        const { body } = await request(app).get('/').set('X-Forwarded-For', header)
        expect(body[1]).toBe(body[0])
      }),
      { numRuns: 60 },
    )
  })
})
