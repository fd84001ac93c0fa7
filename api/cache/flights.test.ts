import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { askerOf, onBehalfOf, withDeadline } from '#foundation'
import { Flights } from './flights.ts'

/** Work that ends only when it is stopped. */
function endless() {
  const state = { begun: 0, stopped: 0 }
  const work = (signal: AbortSignal) =>
    new Promise<string>((_resolve, reject) => {
      state.begun += 1
      signal.addEventListener('abort', () => {
        state.stopped += 1
        reject(new Error('stopped'))
      })
    })
  return { state, work }
}

describe('work that several callers wait for', () => {
  it('lets go of whoever leaves at once, and is stopped when the last one has left', async () => {
    const [flights, { state, work }] = [new Flights<string>(), endless()]
    const [first, second] = [new AbortController(), new AbortController()]
    const waiting = [first, second].map(({ signal }) => flights.join('a', signal, work).catch((error) => error.code))
    first.abort()
    expect(await waiting[0]).toBe('DEADLINE')
    expect(state).toEqual({ begun: 1, stopped: 0 })
    second.abort()
    expect(await waiting[1]).toBe('DEADLINE')
    await wait(1)
    expect([state, flights.has('a')]).toEqual([{ begun: 1, stopped: 1 }, false])
  })

  it('is done on behalf of whoever came first, also within a deadline', async () => {
    const { signal } = new AbortController()
    onBehalfOf('somebody', signal)
    const who = new Flights<unknown>().join('a', signal, async (wanted) => askerOf(withDeadline(wanted, 1000)))
    expect(await who).toBe('somebody')
  })

  it('is not begun for somebody who has left already', async () => {
    const [flights, { state, work }] = [new Flights<string>(), endless()]
    await expect(flights.join('a', AbortSignal.abort(), work)).rejects.toMatchObject({ code: 'DEADLINE' })
    expect(state.begun).toBe(0)
  })

  it('is begun anew by whoever comes after it was stopped', async () => {
    const [flights, { state, work }] = [new Flights<string>(), endless()]
    const left = new AbortController()
    const gone = flights.join('a', left.signal, work).catch(() => 'gone')
    left.abort()
    expect(await gone).toBe('gone')
    const { signal } = new AbortController()
    expect(await flights.join('a', signal, async () => 'anew')).toBe('anew')
    expect(state).toEqual({ begun: 1, stopped: 1 })
  })
})
