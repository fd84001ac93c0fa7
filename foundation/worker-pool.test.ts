import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runInWorker } from './worker-pool.ts'
import type { packZip } from './zip.ts'

const parts = new Map([['a.txt', Buffer.alloc(200_000, 'text')]])
const pack = (signal: AbortSignal) =>
  runInWorker<typeof packZip>('foundation/zip.js', 'packZip', parts, { signal, thread: 'long' })

/** Holds this thread up, so that what the other one has done waits to be read. */
const block = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)

test('work is done that follows on work whose caller left as it was done', async () => {
  const { signal } = new AbortController()
  const failures: unknown[] = []
  for (let round = 0; round < 5; round++) {
    await pack(signal)
    const left = new AbortController()
    const first = pack(left.signal).catch(() => undefined)
    const second = pack(signal).catch((error: Error) => failures.push(error.message))
    for (let turns = 0; turns < round; turns++) await turn()
    block(100)
    left.abort()
    await Promise.all([first, second])
  }
  expect(failures).toEqual([])
})
