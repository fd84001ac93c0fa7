import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Flights } from '../cache/flights.ts'
import { type RequestKind, receivedCostPerMegabyte } from './kinds.ts'
import { Quotas } from './quota.ts'
import { WorkQueues } from './work-queues.ts'

const { signal } = new AbortController()
const quotas = new Quotas(60_000, () => 0)
const askerNamed = (who: string) => ({
  who,
  isFree: false,
  pay: () => undefined,
  owe: (cost: number) => quotas.owe(who, cost),
  giveBack: () => undefined,
})

/** The queues of a server, of which each piece of work goes on until it is ended. */
function workshop() {
  const queues = new WorkQueues()
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => async () => {
    begun.push(name)
    await new Promise<void>((resolve) => ends.set(name, resolve))
  }
  const ask = (who: string, kind: RequestKind, name: string) =>
    queues.pass(kind, askerNamed(who), signal, work(name)).catch((error) => error.code)
  const end = async (name: string) => {
    ends.get(name)?.()
    for (let turns = 0; turns < 5; turns++) await turn()
  }
  return { queues, begun, ask, end, work }
}

describe('the queues of a server', () => {
  it('leave a kind of work to others while askers wait for what they have in work of another kind', async () => {
    const { begun, ask, end } = workshop()
    for (const who of ['a', 'b']) {
      for (const at of [1, 2]) void ask(who, 'question', `${who} question ${at}`)
      void ask(who, 'chart', `${who} chart`)
    }
    void ask('c', 'chart', 'c chart')
    await turn()
    expect(begun.filter((name) => name.endsWith('chart'))).toEqual(['c chart'])
    for (const at of [1, 2]) await end(`a question ${at}`)
    expect(begun.at(-1)).toBe('a chart')
  })

  it('take what came of a file, also when it did not come to its end', async () => {
    const { queues } = workshop()
    const socket = { bytesRead: 1000 }
    const receive = async () => {
      socket.bytesRead += 10 * 2 ** 20
      throw new Error('no more came')
    }
    await expect(queues.upload({ socket }, { quota: askerNamed('sender'), left: signal }, receive)).rejects.toThrow()
    expect(60_000 - quotas.left('sender')).toBe(10 * receivedCostPerMegabyte)
  })

  it('begin work that two wait for in the turn of the one who comes first, and refuse neither', async () => {
    const { queues, begun, ask, end, work } = workshop()
    for (let at = 0; at < 12; at++) void ask('a', 'pack', `a ${at}`)
    const flights = new Flights<string>()
    const join = (who: string) =>
      flights.join(
        'shared',
        signal,
        async () => {
          await work('shared')()
          return 'made'
        },
        (need, begin) => queues.pass('pack', askerNamed(who), need, begin),
      )
    const both = [join('a'), join('b')]
    await turn()
    expect(begun).toEqual(['a 0', 'shared'])
    await end('shared')
    expect(await Promise.all(both)).toEqual(['made', 'made'])
  })
})
