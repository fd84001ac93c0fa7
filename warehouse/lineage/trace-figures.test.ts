import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Engine, quoteLiteral, selectRow, selectRows } from '#foundation'
import { loadJurisdiction, type Register } from '#jurisdictions'
import { makeDerivedTables } from '../counting/derived-tables.ts'
import { allPersons } from '../counting/scope.ts'
import { defineCubes } from '../cubes/define-cubes.ts'
import { writeCodeTables } from '../facts/code-tables.ts'
import { historyTable } from '../facts/register-tables.ts'
import {
  buildCatalog,
  datasetNamed,
  EditionReader,
  generationSource,
  type Parameters,
  parseQuestion,
  registerTable,
} from '../index.ts'
import { FigureRows } from './figure-rows.ts'
import { type TracedFigure, traceFigures } from './trace-figures.ts'

const jurisdiction = loadJurisdiction('kg')
const catalog = buildCatalog(jurisdiction)
const folder = mkdtempSync(join(tmpdir(), 'taraza-lineage-'))
/** Facts of a few persons, so that counting anew is quick. */
let few: string
let reader: EditionReader<'officer'>
beforeAll(async () => {
  const { file } = generationSource(inject('kgHome')).find(undefined)
  const isOfFew = (register: Register) =>
    Object.hasOwn(register.columns, 'person_key') ? 'hash(coalesce(person_key, row_key)) % 20 = 0' : 'true'
  few = await recounted(file, isOfFew)
  reader = readerOf(few)
})
afterAll(async () => {
  await reader.close()
  rmSync(folder, { recursive: true })
})

type Figure = readonly [dataset: string, question: Parameters]

const traced = (from = reader) => ({ catalog, jurisdiction, pinned: from.pin() })
const signal = () => AbortSignal.timeout(120_000)
const questionOf = ([dataset, parameters]: Figure) => parseQuestion(parameters, datasetNamed(dataset, catalog))
const trace = (figure: Figure, from?: typeof reader) => traceFigures(questionOf(figure), traced(from), signal())
const rowsOf = ({ sources }: TracedFigure) => sources.reduce((sum, { rows }) => sum + rows, 0)
const valuesOf = (figures: readonly TracedFigure[]) =>
  figures.map(({ measure, role, value }) => ({ measure, role, value }))

const year = { from: '2024', to: '2024' }
const quarter = { from: '2024-Q4', to: '2024-Q4' }

/**
 * Figures that other rows could stand in for: without the status of today an earlier one goes on, for nothing ends it, and without the
 * first order of a person the next one begins the cohort.
 */
const hasOthers = (dataset: string, { measure }: Parameters) => dataset === 'custody_stock' || measure === 'event_share'

/** A figure of each cube, and of each form of a measure. */
const figures: readonly Figure[] = [
  ['sentences', { measure: 'persons', region: 'KG-GB', ...year }],
  ['sentences', { measure: 'custodial_share', region: 'KG-GB', from: '2024-02', to: '2024-05' }],
  ['sentences_units', { measure: 'count', unit: 'sanction', sanction_class: 'SUSP', ...year }],
  ['sentences_units', { measure: 'count', unit: 'person_year', ...year }],
  ['sentences_units', { measure: 'count', unit: 'case', ...year }],
  ['sentences_attributes', { measure: 'persons', attribute: 'disability', attribute_value: 'yes', ...year }],
  ['handoff', { measure: 'registered_share', region: 'KG-C', ...year }],
  ['supervision', { measure: 'entries', kind: 'executive', region: 'KG-C', ...year }],
  ['supervision', { measure: 'exits', kind: 'executive', ...year }],
  ['supervision_stock', { measure: 'clients', kind: 'executive', region: 'KG-C', ...quarter }],
  ['custody', { measure: 'admissions', ...year }],
  ['custody', { measure: 'releases', ...year }],
  ['custody_stock', { measure: 'held', sex: 'F', ...quarter }],
  ['assessments', { measure: 'assessments', sex: 'F', ...year }],
  ['services', { measure: 'services', ...year }],
  ['staffing', { measure: 'posts', ...quarter }],
  ['staffing', { measure: 'vacancies', ...quarter }],
  ['staffing', { measure: 'exits', ...year }],
  ['training', { measure: 'attendances', ...year }],
  ['activities', { measure: 'activities', ...year }],
  ['population', { measure: 'persons', sex: 'F', ...year }],
  ['custody_stock', { measure: 'unsentenced_share', ...quarter }],
  ['custody_stock', { measure: 'occupancy', ...quarter }],
  ['supervision_stock', { measure: 'clients_per_officer', region: 'KG-C', kind: 'executive', ...quarter }],
  ['followup', { measure: 'revoked_share_by_level', ...year }],
  ['assessments', { measure: 'strong_need_share', need: 'housing', ...year }],
  ['services', { measure: 'started_in_month_share', ...year }],
  ['sentences', { measure: 'median_length_months', region: 'KG-GB', ...year }],
  ['followup', { measure: 'event_share', kind: 'executive', event: 'new_conviction', horizon: 'H12', ...year }],
]

/** The long tests count anew for each figure. */
const step = process.env['TARAZA_TEST'] === 'long' ? 1 : 4
const recountedFigures = figures.filter((_, at) => at % step === 0)

const countedByRow = ['supervision', 'supervision_stock', 'custody_stock', 'services', 'training', 'activities']

let copies = 0

/** Facts with those rows of other facts for which a condition holds, counted anew. */
async function recounted(from: string, isWanted: (register: Register) => string, keys: readonly string[] = []) {
  const copy = join(folder, String(copies++), 'facts.duckdb')
  mkdirSync(join(copy, '..'))
  const engine = await Engine.open({})
  await engine.withConnection(async (connection) => {
    await connection.run(`attach ${quoteLiteral(from)} as whole (read_only)`)
    await connection.run(`attach ${quoteLiteral(copy)} as facts`)
    await connection.run('create table behind (row_key uuid)')
    const values = keys.map((key) => `('${key}')`)
    if (values.length > 0) await connection.run(`insert into behind values ${values.join(', ')}`)
    for (const { canonical } of jurisdiction.contracts.values())
      for (const table of [registerTable(canonical), historyTable(canonical.name)])
        await connection.run(
          `create table ${table} as from ${table.replace('facts.', 'whole.main.')} where ${isWanted(canonical)}`,
        )
    await writeCodeTables(connection, jurisdiction)
    const { count } = await selectRow<{ count: number }>(connection, 'select count(*) as count from facts.sentences')
    await makeDerivedTables(connection, jurisdiction, allPersons(count))
    await defineCubes(connection, jurisdiction, edition().coverages)
  })
  engine.close()
  return copy
}

const edition = () => generationSource(inject('kgHome')).find(undefined).edition

function readerOf(file: string): EditionReader<'officer'> {
  return new EditionReader({ level: 'officer', find: () => ({ edition: edition(), file }) }, { home: folder })
}

interface ListedRow {
  readonly figure: number
  readonly delivery: number
  readonly row_key: string
}

/** The rows behind figures, as they are listed for programs. */
async function listed(figure: Figure): Promise<readonly ListedRow[]> {
  const engine = await Engine.open({})
  try {
    return await engine.withConnection(async (connection) => {
      const rows = await FigureRows.open(connection, { edition: edition(), file: few }, ':memory:')
      await traceFigures(questionOf(figure), { catalog, jurisdiction, pinned: rows.pinned, rows }, signal())
      return await selectRows<ListedRow>(
        connection,
        'select figure, delivery, row_key::varchar as row_key from staging.behind',
      )
    })
  } finally {
    engine.close()
  }
}

/** The same figures where the rows behind them are alone, or gone. */
async function figuresWith(figure: Figure, condition: 'alone' | 'gone'): Promise<readonly TracedFigure[]> {
  const keys = (await listed(figure)).map(({ row_key }) => row_key)
  const isIn = condition === 'alone' ? 'in' : 'not in'
  const copy = readerOf(await recounted(few, () => `row_key ${isIn} (from behind)`, keys))
  try {
    return await trace(figure, copy)
  } finally {
    await copy.close()
  }
}

/** Figures in many cells, of parts of different cubes. */
const cells: readonly Figure[] = [
  ['sentences', { measure: 'custodial_share,persons', by: 'year,region,sex' }],
  ['custody_stock', { measure: 'occupancy', by: 'quarter' }],
  ['handoff', { measure: 'registered_share', by: 'year,region' }],
  ['sentences', { measure: 'persons', region: 'KG-GB', from: '2024-02', to: '2024-05' }],
]

describe('the rows behind a figure', () => {
  it.each(cells)('are listed for each figure as they are counted: %s %o', async (...figure) => {
    const found = await trace(figure)
    const counts = new Map<string, number>()
    for (const { figure: place, delivery } of await listed(figure))
      counts.set(`${place} ${delivery}`, (counts.get(`${place} ${delivery}`) ?? 0) + 1)
    const expected = found.flatMap(({ sources }, place) =>
      sources.flatMap(({ delivery, rows }) => (rows === 0 ? [] : [[`${place} ${delivery}`, rows] as const])),
    )
    expect(expected.length).toBeGreaterThan(0)
    expect(counts).toEqual(new Map(expected))
  })

  it.each(recountedFigures)('make the same figure without all other rows: %s %o', async (...figure) => {
    const found = await trace(figure)
    expect(Math.max(...found.map(({ value }) => value))).toBeGreaterThan(0)
    expect(valuesOf(await figuresWith(figure, 'alone'))).toEqual(valuesOf(found))
  })

  it.each(recountedFigures.filter((figure) => !hasOthers(...figure)))(
    'are all of them, for without them there is nothing: %s %o',
    async (...figure) => {
      const without = await figuresWith(figure, 'gone')
      expect(without.map(({ value }) => value)).toEqual(without.map(() => 0))
    },
  )

  it.each(
    recountedFigures.filter(([dataset, { measure }]) => countedByRow.includes(dataset) && measure !== 'occupancy'),
  )('are as many as what is counted row by row: %s %o', async (...figure) => {
    for (const found of await trace(figure)) expect(rowsOf(found)).toBe(found.value)
  })
})
