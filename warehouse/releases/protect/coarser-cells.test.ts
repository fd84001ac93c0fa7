import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog } from '../../catalog/catalog.ts'
import { protectionOf } from '../../disclosure/cube-rule.ts'
import { adviceOn, coarserDeclarations } from './coarser-cells.ts'
import { coarserThatKeep } from './coarser-that-keep.ts'

const span = { firstYear: 2020, lastYear: 2021 }

describe.each(['kg', 'mn', 'xx'])('coarser cells of %s', (code) => {
  const jurisdiction = loadJurisdiction(code)
  const cubes = [...buildCatalog(jurisdiction).cubes.values()].filter(({ establishment }) => !establishment)

  it('are declarations that the platform accepts and protects, coarser by what they say', () => {
    const all = cubes.flatMap((cube) =>
      coarserDeclarations(cube, jurisdiction.disclosure).map((one) => ({ cube, one })),
    )
    expect(all.length).toBeGreaterThan(0)
    for (const { cube, one } of all) {
      const { disclosure, changes } = one
      expect(() => buildCatalog({ ...jurisdiction, disclosure }), adviceOn(one)).not.toThrow()
      const steps = disclosure.cubes[cube.name]?.coarsening_steps.length ?? 0
      const cells = protectionOf(cube, disclosure, steps, span)?.cells ?? []
      for (const { dimension, by } of changes) {
        expect(cells).not.toContain(dimension)
        if (by !== null) expect(cells).toContain(by)
      }
    }
  })

  it('keep what decoys vary, and what other cubes have to agree with', () => {
    for (const cube of cubes) {
      const declared = jurisdiction.disclosure.cubes[cube.name]
      const others = Object.values(jurisdiction.disclosure.cubes).filter(({ control }) => control?.to === cube.name)
      for (const { changes, disclosure } of coarserDeclarations(cube, jurisdiction.disclosure)) {
        expect(disclosure.cubes[cube.name]?.decoys?.swap).toEqual(declared?.decoys?.swap)
        const shared = others.flatMap(({ control }) => control?.by ?? [])
        for (const { dimension, by } of changes) if (by === null) expect(shared).not.toContain(dimension)
      }
    }
  })
})

describe('the search for coarser cells', () => {
  const jurisdiction = loadJurisdiction('xx')
  const cube = buildCatalog(jurisdiction).cubes.get('sentences')
  const keepingWith = (changes: number) =>
    cube &&
    coarserThatKeep(cube, jurisdiction.disclosure, async (other) => {
      const before = jurisdiction.disclosure.cubes['sentences']
      const now = other.cubes['sentences']
      const fewer = (before?.dimensions.length ?? 0) - (now?.dimensions.length ?? 0)
      return fewer + (now?.coarsening_steps.length ?? 0) - (before?.coarsening_steps.length ?? 0) >= changes
    })

  it('names what takes one change, else what takes two, else nothing', async () => {
    expect((await keepingWith(1))?.every(({ changes }) => changes.length === 1)).toBe(true)
    expect((await keepingWith(2))?.map(({ changes }) => changes.length)[0]).toBe(2)
    expect(await keepingWith(3)).toEqual([])
  })
})
