import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { gateOf } from '../personal/gate.ts'
import { judge } from '../personal/judge.ts'
import { drawnClean } from './testing/drawn/about-nobody.ts'
import { hiddenNumbers, writtenBirths } from './testing/drawn/births.ts'
import { members } from './testing/drawn/draw.ts'
import { countOfPeoples, drawnNames } from './testing/drawn/people.ts'

const gate = gateOf(loadJurisdiction('kg').personal)
const [count, seed] = [300, 28]

function isCaught(text: string): boolean {
  const { sure, likely, dates } = judge(gate, text)
  return sure.length + likely.length + dates.length > 0
}

/** The share of drawn members that are caught, and some that are not. */
function caught(make: Parameters<typeof members>[2]): readonly [share: number, missed: readonly string[]] {
  const all = members(count, seed, make)
  const missed = all.filter((text) => !isCaught(text))
  return [1 - missed.length / all.length, missed.slice(0, 12)]
}

describe('what was drawn by nobody who knows the rules', () => {
  it('comes of at least ten peoples, and three hundred values are about nobody', () => {
    expect(countOfPeoples).toBeGreaterThanOrEqual(10)
    expect(new Set(drawnClean).size).toBeGreaterThanOrEqual(300)
  })

  it.each(Object.entries({ ...hiddenNumbers, ...writtenBirths }))(
    'is caught in 99 of 100 cells: a number or a birth %s',
    (_, make) => {
      const [share, missed] = caught(make)
      expect([share >= 0.99, missed]).toEqual([true, expect.anything()])
    },
  )

  it.each(Object.entries(drawnNames))('is caught in 90 of 100 texts: a name %s', (_, make) => {
    const [share, missed] = caught(make)
    expect([share >= 0.9, missed]).toEqual([true, expect.anything()])
  })

  it('leaves at least 99 % of what is about nobody', () => {
    const alarms = drawnClean.filter(isCaught)
    expect([alarms.length <= 0.01 * drawnClean.length, alarms]).toEqual([true, expect.anything()])
  })
})
