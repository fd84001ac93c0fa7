import { describe, expect, it } from 'vitest'
import { protectCube } from '../../disclosure/rounding/index.ts'
import { random } from '../../disclosure/rounding/testing/rules.ts'
import { sentenced, sentencedRule } from '../../disclosure/rounding/testing/sentenced.ts'
import { judgeClaims } from './claims-gate.ts'

const promise = { atMost: 0.6, overGuessing: 0.05, gain: 0.1, from: 100 }
const rule = sentencedRule()
const people = sentenced('gate', 600)
const safe = protectCube(people, rule, random)
/** As a method without decoys published it. */
const bare = protectCube(
  people,
  { ...rule, decoys: { ...rule.decoys, perCell: 0 }, claims: { known: [], answers: [] } },
  random,
)

const judged = (settled: typeof safe, fresh: typeof safe) => judgeClaims(settled, fresh, rule, promise)

describe('the gate of claims', () => {
  it('lets pass what keeps the promise in every stratum, and nothing that breaks it', () => {
    expect(judged([], safe).mayGoOn).toBe(true)
    expect(judged([], bare).mayGoOn).toBe(false)
    expect(judged(safe.slice(0, 2), bare.slice(2)).mayGoOn).toBe(false)
  })

  it('lets a home go on whose earlier quarters break it, and says that they do', () => {
    const { claims, mayGoOn } = judged(bare.slice(0, 3), safe.slice(3))
    expect(mayGoOn).toBe(true)
    expect(claims.some(({ kept: stored }) => !stored)).toBe(true)
    expect(judged(bare.slice(0, 2), bare.slice(2)).mayGoOn).toBe(false)
  })
})
