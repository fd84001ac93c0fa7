import { tableFromIPC } from '@uwdata/flechette'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '#foundation'
import { type ColumnVector, cellReader, readColumns } from '#warehouse'
import { encodeArrow } from './arrow.ts'
import { csvLine } from './csv.ts'

let engine: Engine
beforeAll(async () => {
  engine = await Engine.open()
})
afterAll(() => engine.close())

async function columnsOf(sql: string): Promise<readonly ColumnVector[]> {
  return await engine.withConnection(async (connection) => readColumns(await connection.run(sql), 10_000_000))
}

/** What the engine itself says of a result, as text: the reading that does not go through our columns. */
async function textsOf(sql: string): Promise<(string | null)[][]> {
  return await engine.withConnection(async (connection) => {
    const names = (await connection.run(`select * from (${sql}) limit 0`)).columnNames()
    const result = await connection.runAndReadAll(
      `select ${names.map((name) => `"${name}"::varchar`).join(', ')} from (${sql})`,
    )
    return result.getRows() as (string | null)[][]
  })
}

/** A reader that is not ours. */
function readBack(columns: readonly ColumnVector[]): (string | null)[][] {
  const table = tableFromIPC(encodeArrow(columns), { useBigInt: true })
  const vectors = columns.map((_, index) => table.getChildAt(index))
  return Array.from({ length: table.numRows }, (_, row) =>
    vectors.map((vector, index) => asText(vector?.at(row), columns[index]?.type ?? 'text')),
  )
}

function asText(value: unknown, type: string): string | null {
  if (value === null || value === undefined) return null
  if (type === 'date') return new Date(Number(value)).toISOString().slice(0, 10)
  if (type === 'timestamp')
    return new Date(Number(value))
      .toISOString()
      .replace('T', ' ')
      .replace(/\.000Z$/, '')
  return String(value)
}

const every = `
  select (i % 3 = 0) as b, (i % 100)::tinyint as i8, i::smallint as i16, (i * 1000)::integer as i32, (i * 10000000000)::bigint as i64,
         (i % 200)::utinyint as u8, i::usmallint as u16, i::uinteger as u32, i::ubigint as u64, (i / 4)::double as f64,
         date '1960-01-01' + i::integer as d, timestamp '2024-01-01' + to_seconds(i) as ts,
         repeat('ңөү' || i, (i % 4)::integer) as txt, (['a', 'b', 'ү'])[i % 3 + 1]::enum('a', 'b', 'ү') as code
  from range(1, COUNT) t(i)`

describe('an Arrow answer', () => {
  it.each([2, 9, 2049, 5000])('of %i rows of every type reads back as the engine says', async (count) => {
    const sql = every.replace('COUNT', String(count))
    const expected = (await textsOf(sql)).map((row) =>
      row.map((cell, index) => (index === 9 ? String(Number(cell)) : cell)),
    )
    expect(readBack(await columnsOf(sql))).toEqual(expected)
  })

  it('has no rows for an empty result, and its columns all the same', async () => {
    const columns = await columnsOf(every.replace('COUNT', '1'))
    const table = tableFromIPC(encodeArrow(columns))
    expect([table.numRows, table.numCols]).toEqual([0, 14])
  })

  it('keeps NULL apart from zero and from empty text, across chunks of odd sizes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.option(fc.integer({ min: -1000, max: 1000 })),
            fc.option(fc.string({ maxLength: 20 }).filter((text) => !text.includes('\0'))),
          ),
          { minLength: 1, maxLength: 60 },
        ),
        fc.integer({ min: 1, max: 90 }),
        async (rows, copies) => {
          const values = rows.map(
            ([number, text]) =>
              `(${number ?? 'null'}::integer, ${text === null ? 'null' : `'${text.replaceAll("'", "''")}'`}::varchar)`,
          )
          const sql = `select n, t, n > 0 as b from (values ${values.join(', ')}) v(n, t), range(${copies}) where n is null or n % 7 <> 3`
          const columns = await columnsOf(sql)
          const read = columns.map(cellReader)
          const ours = Array.from({ length: columns[0]?.length ?? 0 }, (_, row) =>
            read.map((cell) => cell(row)).map((cell) => (cell === null ? null : String(cell))),
          )
          expect(ours).toEqual(await textsOf(sql))
          expect(readBack(columns)).toEqual(ours)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('goes on over more than one record batch', async () => {
    const columns = await columnsOf(
      "select i::integer as i, (i % 5)::varchar::enum('0', '1', '2', '3', '4') as c from range(300000) t(i)",
    )
    const table = tableFromIPC(encodeArrow(columns))
    expect(table.numRows).toBe(300_000)
    expect(table.getChildAt(0)?.at(299_999)).toBe(299_999)
    expect(table.getChildAt(1)?.at(299_999)).toBe('4')
  })
})

describe('a line of CSV', () => {
  it('cannot make a spreadsheet run a formula, and quotes what has to be quoted', () => {
    expect(csvLine(['=1+1', 'a,b', null])).toBe('\'=1+1,"a,b",\r\n')
    expect(csvLine(['@x', 'say "no"', 'ү'])).toBe('\'@x,"say ""no""",ү\r\n')
  })
})
