import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Engine } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { cubesOf } from '../../catalog/cube.ts'
import { protectionOf } from '../../disclosure/cube-rule.ts'
import { errorsByFamily, measureErrors } from '../../disclosure/rounding/index.ts'
import { joinBlocks } from '../../disclosure/rounding/tables/shape.ts'
import { buildCatalog, readIntervals, releaseStore } from '../../index.ts'
import { readSolved } from '../protect/solved-store.ts'
import { coverageRecords, widenedTables } from './coverage-record.ts'
import { isShort, meanOf } from './coverage-shortfall.ts'
import { measureCoverage } from './measure-coverage.ts'

const jurisdiction = loadJurisdiction('kg')
const datasets = [...buildCatalog(jurisdiction).datasets.values()]

let engine: Engine
beforeAll(async () => {
  engine = await Engine.open()
})
afterAll(() => engine.close())

/** A small cube of the release, and its coverage with errors that are so many times what they are. */
async function measured(name: string, times: number) {
  const home = inject('kgHome')
  const release = releaseStore.current(home)
  const cube = cubesOf(jurisdiction).find((one) => one.name === name)
  const span = { firstYear: 2018, lastYear: 2026 }
  const protection = cube && protectionOf(cube, jurisdiction.disclosure, 0, span)
  if (release === undefined || protection === undefined) throw new Error(`no release of ${name}`)
  const settled = await engine.withConnection((connection) =>
    readSolved(connection, releaseStore.folder(home, release.id), protection),
  )
  const blocks = [...settled.values()]
  const errors = measureErrors(blocks, protection.rule)
  const solved = joinBlocks(blocks)
  const reported = errorsByFamily(errors).map(({ error, families }) => ({ error: error * times, families }))
  const published = { cells: protection.cells, dimensions: [], standardError: 0, errors: reported }
  return measureCoverage({ solved, protection, published, datasets, errors })
}

describe('the coverage of a release', () => {
  it('is told with it: of every protected cube, in whole per cent, by measure and table', () => {
    const home = inject('kgHome')
    const release = releaseStore.current(home)
    const intervals = readIntervals(home, release?.id ?? '')
    const cubes = Object.entries(release?.cubes ?? {}).filter(([, { method }]) => method !== 'none')
    expect(cubes.length).toBeGreaterThan(10)
    for (const [name, { coverage = [] }] of cubes) {
      const own = intervals[name]
      expect([name, coverage.length]).toEqual([name, own?.coverage.length])
      expect(own?.errors.length).toBeGreaterThan(0)
      for (const { measure, underlying, least: min, leastIn } of coverage) {
        expect([underlying, min].every(Number.isInteger)).toBe(true)
        expect([name, measure, min <= underlying]).toEqual([name, measure, true])
        expect(own?.coverage.some(({ tables }) => tables[0]?.families.includes(leastIn))).toBe(true)
        expect([name, measure, underlying >= 94]).toEqual([name, measure, true])
      }
    }
  })

  it.each(['assessments', 'handoff', 'services'])(
    'makes intervals of %s wider where they would hold too seldom, until they do not',
    async (name) => {
      const [real, none] = [await measured(name, 1), await measured(name, 0.05)]
      const isHeld = ({ underlying }: (typeof real)[number]) => underlying > 0.9
      expect(real.filter(({ factor }) => factor > 1).length).toBeLessThan(real.length / 3)
      expect(none.filter(({ factor }) => factor > 1).length).toBeGreaterThan(
        real.filter(({ factor }) => factor > 1).length,
      )
      expect(real.every(isHeld)).toBe(true)
      for (const { kind, factor, families } of widenedTables(none)) {
        expect(factor).toBeGreaterThan(1)
        expect(families.every((family) => family === '*' || none.some((one) => one.family === family))).toBe(true)
        expect(none.some((one) => one.kind === kind && one.factor === factor)).toBe(true)
      }
    },
  )

  it('is the same whenever it is measured', async () => {
    expect(coverageRecords(await measured('services', 1))).toEqual(coverageRecords(await measured('services', 1)))
  })
})

describe('the rule by which intervals are too short', () => {
  it('asks for a low mean that chance does not explain', () => {
    const stored = (share: number, rows: number) => Array.from({ length: rows }, (_, at) => Number(at < share * rows))
    expect(isShort(stored(0.85, 400))).toBe(true)
    expect(isShort(stored(0.96, 400))).toBe(false)
    expect(isShort(stored(0.9, 20))).toBe(false)
    expect(isShort(Array.from({ length: 30 }, () => 0.92))).toBe(true)
    expect(meanOf(stored(0.5, 10))).toBe(0.5)
  })
})
