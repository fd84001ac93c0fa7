import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secretRandom } from '../random.ts'
import { drawSystematically } from '../systematic.ts'
import type { AlikeGroup } from './alike-groups.ts'
import { chanceToKeep, Flow } from './flow.ts'

/** Groups in which no answer has more than half of its side, and the rarer side has enough to give. */
const groups = fc
  .tuple(fc.array(fc.integer({ min: 10, max: 19 }), { minLength: 3, maxLength: 9 }), fc.nat())
  .map(([sizes, seed]): AlikeGroup => {
    const draw = secretRandom(Buffer.from('flow'), String(seed))
    const both = ([0, 1] as const).flatMap((side) =>
      sizes.map((size) => ({ key: 0, donor: 0, side, units: size + draw.below(4) })),
    )
    const answers = both.map((answer, key) => ({ ...answer, key }))
    return { units: answers.reduce((sum, { units }) => sum + units, 0), answers }
  })

describe('decoys that flow', () => {
  it('leave what is usual as it is: every answer gives as much as it takes', () => {
    fc.assert(
      fc.property(groups, (group) => {
        const flow = new Flow(group)
        const taken = group.answers.map(() => 0)
        for (const own of group.answers)
          for (const [place, decoys] of flow.decoysFor(own, 4).entries())
            taken[place] = (taken[place] ?? 0) + (own.units * decoys * (1 - chanceToKeep)) / 4
        for (const [place, { units }] of group.answers.entries())
          expect((taken[place] ?? 0) / (units * (1 - chanceToKeep))).toBeCloseTo(1, 1)
      }),
      { numRuns: 50 },
    )
  })

  it('never say what the cell says, nor what nobody alike has', () => {
    const answers = [
      { key: 7, donor: 0, side: 0, units: 30 },
      { key: 8, donor: 1, side: 0, units: 20 },
      { key: 9, donor: 2, side: 1, units: 0 },
    ] as const
    expect([...new Flow({ units: 50, answers }).decoysFor({ key: 7, side: 0 }, 4)]).toEqual([0, 4, 0])
  })
})

describe('systematic sampling', () => {
  const draws = (weights: readonly number[], wanted: number) =>
    Array.from({ length: 4000 }, (_, index) =>
      drawSystematically(weights, wanted, secretRandom(Buffer.from('draws'), String(index))),
    )

  it('draws each place as often as it is wanted and none twice', () => {
    const weights = [0.8, 0.6, 0.4, 0.2, 0]
    const drawn = draws(weights, 2)
    for (const places of drawn) expect(new Set(places).size).toBe(2)
    for (const [place, weight] of weights.entries())
      expect(drawn.filter((places) => places.includes(place)).length / 4000).toBeCloseTo(weight, 1)
  })

  it('draws what is wanted more than surely for certain, and all where there are too few', () => {
    expect(draws([9, 1, 1], 2).every((places) => places.includes(0) && places.length === 2)).toBe(true)
    expect(draws([1, 0, 1], 4).every((places) => places.length === 2)).toBe(true)
  })
})
