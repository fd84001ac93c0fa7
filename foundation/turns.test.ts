import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Turns } from './turns.ts'

/** Work that takes a tenth of a millisecond. */
function busyFor(item: number): number {
  const until = performance.now() + 0.1
  while (performance.now() < until);
  return item * 2
}

const items = Array.from({ length: 2000 }, (_, at) => at)

describe('work in turns', () => {
  it('gives others turns, and what it would give at once', async () => {
    let others = 0
    let isOver = false
    const mapped = new Turns().map(items, busyFor).finally(() => {
      isOver = true
    })
    while (!isOver) {
      await turn()
      others += 1
    }
    expect(await mapped).toEqual(items.map((item) => item * 2))
    expect(others).toBeGreaterThan(4)
  })

  it('goes on no longer than somebody wants it', async () => {
    const leaving = new AbortController()
    let done = 0
    const mapped = new Turns(leaving.signal).map(items, (item) => {
      done += 1
      return busyFor(item)
    })
    leaving.abort()
    await expect(mapped).rejects.toMatchObject({ code: 'DEADLINE' })
    expect(done).toBeLessThan(items.length)
  })
})
