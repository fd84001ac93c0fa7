import type { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Engine, quoteLiteral, selectRow } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog } from '../../catalog/catalog.ts'
import { cubesOf } from '../../catalog/cube.ts'
import { analystDraws } from '../../disclosure/attacks/analyst-draws.ts'
import { judgeAttack } from '../../disclosure/attacks/attack.ts'
import { madeField } from '../../disclosure/attacks/testing/synthetic-cube.ts'
import { drawnShare } from '../../disclosure/cell-key/record-keys.ts'
import type { ReleaseManifest } from '../store/manifest.ts'
import { CorrectedReleases } from '../testing/corrected-releases.ts'
import { analystTables } from './analyst-tables.ts'

const jurisdiction = loadJurisdiction('kg')
const names = ['sentences', 'sentences_attributes', 'handoff', 'supervision_stock', 'followup', 'population']
const persons = names.filter((name) => name !== 'population')
const cubes = cubesOf(jurisdiction).filter(({ name }) => names.includes(name))
const handoff = cubes.filter(({ name }) => name === 'handoff')
const datasets = [...buildCatalog(jurisdiction).datasets.values()]
let created: CorrectedReleases

beforeAll(async () => {
  created = new CorrectedReleases(inject('kgHome'), cubes, '2024-Q1')
  await created.make({ id: '2025-Q2.1', through: '2025-Q2', corrected: 0 })
  await created.make({ id: '2025-Q3.1', through: '2025-Q3', corrected: 1 })
  await created.make({ id: '2025-Q3.2', through: '2025-Q3', revise: true, corrected: 1 })
  await created.make({ id: '2025-Q3.3', through: '2025-Q3', revise: true, corrected: 2 })
  await created.make({ id: '2025-Q4.1', through: '2025-Q4', revise: true, corrected: 3 })
})
afterAll(() => created.remove())

async function read<T>(
  files: readonly (string | undefined)[],
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const engine = await Engine.open()
  try {
    return await engine.withConnection(async (connection) => {
      for (const [place, file] of files.entries())
        await connection.run(`attach ${quoteLiteral(file ?? '')} as s${place} (read_only)`)
      return await work(connection)
    })
  } finally {
    engine.close()
  }
}

const numberOf = async (connection: DuckDBConnection, rows: string) =>
  (await selectRow<{ n: number }>(connection, `select count(*)::integer as n from (${rows})`)).n

/** Rows of a cube that one snapshot has and another has not. */
const lost = (cube: string, from: number, to: number) =>
  read([created.files[from], created.files[to]], (connection) =>
    numberOf(connection, `from s0.counted.${cube} except all from s1.counted.${cube}`),
  )

const attack = (files: readonly (string | undefined)[]) =>
  read([], (connection) => {
    const known = files.flatMap((file) => file ?? [])
    const tables = () => analystTables(connection, known, cubes, datasets)
    const release = { revised: true } as ReleaseManifest
    return judgeAttack(analystDraws, madeField([], { release, analystTables: tables }))
  })
const broken = (found: Awaited<ReturnType<typeof attack>>) => found.filter(({ verdict }) => verdict === 'broken')

describe('what analysts read', () => {
  it('stays where a quarter is added, whatever was corrected', async () => {
    for (const cube of persons) expect([cube, await lost(cube, 0, 1)]).toEqual([cube, 0])
    for (const cube of ['sentences', 'handoff']) expect(await lost(cube, 1, 0)).toBeGreaterThan(100)
  })

  it('moves in a yearly batch, twice at most', async () => {
    expect(created.draws.map((draws) => [draws['2024-Q1'], draws['2025-Q3'], draws['2025-Q4']])).toEqual([
      [1, undefined, undefined],
      [1, 1, undefined],
      [2, 2, undefined],
      [3, 3, undefined],
      [3, 3, 1],
    ])
    for (const cube of ['sentences', 'sentences_attributes'])
      expect(Math.min(await lost(cube, 1, 2), await lost(cube, 2, 3))).toBeGreaterThan(100)
    for (const cube of persons) expect([cube, await lost(cube, 3, 4)]).toEqual([cube, 0])
  })

  it('has new keys for a tenth of the records in a batch', async () => {
    const all = await read([created.files[1]], (connection) => numberOf(connection, 'from s0.counted.sentences'))
    const [unchanged, part] = [0.01, (await lost('sentences', 1, 2)) / all]
    expect(Math.abs(part - drawnShare)).toBeLessThan(unchanged + 0.01)
  })

  it('gives a person the same key in every cube', async () => {
    const apart = await read([created.files[3]], (connection) => {
      const keysOf = (cube: string) => `select distinct record_key from s0.counted.${cube} where year = 2024`
      return numberOf(connection, `${keysOf('sentences_attributes')} except ${keysOf('sentences')}`)
    })
    expect(apart).toBe(0)
  })

  it('hides what was corrected, and cannot be averaged', async () => {
    const [, first, second, third] = created.files
    expect(broken(await attack([first, second]))).toEqual([])
    expect(broken(await attack([second, third]))).toEqual([])
    const averaged = await attack([first, second, third])
    expect(broken(averaged).filter(({ answer }) => answer === 'mean of the draws')).toEqual([])
  }, 120_000)

  it('comes from the facts as a whole where the snapshot before knows a cube otherwise', async () => {
    const older = new CorrectedReleases(inject('kgHome'), handoff, '2025-Q1')
    await older.make({ id: '2025-Q2.1', through: '2025-Q2', corrected: 0 })
    await older.change('2025-Q2.1', 'alter table snapshot.counted.handoff drop column timeliness')
    await older.make({ id: '2025-Q3.1', through: '2025-Q3', corrected: 0 })
    const known = await read(older.files, (connection) =>
      numberOf(connection, 'from s1.counted.handoff where quarter < 8102 and timeliness is not null'),
    )
    expect(known).toBeGreaterThan(100)
    older.remove()
  })

  it('would betray each correction if it was written anew from the facts', async () => {
    const anew = new CorrectedReleases(inject('kgHome'), handoff, '2024-Q1')
    await anew.make({ id: '2025-Q3.1', through: '2025-Q3', corrected: 2 })
    const [moved] = broken(await attack([created.files[1], anew.files[0]]))
    expect(moved?.recovered).toBeGreaterThan(0.8 * (moved?.attacked ?? 0))
    anew.remove()
  })
})
