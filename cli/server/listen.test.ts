import { afterAll, describe, expect, it } from 'vitest'
import { Listeners, sendBytes } from '../../api/testing/listeners.ts'
import { withoutFloods } from './listen.ts'

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
