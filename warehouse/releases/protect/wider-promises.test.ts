import { describe, expect, it } from 'vitest'
import { type FamilyError, tableOfPromises } from '../../disclosure/rounding/index.ts'
import { releaseSchema } from '../store/manifest.ts'
import type { ProtectedCube } from './protected-cube.ts'
import { brokenPromises, maxWidthOf, missedPromises, withWiderPromises } from './wider-promises.ts'

const bound = { greatest: 10, mean: 2 }
const declared = { promised: bound, block: bound, year: bound, across: bound }
const error = (scope: FamilyError['scope'], max: number, mean: number): FamilyError => ({
  scope,
  name: `by ${scope}`,
  margins: 40,
  mean,
  greatest: max,
  squares: 0,
})

function cube(errors: readonly FamilyError[], right = 50): ProtectedCube {
  const mayGoOn = right <= 60
  const claim = { answer: 'level', unique: 200, claimed: 100, right, limit: 0.6, strata: [], kept: mayGoOn }
  const protection = { cube: { name: 'assessments' } } as ProtectedCube['protection']
  return {
    protection,
    coarseningStep: 0,
    blocks: [],
    errors,
    promises: tableOfPromises(errors, declared),
    claims: [claim],
    mayGoOn,
  }
}

describe('promises that are not kept', () => {
  it('are told with what was measured, what was promised and how much wider they would be', () => {
    const broken = brokenPromises(cube([error('year', 13, 1.5), error('across', 9, 2.25)], 70))
    expect(broken).toMatchObject([
      { promise: 'year', of: 'greatest', measured: 13, promised: 10, width: 1.3 },
      { promise: 'across', of: 'mean', measured: 2.25, promised: 2, width: 1.13, table: 'by across' },
      { promise: 'claims', of: 'level', measured: 0.7, promised: 0.6, width: null },
    ])
    const { message, place } = missedPromises('assessments', broken, { waiting: ['000003-abcdef12'] })
    expect(message).toContain('year, greatest: 13 instead of 10, 1.3 times as wide')
    expect(message).toContain('--generation 000003-abcdef12')
    expect(message).not.toContain('--accept-wider')
    expect(place.measured).toEqual(broken)
  })

  it('become as much wider as needed, only those that need it, by leave of a named person', () => {
    const wider = withWiderPromises(cube([error('year', 13, 1.5), error('block', 10, 2)]), declared, 'A. Steward')
    expect(wider?.wider).toEqual({ acceptedBy: 'A. Steward', widths: { year: { greatest: 1.3 } } })
    expect(
      wider?.promises.map(({ scope, promisedGreatest, kept: stored }) => [scope, promisedGreatest, stored]),
    ).toEqual([
      ['block', 10, true],
      ['year', 13, true],
    ])
  })

  it('stay as narrow as declared in the part that is kept', () => {
    const of = (max: number, mean: number) => {
      const created = withWiderPromises(cube([error('year', max, mean)]), declared, 'A. Steward')
      return created?.promises.map(({ promisedGreatest, promisedMean }) => [promisedGreatest, promisedMean])
    }
    expect(of(13, 1.5)).toEqual([[13, 2]])
    expect(of(10, 2.5)).toEqual([[10, 2.5]])
    expect(of(13, 2.5)).toEqual([[13, 2.5]])
  })

  it('are read of releases of earlier versions, which name one width of both parts', () => {
    const { widths } = releaseSchema.shape.cubes.valueType.shape.wider
      .unwrap()
      .parse({ acceptedBy: 'A', widths: { year: 1.2, block: { mean: 1.1 } } })
    expect(widths).toEqual({ year: { greatest: 1.2, mean: 1.2 }, block: { mean: 1.1 } })
    expect(maxWidthOf(widths)).toBe(1.2)
    expect(maxWidthOf({})).toBe(1)
  })

  it('become at most one and a half times as wide, and never those on claims', () => {
    expect(withWiderPromises(cube([error('year', 15, 3)]), declared, 'A')?.wider?.widths).toEqual({
      year: { greatest: 1.5, mean: 1.5 },
    })
    expect(withWiderPromises(cube([error('year', 15.1, 1)]), declared, 'A')).toBe(undefined)
    expect(withWiderPromises(cube([error('year', 1, 3.1)]), declared, 'A')).toBe(undefined)
    expect(withWiderPromises(cube([error('year', 13, 1)], 61), declared, 'A')).toBe(undefined)
  })
})
