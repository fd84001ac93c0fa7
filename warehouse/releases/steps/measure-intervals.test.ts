import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog } from '../../catalog/catalog.ts'
import { cubesOf } from '../../catalog/cube.ts'
import { protectionOf } from '../../disclosure/cube-rule.ts'
import { measureErrors } from '../../disclosure/rounding/index.ts'
import type { ProtectedCube } from '../protect/protected-cube.ts'
import { collectIntervals, measureIntervals } from './measure-intervals.ts'
import type { ReleaseDraft } from './release-draft.ts'

const jurisdiction = loadJurisdiction('kg')
const cube = cubesOf(jurisdiction).find(({ name }) => name === 'assessments')
const protection = cube && protectionOf(cube, jurisdiction.disclosure, 0, { firstYear: 2022, lastYear: 2023 })
if (protection === undefined) throw new Error('assessments are not published')
const datasets = [...buildCatalog(jurisdiction).datasets.values()]

/** Every region and level in every quarter, with as many people. */
function solved(people: number): ProtectedCube {
  const [times, regions, levels] = protection?.rule.dimensions.map((one) => one.levels[0]?.size ?? 1) ?? []
  const cells = (times ?? 1) * (regions ?? 1) * (levels ?? 1)
  const codes = [
    Int32Array.from({ length: cells }, (_, cell) => Math.floor(cell / (regions ?? 1) / (levels ?? 1))),
    Int32Array.from({ length: cells }, (_, cell) => Math.floor(cell / (levels ?? 1)) % (regions ?? 1)),
    Int32Array.from({ length: cells }, (_, cell) => cell % (levels ?? 1)),
    new Int32Array(cells),
  ]
  const block = {
    cells: { codes, counts: new Int32Array(cells).fill(people) },
    published: new Int32Array(cells).fill(9),
  }
  const errors = protection === undefined ? [] : measureErrors([block], protection.rule)
  return { protection, blocks: [{ name: '1', attempt: 1, ...block }], errors } as unknown as ProtectedCube
}

function draftOf(threads: number, over = new AbortController().signal): ReleaseDraft {
  const options = { progress: () => {}, threads }
  return { options, shares: new Map(), datasets, over, published: {}, measuring: new Map() } as unknown as ReleaseDraft
}

const dimensions = [...(cube?.dimensions.keys() ?? [])]
const measured = (about: ProtectedCube, threads: number) => measureIntervals(about, dimensions, draftOf(threads))

describe('the intervals of a cube', () => {
  it('are the same whichever thread has measured them', async () => {
    const [one, two] = [await measured(solved(10), 1), await measured(solved(10), 2)]
    expect(one?.summary?.length).toBeGreaterThan(0)
    expect(two).toEqual(one)
  })

  it('fail with what they fail of, in the thread or not, and only those who collect them are told', async () => {
    const broken = { ...solved(10), protection: { ...protection, cube: { name: 'assessments' } } } as ProtectedCube
    const reasons = [1, 2].map(async (threads) => {
      const failing = measured(broken, threads)
      await new Promise((resolve) => setTimeout(resolve, 50))
      const draft = { ...draftOf(threads), measuring: new Map([['assessments', failing]]) } as unknown as ReleaseDraft
      return await Promise.resolve(collectIntervals(draft, undefined as never)).catch((error: Error) => error.message)
    })
    const [one, two] = await Promise.all(reasons)
    expect(one).toEqual(expect.any(String))
    expect(two).toBe(one)
  })

  it('are given up when the release is over', async () => {
    const over = new AbortController()
    const given = measureIntervals(solved(10), dimensions, draftOf(2, over.signal))
    over.abort()
    await expect(given).rejects.toMatchObject({ code: 'DEADLINE' })
  })
})
