import { beforeEach, describe, expect, it } from 'vitest'
import { type Contract, loadJurisdiction } from '#jurisdictions'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import type { RowSource } from '../cells/row-source.ts'
import { noLines } from '../table/extract.ts'
import { rowsInWords } from '../table/row-numbers.ts'
import { numberRows, readTable } from './check-rows.ts'
import { brokenLines, firstRows } from './first-rows.ts'

const contract = loadJurisdiction('kg').contracts.get('sentences') as Contract
const memory = inMemory()
beforeEach(async () => {
  await memory.connection.run(`create or replace table ${readTable} (faults varchar, unmapped varchar)`)
  await numberRows(memory.connection)
})

async function rowsOf(...values: readonly (readonly [faults: string | null, unmapped: string | null])[]) {
  const sql = (text: string | null) => (text === null ? 'null' : `'${text}'`)
  for (const [faults, unmapped] of values)
    await memory.connection.run(`insert into ${readTable} values (${sql(faults)}, ${sql(unmapped)})`)
}

const first = (besides = {}, more: Partial<RowSource> = {}) =>
  firstRows(
    { connection: memory.connection, leftOut: noLines, rows: '', rekeyed: false, ...more } as RowSource,
    besides,
  )

describe('the first rows of a reason', () => {
  it('are those with its word, whatever else is wrong with them', async () => {
    await rowsOf([null, null], ['A:x B', null], [null, 'C:y'], ['B', 'C:y'], [null, null])
    expect(await first()).toEqual({ 'A:x': [2], B: [2, 4], 'C:y': [3, 4] })
  })

  it('are five at most', async () => {
    await rowsOf(...Array.from({ length: 7 }, () => ['A', null] as const))
    expect(await first()).toEqual({ A: [1, 2, 3, 4, 5] })
  })

  it('are none where nothing is wrong, and those of rows that are kept beside', async () => {
    await rowsOf([null, null])
    expect(await first()).toEqual({})
    expect(await first({ P: [1, 4] })).toEqual({ P: [1, 4] })
  })

  it('count the lines above them that are no rows', async () => {
    await rowsOf(['A', null], [null, null], ['A', null])
    const leftOut = '(select unnest([2, 4]) as "row")'
    expect(await first({ P: [2] }, { leftOut })).toEqual({ A: [1, 5], P: [3] })
  })

  it('keep their numbers when they come back from quarantine', async () => {
    await rowsOf([null, null], ['A', null])
    const rows = '(select unnest([30, 70]) as _row)'
    expect(await first({}, { rows, rekeyed: true })).toEqual({ A: [70] })
  })

  it('are told in words', () => {
    expect([rowsInWords([4], 1), rowsInWords([4, 5], 2), rowsInWords([4, 5], 3), rowsInWords([4, 5], 9)]).toEqual([
      'row 4',
      'rows 4, 5',
      'rows 4, 5 and 1 other',
      'rows 4, 5 and 7 others',
    ])
  })
})

describe('broken lines', () => {
  it('are rows, but for blank ones and sums of the sender', async () => {
    const lines = `(values (2, 'a;b'), (3, ' ;; '), (5, '"Итого;9'), (8, 'c')) as t("row", line)`
    const source = { connection: memory.connection, contract } as RowSource
    expect(await brokenLines(source, lines)).toEqual({ rows: { count: 2, first: [2, 8] }, layout: 2 })
    expect(await brokenLines(source, noLines)).toEqual({ rows: { count: 0, first: [] }, layout: 0 })
  })
})
