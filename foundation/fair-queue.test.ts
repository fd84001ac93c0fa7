import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { FairQueue } from './fair-queue.ts'
import { SharedShare } from './shared-share.ts'
import { Usage } from './usage.ts'

const wanted = new AbortController().signal
const asker = (who: string) => ({ who, isFree: false })

/** Work that goes on until it is told to end, and in which order it was begun. */
function bench(queue: FairQueue) {
  const begun: string[] = []
  const ends: (() => void)[] = []
  const settled: Promise<string>[] = []
  const ask = (who: string, signal = wanted, isFree = false) => {
    const name = `${who}${begun.length + settled.length}`
    const passed = queue.pass({ who, isFree }, signal, async () => {
      begun.push(who)
      await new Promise<void>((resolve) => ends.push(resolve))
      return name
    })
    settled.push(passed.then(() => 'done').catch((error) => error.code))
    return settled.at(-1) as Promise<string>
  }
  const endOne = async () => {
    ends.shift()?.()
    for (let turns = 0; turns < 3; turns++) await turn()
  }
  return { begun, ask, endOne }
}

describe('a queue for several askers', () => {
  it('works on few at a time, and gives one asker no more than its share', async () => {
    const { begun, ask } = bench(new FairQueue({ atOnce: 3, perAsker: 2, waiting: 10 }))
    for (let time = 0; time < 5; time++) ask('a')
    await turn()
    expect(begun).toEqual(['a', 'a'])
    ask('b')
    ask('b')
    await turn()
    expect(begun).toEqual(['a', 'a', 'b'])
  })

  it('lets those in turn who asked, however many one of them has waiting', async () => {
    const { begun, ask, endOne } = bench(new FairQueue({ atOnce: 1, perAsker: 1, waiting: 10 }))
    for (let time = 0; time < 5; time++) ask('a')
    ask('b')
    ask('c')
    await turn()
    for (let time = 0; time < 4; time++) await endOne()
    expect(begun).toEqual(['a', 'b', 'c', 'a', 'a'])
  })

  it('lets whoever took much lately wait for those who took little', async () => {
    const { begun, ask, endOne } = bench(new FairQueue({ atOnce: 1, perAsker: 1, waiting: 10 }))
    ask('a')
    await wait(150)
    await endOne()
    for (const who of ['c', 'a', 'b', 'b', 'a']) ask(who)
    await turn()
    for (let time = 0; time < 4; time++) await endOne()
    expect(begun).toEqual(['a', 'c', 'b', 'b', 'a', 'a'])
  })

  it('counts what askers took in other queues that share their usage', async () => {
    const usage = new Usage()
    const places = { atOnce: 1, perAsker: 1, waiting: 10 }
    await new FairQueue(places, usage).pass(asker('a'), wanted, () => wait(150))
    const { begun, ask, endOne } = bench(new FairQueue(places, usage))
    for (const who of ['c', 'a', 'b']) ask(who)
    await turn()
    for (let time = 0; time < 2; time++) await endOne()
    expect(begun).toEqual(['c', 'b', 'a'])
  })

  it('refuses whoever has most waiting when it is full, and lets others wait in its place', async () => {
    const { begun, ask, endOne } = bench(new FairQueue({ atOnce: 1, perAsker: 1, waiting: 3 }))
    const [, second, third, fourth, fifth] = Array.from({ length: 5 }, () => ask('a'))
    expect(await fifth).toBe('BUSY')
    const other = ask('b')
    expect(await fourth).toBe('BUSY')
    for (let time = 0; time < 6; time++) await endOne()
    expect(await Promise.all([second, third, other])).toEqual(['done', 'done', 'done'])
    expect(begun).toEqual(['a', 'b', 'a', 'a'])
  })

  it('says beforehand whether there is a place', async () => {
    const queue = new FairQueue({ atOnce: 1, perAsker: 1, waiting: 2 })
    const { ask } = bench(queue)
    const places = () => ['a', 'b'].map((who) => queue.hasPlaceFor(asker(who)))
    expect(places()).toEqual([true, true])
    for (let time = 0; time < 2; time++) ask('a')
    expect(places()).toEqual([true, true])
    ask('a')
    expect(places()).toEqual([false, true])
    ask('b')
    expect(places()).toEqual([false, false])
  })

  it('takes no place from others for whoever has their share in another queue already', async () => {
    const share = new SharedShare(1)
    const [one, other] = [3, 1].map((atOnce) =>
      bench(new FairQueue({ atOnce, perAsker: atOnce, waiting: 10 }, undefined, share)),
    )
    one?.ask('a')
    other?.ask('a')
    other?.ask('b')
    await turn()
    expect([one?.begun, other?.begun]).toEqual([['a'], ['b']])
    await other?.endOne()
    expect(other?.begun).toEqual(['b'])
    await one?.endOne()
    expect(other?.begun).toEqual(['b', 'a'])
  })

  it('gives whoever is alone more than those beside whom others have work', async () => {
    const queue = () => new FairQueue({ atOnce: 9, perAsker: 9, waiting: 10 }, undefined, new SharedShare(2))
    const alone = bench(queue())
    for (let time = 0; time < 3; time++) alone.ask('a')
    await turn()
    expect(alone.begun).toEqual(['a', 'a'])
    const several = bench(queue())
    for (const who of ['b', 'a', 'a', 'b']) several.ask(who)
    await turn()
    expect(several.begun).toEqual(['b', 'a'])
    for (let time = 0; time < 2; time++) await several.endOne()
    expect(several.begun).toEqual(['b', 'a', 'b', 'a'])
    for (let time = 0; time < 2; time++) await several.endOne()
    several.ask('a')
    several.ask('a')
    await turn()
    expect(several.begun.slice(4)).toEqual(['a'])
  })

  it('forgets whoever leaves while they wait', async () => {
    const { begun, ask, endOne } = bench(new FairQueue({ atOnce: 1, perAsker: 1, waiting: 1 }))
    ask('a')
    const leaving = new AbortController()
    const left = ask('a', leaving.signal)
    leaving.abort()
    expect(await left).toBe('DEADLINE')
    ask('b')
    await endOne()
    expect(begun).toEqual(['a', 'b'])
    expect(await ask('c', AbortSignal.abort())).toBe('DEADLINE')
  })

  it('is busy for whoever waits until the time is over', async () => {
    const { ask } = bench(new FairQueue({ atOnce: 1, perAsker: 1, waiting: 1 }))
    ask('a')
    expect(await ask('b', AbortSignal.timeout(5))).toBe('BUSY')
  })

  it('gives this machine itself all places, as no other asker', async () => {
    const { begun, ask } = bench(new FairQueue({ atOnce: 3, perAsker: 1, waiting: 10 }))
    for (let time = 0; time < 4; time++) ask('here', wanted, true)
    await turn()
    expect(begun).toEqual(['here', 'here', 'here'])
  })

  it('begins the work of an asker who left and came back at once', async () => {
    const queue = new FairQueue({ atOnce: 1, perAsker: 1, waiting: 5 })
    const { ask, endOne } = bench(queue)
    const first = ask('a')
    const left = new AbortController()
    const given = ask('b', left.signal)
    left.abort()
    const again = ask('b')
    expect(await given).toBe('DEADLINE')
    await endOne()
    await endOne()
    expect(await Promise.all([first, again])).toEqual(['done', 'done'])
  })

  it('goes on after work that failed', async () => {
    const queue = new FairQueue({ atOnce: 1, perAsker: 1, waiting: 1 })
    await expect(queue.pass(asker('a'), wanted, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await queue.pass(asker('a'), wanted, async () => 'yes')).toBe('yes')
  })
})
