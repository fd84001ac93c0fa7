import type { Request } from 'express'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { keyFor } from '../access/keys.ts'
import type { Principal } from '../access/roles.ts'
import { packed, signatureOf } from '../access/signature.ts'
import { sealWith } from '../sign-in/sealed.ts'
import { hearing, spokenFor, spokenHeader } from './speaking.ts'
import { UsedNonces } from './used-nonces.ts'

const internalKey = 'a key of thirty-two letters or more'
const key = keyFor('speaking', internalKey)
const sent = { method: 'GET', target: '/v1/data/sentences?level=analyst' }
const analyst: Principal = { who: 'token:1:asel', role: 'analyst', datasets: ['sentences'], purpose: 'отчёт' }
const at = Date.UTC(2026, 0, 1)

function heard(text: string, { method, target } = sent, now = at, hear = hearing(key, () => now)) {
  const get = (name: string) => (name === spokenHeader ? text : undefined)
  return hear({ method, originalUrl: target, get } as unknown as Request)
}

const refused = expect.objectContaining({ code: 'NOT_SPOKEN_FOR' })
const failure = (run: () => unknown) => {
  try {
    return run()
  } catch (error) {
    return error
  }
}

describe('speaking for a person', () => {
  it('is heard as it was said', () => {
    expect(heard(spokenFor(analyst, sent, key, at))).toEqual(analyst)
    expect(heard(spokenFor({ who: 'oidc:bek', role: 'officer' }, sent, key, at))).toEqual({
      who: 'oidc:bek',
      role: 'officer',
    })
  })

  it('holds for half a minute in either direction', () => {
    for (const [later, holds] of [
      [30_000, true],
      [-30_000, true],
      [30_001, false],
      [-30_001, false],
    ] as const)
      expect([later, failure(() => heard(spokenFor(analyst, sent, key, at), sent, at + later))]).toEqual([
        later,
        holds ? analyst : refused,
      ])
  })

  it('holds once, and is remembered for as long as its time holds', () => {
    let now = at - 30_000
    const hear = hearing(key, () => now)
    const text = spokenFor(analyst, sent, key, at)
    expect(heard(text, sent, now, hear)).toEqual(analyst)
    for (now = at - 30_000; now <= at + 40_000; now += 10_000)
      expect([now, failure(() => heard(text, sent, now, hear))]).toEqual([now, refused])
  })

  it('holds for nothing that was changed', () => {
    const parts = spokenFor(analyst, sent, key, at).split('.')
    const other = [packed({ ...analyst, who: 'oidc:minister' }), String(at + 1), 'another', signatureOf(['x'], key)]
    for (const [place, part] of other.entries()) {
      const changed = parts.with(place, part).join('.')
      expect([place, failure(() => heard(changed))]).toEqual([place, refused])
    }
    for (const changed of [
      { ...sent, method: 'POST' },
      { ...sent, target: '/v1/data/custody?level=analyst' },
      { ...sent, target: '/v1/data/sentences?level=officer' },
    ])
      expect(failure(() => heard(parts.join('.'), changed))).toEqual(refused)
    expect(failure(() => heard([...parts, 'x'].join('.')))).toEqual(refused)
    expect(failure(() => heard(parts.slice(0, 3).join('.')))).toEqual(refused)
  })

  it('holds for no steward, nobody else and no other key', () => {
    for (const asker of [
      { ...analyst, role: 'steward' },
      { ...analyst, role: 'public' },
      { ...analyst, who: '' },
      { ...analyst, purpose: 'x'.repeat(301) },
    ] as Principal[])
      expect(failure(() => heard(spokenFor(asker, sent, key, at)))).toEqual(refused)
    const signed = [packed({ ...analyst, further: 1 }), String(at), 'nonce']
    const further = [...signed, signatureOf([sent.method, sent.target, ...signed], key)].join('.')
    expect(failure(() => heard(further))).toEqual(refused)
    for (const other of [keyFor('sign-in', internalKey), Buffer.from(internalKey)])
      expect(failure(() => heard(spokenFor(analyst, sent, other, at)))).toEqual(refused)
    const deaf = hearing(undefined)
    expect(failure(() => heard(spokenFor(analyst, sent, key), sent, at, deaf))).toEqual(refused)
  })
})

describe('what was used once', () => {
  it('is forgotten when its time is over, and is never more than can be kept', () => {
    const nonces = new UsedNonces(3)
    for (const nonce of ['a', 'b', 'c']) expect(nonces.isFirstUse(nonce, 0, 10)).toBe(true)
    expect(() => nonces.isFirstUse('d', 10, 10)).toThrow(expect.objectContaining({ code: 'BUSY' }))
    expect(nonces.isFirstUse('a', 10, 10)).toBe(false)
    expect(nonces.isFirstUse('a', 11, 10)).toBe(true)
    expect(nonces.size).toBe(1)
  })
})

describe('the keys', () => {
  it('differ by their use, and are not the internal key', () => {
    const keys = (['speaking', 'sign-in'] as const).map((use) => keyFor(use, internalKey))
    const texts = [...keys, Buffer.from(internalKey)].map((one) => Buffer.from(one).toString('hex'))
    expect(new Set(texts).size).toBe(3)
    expect(keys.map(({ length }) => length)).toEqual([32, 32])
  })

  it('come from no short key', () => {
    expect(() => keyFor('sign-in', 'x'.repeat(31))).toThrow(/fewer than 32/)
  })

  it('seal for one use, values of one kind', () => {
    const schema = z.strictObject({ who: z.string(), until: z.number() })
    const until = Date.now() + 60_000
    const [one, other] = (['speaking', 'sign-in'] as const).map((use) => sealWith(keyFor(use, internalKey), schema))
    expect(one?.open(one.seal({ who: 'asel', until }))).toEqual({ who: 'asel', until })
    expect(one?.open(other?.seal({ who: 'asel', until }))).toBeUndefined()
    expect(one?.open(one.seal({ who: 'asel', until: 1 }))).toBeUndefined()
    expect(one?.open(one.seal({ until } as never))).toBeUndefined()
  })
})
