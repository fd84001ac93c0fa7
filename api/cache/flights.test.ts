import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { askerOf, busy, onBehalfOf, sharedUsage, withDeadline } from '#foundation'
import { type Enter, Flights } from './flights.ts'

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

  it('is done on behalf of the one of those who wait who took least, also within a deadline', async () => {
    sharedUsage.add('much', 5000)
    const flights = new Flights<string>()
    const callers = ['much', 'little'].map((who) => {
      const left = new AbortController()
      onBehalfOf(who, left.signal)
      return left
    })
    let wanted: AbortSignal | undefined
    const { work } = endless()
    const [much, little] = callers.map(({ signal }) =>
      flights.join('a', signal, (given) =>
        withDeadline(given, 60_000, (deadline) => {
          wanted = deadline
          return work(given)
        }),
      ),
    )
    expect(askerOf(wanted)).toBe('little')
    callers[1]?.abort()
    await expect(little).rejects.toMatchObject({ code: 'DEADLINE' })
    expect(askerOf(wanted)).toBe('much')
    callers[0]?.abort()
    await expect(much).rejects.toMatchObject({ code: 'DEADLINE' })
  })

  it('begins with whoever of those who wait has a turn first, and the others need no turn', async () => {
    const flights = new Flights<string>()
    const { signal } = new AbortController()
    const ended: string[] = []
    const waitsLong: Enter = (need) =>
      new Promise((_resolve, reject) =>
        need.addEventListener('abort', () => {
          ended.push('first')
          reject(busy())
        }),
      )
    const first = flights.join('a', signal, async () => 'of the first', waitsLong)
    const second = flights.join('a', signal, async () => 'of the second')
    expect(await Promise.all([first, second])).toEqual(['of the second', 'of the second'])
    expect(ended).toEqual(['first'])
  })

  it('is refused only when none of those who wait found a place', async () => {
    const flights = new Flights<string>()
    const { signal } = new AbortController()
    const refused: Enter = () => Promise.reject(busy())
    const later: Enter = async (_need, work) => {
      await wait(5)
      await work()
    }
    const both = [refused, later].map((enter) => flights.join('a', signal, async () => 'done', enter))
    expect(await Promise.all(both)).toEqual(['done', 'done'])
    const none = [refused, refused].map((enter) => flights.join('a', signal, async () => 'done', enter))
    for (const one of none) await expect(one).rejects.toMatchObject({ code: 'BUSY' })
    expect(flights.has('a')).toBe(false)
  })

  it('that fails at once fails for all', async () => {
    const fail = () => {
      throw new Error('no')
    }
    await expect(new Flights().join('a', new AbortController().signal, fail)).rejects.toThrow('no')
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
