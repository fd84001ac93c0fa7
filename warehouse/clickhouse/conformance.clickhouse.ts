import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import {
  type AccessLevel,
  type Answer,
  ask,
  buildCatalog,
  ClickHouseReader,
  type CubeReader,
  cellAt,
  type Dataset,
  datasetNamed,
  EditionReader,
  generationSource,
  loadIntoClickHouse,
  type Parameters,
  parseQuestion,
  policyFor,
  snapshotSource,
} from '../index.ts'
import { tableStatements } from './schema.ts'

const catalog = buildCatalog(loadJurisdiction('kg'))
const folder = mkdtempSync(join(tmpdir(), 'clickhouse-'))
const shelves = { analyst: snapshotSource(inject('kgHome')), officer: generationSource(inject('kgHome')) }
const { createChdbConnection } = await import('chdb/connection' as string)
const open = async () => createClient({ connection: createChdbConnection({ path: folder }) } as never)
const options = { url: 'in this process', open }
const home = { home: inject('kgHome') }
const engines = {
  duckdb: { analyst: new EditionReader(shelves.analyst, home), officer: new EditionReader(shelves.officer, home) },
  clickhouse: {
    analyst: new ClickHouseReader(shelves.analyst, home, options),
    officer: new ClickHouseReader(shelves.officer, home, options),
  },
}

const nothing = async () => undefined

const refusalOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error !== undefined && !(error instanceof Refusal)) throw error
  return error?.code
}

async function answerOf<L extends AccessLevel>(
  reader: CubeReader<L>,
  level: L,
  dataset: Dataset,
  parameters: Parameters,
) {
  try {
    const question = parseQuestion(parameters, dataset)
    return tableOf(await ask(question, policyFor(level), catalog, reader.pin(), AbortSignal.timeout(60_000)))
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

const tableOf = ({ columns, rows, allRows, notes, coarser }: Answer) => ({
  columns: columns.map(({ name }) => name),
  rows: Array.from({ length: rows }, (_, row) => columns.map((column) => cellAt(column, row))),
  allRows,
  notes,
  coarser,
})

let state = 11
const random = (below: number) => {
  state = (state * 16_807) % 2_147_483_647
  return state % below
}
const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T

/** Every measure as a whole and by each of its dimensions, and as many questions by chance. */
function* corpus(dataset: Dataset): Generator<Parameters> {
  const all = [...dataset.dimensions.values()]
  const grains = all.filter(({ grain }) => grain !== undefined).map(({ name }) => name)
  const others = all.filter(({ grain }) => grain === undefined)
  for (const measure of dataset.measures.keys()) {
    for (const { name } of all) yield { measure, by: name }
    for (const grain of grains) yield { measure, by: grain, interval: '95', from: '2021', to: '2024' }
    for (let round = 0; round < 18; round++) {
      const by = [
        ...new Set([
          ...(random(4) > 0 ? [pick(grains)] : []),
          pick(others)?.name ?? 'year',
          pick(others)?.name ?? 'year',
        ]),
      ]
      const filtered = pick(others)
      const where = filtered && random(2) > 0 ? { [filtered.name]: pick(filtered.codes).code } : {}
      const from = 2019 + random(4)
      const compared = by[0] === 'year' && random(2) > 0 ? { base: '2020' } : {}
      yield {
        measure,
        by: by.join(','),
        ...where,
        from: String(from),
        to: String(from + random(3)),
        ...compared,
        interval: '95',
      }
    }
  }
}

describe('ClickHouse beside the other engine', () => {
  beforeAll(async () => {
    expect(await refusalOf(engines.clickhouse.officer.pin().use(nothing))).toBe('ENGINE_NOT_LOADED')
    for (const level of ['analyst', 'officer'] as const)
      await loadIntoClickHouse(shelves[level] as never, { ...options, cubes: catalog.cubes.values() })
  })
  afterAll(async () => {
    await Promise.all(Object.values(engines).flatMap(({ analyst, officer }) => [analyst.close(), officer.close()]))
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(['analyst', 'officer'] as const)(
    'gives the same integers for every question of a corpus: %s',
    async (level) => {
      let answered = 0
      for (const dataset of catalog.datasets.values())
        for (const parameters of corpus(dataset)) {
          const [expected, found] = [
            await answerOf(engines.duckdb[level] as CubeReader<typeof level>, level, dataset, parameters),
            await answerOf(engines.clickhouse[level] as CubeReader<typeof level>, level, dataset, parameters),
          ]
          expect({ dataset: dataset.name, parameters, answer: found }).toEqual({
            dataset: dataset.name,
            parameters,
            answer: expected,
          })
          if (typeof expected !== 'string') answered += 1
        }
      expect(answered).toBeGreaterThan(500)
    },
  )

  it('loads nothing twice, and finishes a load that was cut off', async () => {
    const load = () => loadIntoClickHouse(shelves.officer, { ...options, cubes: catalog.cubes.values() })
    expect(await load()).toBe(0)
    const client = await open()
    const found = await client.query({
      query: `select database from system.tables where name = 'loaded' and database like '%officer%'`,
      format: 'JSONEachRow',
    })
    const [{ database }] = (await found.json<{ database: string }>()) as [{ database: string }]
    await client.command({
      query: `alter table ${database}.loaded delete where cube in ('custody_stock', '*') settings mutations_sync = 1`,
    })
    await client.command({ query: `alter table ${database}.custody_stock drop partition 2022` })
    const fresh = () => new ClickHouseReader(shelves.officer, home, options).pin()
    expect(await refusalOf(fresh().use(nothing))).toBe('ENGINE_NOT_LOADED')
    expect(await load()).toBeGreaterThan(0)
    expect(await refusalOf(fresh().use(nothing))).toBeUndefined()
    await client.command({ query: `alter table ${database}.sentences drop partition 2022` })
    expect(await refusalOf(fresh().use(nothing))).toBe('ENGINE_NOT_LOADED')
    await client.close()
  })

  it('says that it cannot be reached, and that an answer took too long', async () => {
    const nowhere = new ClickHouseReader(shelves.officer, home, { url: 'http://127.0.0.1:9' })
    expect(await refusalOf(nowhere.pin().use(nothing))).toBe('ENGINE_DOWN')
    expect(await refusalOf(nowhere.ready())).toBe('ENGINE_DOWN')
    expect(await refusalOf(engines.clickhouse.analyst.ready())).toBeUndefined()
    const dataset = datasetNamed('sentences', catalog)
    const question = parseQuestion({ measure: 'persons', by: 'year' }, dataset)
    const late = ask(question, policyFor('analyst'), catalog, engines.clickhouse.analyst.pin(), AbortSignal.abort())
    expect(await refusalOf(late)).toBe('DEADLINE')
  })

  it('understands the tables of a cluster', async () => {
    const client = await open()
    const cube = { name: 'c', columns: [], key: ['year', 'region'], periodsInYear: 1 }
    for (const statement of tableStatements('d', cube, 'all')) {
      const text = statement.replace('()', '(year Int16, region String)')
      const plan = await client.query({ query: `explain ast ${text}`, format: 'TabSeparated' })
      expect(await plan.text()).toContain('CreateQuery')
    }
    await client.close()
  })
})
