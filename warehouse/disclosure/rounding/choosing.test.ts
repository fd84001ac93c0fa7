import { beforeAll, describe, expect, it } from 'vitest'
import { measureClaims, type ProtectedBlock, protectCube, tableOfPromises } from './index.ts'
import { measureErrors } from './promises.ts'
import { random } from './testing/rules.ts'
import { custody, sentenced, sentencedRule } from './testing/sentenced.ts'

interface Claim {
  readonly offence: number
  readonly claim: number
  readonly truth: number
}

const isCustody = (answer: number) => custody.includes(answer)

/** Written for the test alone: people who are unique, with the one answer that is published. */
function claimsOn(blocks: readonly ProtectedBlock[]): readonly Claim[] {
  return blocks.flatMap(({ cells, published }) => {
    const [, courts, offences, answers] = cells.codes
    const people = new Map<string, { truths: number[]; shown: number[]; offence: number }>()
    for (const [cell, count] of cells.counts.entries()) {
      const offence = offences?.[cell] ?? 0
      const key = `${courts?.[cell]} ${offence}`
      const known = people.get(key) ?? { truths: [], shown: [], offence }
      people.set(key, known)
      for (let unit = 0; unit < count; unit++) known.truths.push(answers?.[cell] ?? 0)
      if ((published[cell] ?? 0) > 0) known.shown.push(answers?.[cell] ?? 0)
    }
    return [...people.values()].flatMap(({ truths: [truth, ...more], shown: [claim, ...others], offence }) =>
      truth === undefined || claim === undefined || more.length + others.length > 0 ? [] : [{ offence, claim, truth }],
    )
  })
}

/** Published sums by offence and answer: what everybody can see. */
function usualSides(blocks: readonly ProtectedBlock[]): ReadonlyMap<number, number> {
  const sums = new Map<number, { custody: number; all: number }>()
  for (const { cells, published } of blocks)
    for (const [cell, shown] of published.entries()) {
      const offence = cells.codes[2]?.[cell] ?? 0
      const sum = sums.get(offence) ?? { custody: 0, all: 0 }
      sums.set(offence, sum)
      sum.all += shown
      if (isCustody(cells.codes[3]?.[cell] ?? 0)) sum.custody += shown
    }
  return new Map([...sums].map(([offence, { custody: own, all }]) => [offence, own / all]))
}

const share = (claims: readonly Claim[], isRight: (claim: Claim) => boolean) =>
  claims.filter(isRight).length / claims.length

describe('an attacker who keeps the likely claims only', () => {
  let blocks: readonly ProtectedBlock[]
  let claims: readonly Claim[]
  let priorOf: (claim: Claim) => number

  beforeAll(() => {
    blocks = protectCube(sentenced('choosing', 700), sentencedRule(), random)
    claims = claimsOn(blocks)
    const defaults = usualSides(blocks)
    priorOf = ({ offence, claim }) => {
      const share = defaults.get(offence) ?? 0
      return isCustody(claim) ? share : 1 - share
    }
  })

  it('is right about the answer in no more than three of five, whichever side and offence are chosen', () => {
    const isRight = ({ claim, truth }: Claim) => claim === truth
    for (const min of [0, 0.5, 0.6, 0.7, 0.8]) {
      const chosen = claims.filter((claim) => priorOf(claim) > min)
      expect(chosen.length).toBeGreaterThan(100)
      expect(share(chosen, isRight)).toBeLessThanOrEqual(0.6)
    }
  })

  it('learns of custody no more than guessing by the offence tells', () => {
    const isRight = ({ claim, truth }: Claim) => isCustody(claim) === isCustody(truth)
    for (const offence of [0, 1, 2, 3, 4, 5]) {
      const chosen = claims.filter((claim) => claim.offence === offence && priorOf(claim) > 0.5)
      const guessed = share(chosen, (claim) => isCustody(claim.truth) === offence > 2)
      expect(share(chosen, isRight)).toBeLessThanOrEqual(guessed + 0.05)
    }
  })

  it('is judged by the gate as by this test, and sums stay near the truth', () => {
    const [answer] = measureClaims(blocks, sentencedRule(), { atMost: 0.6, overGuessing: 0.05, gain: 0.1, from: 100 })
    expect(answer?.claimed).toBe(claims.length)
    expect(answer?.right).toBe(claims.filter(({ claim, truth }) => claim === truth).length)
    expect(answer?.kept).toBe(true)
    const bound = { greatest: 11, mean: 2.5 }
    const promises = { promised: bound, block: bound, year: bound, across: bound }
    const table = tableOfPromises(measureErrors(blocks, sentencedRule()), promises)
    expect(table.filter(({ kept: stored }) => !stored)).toEqual([])
  })
})
