import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { askerOf, onBehalfOf, withDeadline } from './asker.ts'

setFlagsFromString('--expose-gc')
const clearMemory: () => void = runInNewContext('gc')

const aborted = (signal: AbortSignal) =>
  new Promise<unknown>((resolve) => {
    if (signal.aborted) resolve(signal.reason)
    else signal.addEventListener('abort', () => resolve(signal.reason))
  })

describe('a deadline', () => {
  it('comes at its time, also when memory was cleared while nobody held it', async () => {
    const reasons = Array.from({ length: 20 }, () => withDeadline(new AbortController().signal, 200, aborted))
    for (let round = 0; round < 10; round++) {
      clearMemory()
      await wait(50)
    }
    for (const reason of await Promise.all(reasons)) expect(reason).toHaveProperty('name', 'TimeoutError')
  })

  it('is over when the caller leaves, for the reason of the caller, also before it begins', async () => {
    const left = new AbortController()
    const reason = withDeadline(left.signal, 60_000, aborted)
    left.abort('left')
    expect(await reason).toBe('left')
    expect(await withDeadline(left.signal, 60_000, aborted)).toBe('left')
  })

  it('is on behalf of the same asker', async () => {
    const { signal } = new AbortController()
    onBehalfOf('somebody', signal)
    expect(await withDeadline(signal, 60_000, async (wanted) => askerOf(wanted))).toBe('somebody')
  })

  it.each(['done', 'failed'])('leaves nothing of a caller in memory whose work is %s', async (how) => {
    const serve = async () => {
      const { signal } = new AbortController()
      const work = async () => {
        if (how === 'failed') throw new Error('no place')
      }
      await withDeadline(signal, 60_000, work).catch(() => undefined)
      return new WeakRef(signal)
    }
    const caller = await serve()
    await wait(1)
    clearMemory()
    expect(caller.deref()).toBeUndefined()
  })
})
