import { describe, expect, it } from 'vitest'
import { Confinement, type Confines } from './index.ts'

/** What `testing/costly-work.mjs` exports. */
type Work = (kind: 'answer' | 'fail' | 'time' | 'memory' | 'one object') => { readonly pid: number }

const module = '../../foundation/testing/costly-work.mjs'
const confines: Confines = { milliseconds: 1000, megabytes: 32, processes: 1, queue: 1 }
const confinement = (more: Partial<Confines> = {}) => new Confinement<Work>(module, 'work', { ...confines, ...more })

describe('a confined call', () => {
  it('is done in another process that is used again', async () => {
    const confined = confinement()
    const first = await confined.call('answer')
    expect(first.pid).not.toBe(process.pid)
    expect(await confined.call('answer')).toEqual(first)
  })

  it('that fails fails with its own words, and its process goes on', async () => {
    const confined = confinement()
    const { pid } = await confined.call('answer')
    await expect(confined.call('fail')).rejects.toThrow('it failed')
    expect(await confined.call('answer')).toMatchObject({ pid })
  })

  it.each(['time', 'memory', 'one object'] as const)(
    'that takes too much %s is refused, and the next one is done elsewhere',
    async (kind) => {
      const confined = confinement()
      const { pid } = await confined.call('answer')
      await expect(confined.call(kind)).rejects.toMatchObject({ code: 'FILE_TOO_COSTLY' })
      expect((await confined.call('answer')).pid).not.toBe(pid)
    },
  )

  it('lets this process go on meanwhile', async () => {
    const order: string[] = []
    const call = confinement()
      .call('time')
      .catch(({ code }) => order.push(code))
    await new Promise(setImmediate)
    order.push('another turn')
    await call
    expect(order).toEqual(['another turn', 'FILE_TOO_COSTLY'])
  })

  it('waits for a process when few wait, and is refused when many do', async () => {
    const confined = confinement({ processes: 2, queue: 1 })
    const calls = await Promise.allSettled(['answer', 'answer', 'answer', 'answer'].map(() => confined.call('answer')))
    expect(calls.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
    expect(calls[3]).toMatchObject({ reason: { code: 'BUSY' } })
  })
})
