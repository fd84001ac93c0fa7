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

function* busySteps(): Generator<void, number[], void> {
  const all: number[] = []
  for (const item of items) {
    all.push(busyFor(item))
    yield
  }
  return all
}

const doubled = items.map((item) => item * 2)

describe.each([
  ['of each item', (turns: Turns) => turns.map(items, busyFor)],
  ['that yields between its parts', (turns: Turns) => turns.run(busySteps())],
])('work %s', (_what, work) => {
  it('gives others turns, and what it would give at once', async () => {
    let others = 0
    let isOver = false
    const done = work(new Turns()).finally(() => {
      isOver = true
    })
    while (!isOver) {
      await turn()
      others += 1
    }
    expect(await done).toEqual(doubled)
    expect(others).toBeGreaterThan(4)
  })

  it('goes on no longer than somebody wants it, and knows what it took', async () => {
    const leaving = new AbortController()
    const turns = new Turns(leaving.signal)
    const done = work(turns)
    leaving.abort()
    await expect(done).rejects.toMatchObject({ code: 'DEADLINE' })
    expect(turns.spent).toBeGreaterThan(0)
    expect(turns.spent).toBeLessThan(items.length / 2)
  })

  it('took no time that others had', async () => {
    const began = performance.now()
    const turns = new Turns()
    const done = work(turns)
    let others = 0
    for (let times = 0; times < 5; times++) {
      await turn()
      const since = performance.now()
      while (performance.now() - since < 40);
      others += performance.now() - since
    }
    await done
    expect(turns.spent).toBeLessThan(performance.now() - began - others + 1)
  })
})
