import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { askerOf, onBehalfOf, withDeadline } from './asker.ts'

setFlagsFromString('--expose-gc')
const clearMemory: () => void = runInNewContext('gc')

describe('a deadline', () => {
  it('comes at its time, also when memory was cleared while nobody held it', async () => {
    const reasons: string[] = []
    for (let at = 0; at < 20; at++) {
      const signal = withDeadline(new AbortController().signal, 200)
      signal.addEventListener('abort', ({ target }) => reasons.push((target as AbortSignal).reason.name))
    }
    for (let round = 0; round < 10; round++) {
      clearMemory()
      await wait(50)
    }
    expect(reasons).toEqual(Array(20).fill('TimeoutError'))
  })

  it('is over when the caller leaves, for the reason of the caller, also before it begins', () => {
    const left = new AbortController()
    const signal = withDeadline(left.signal, 60_000)
    expect(signal.aborted).toBe(false)
    left.abort('left')
    for (const one of [signal, withDeadline(left.signal, 60_000)])
      expect([one.aborted, one.reason]).toEqual([true, 'left'])
  })

  it('is on behalf of the same asker', () => {
    const { signal } = new AbortController()
    onBehalfOf('somebody', signal)
    expect(askerOf(withDeadline(signal, 60_000))).toBe('somebody')
  })
})
