import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { EncodedResultCache } from './encoded-result-cache.ts'

const nobodyLeaves = new AbortController().signal

describe('the cache of answers', () => {
  it('answers equal questions that come together once, and later ones from what it kept', async () => {
    const cache = new EncodedResultCache()
    let created = 0
    const make = async () => {
      created += 1
      await wait(20)
      return Buffer.from('answer')
    }
    const all = await Promise.all(Array.from({ length: 50 }, () => cache.get('q', nobodyLeaves, make)))
    all.push(await cache.get('q', nobodyLeaves, make))
    expect(all.every((bytes) => bytes.toString() === 'answer')).toBe(true)
    expect(created).toBe(1)
  })

  it('keeps no failure', async () => {
    const cache = new EncodedResultCache()
    await expect(cache.get('q', nobodyLeaves, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const yes = Buffer.from('yes')
    expect(await cache.get('q', nobodyLeaves, async () => yes)).toBe(yes)
  })

  it('stops the engine when the last of those who wait has left, not before', async () => {
    const cache = new EncodedResultCache()
    const callers = [new AbortController(), new AbortController()]
    let stopped = false
    const make = (signal: AbortSignal) =>
      new Promise<Buffer>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped = true
          reject(new Error('stopped'))
        })
      })
    const answers = callers.map(({ signal }) => cache.get('q', signal, make))
    const settled = Promise.allSettled(answers)
    callers[0]?.abort()
    await wait(5)
    expect(stopped).toBe(false)
    callers[1]?.abort()
    await settled
    expect(stopped).toBe(true)
  })

  it('holds no more than it may', async () => {
    const cache = new EncodedResultCache(8000)
    for (let index = 0; index < 100; index++) await cache.get(`q${index}`, nobodyLeaves, async () => Buffer.alloc(500))
    expect(cache.size).toBeLessThanOrEqual(8000)
  })
})
