import { describe, expect, it } from 'vitest'
import { selectRows } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { contractOf, copyAndHash } from '../index.ts'
import type { Extract } from '../table/extract.ts'
import { parquetFile } from '../testing/rows-in-files.ts'
import { file } from '../testing/take.ts'
import { openExtract } from './open-extract.ts'
import { trimmed } from './trimmed.ts'

// What a file says, in the relations that the rest of the intake reads.

const memory = inMemory('staging')
const contract = contractOf('population_x.csv', loadJurisdiction('kg'))

async function open(path: string): Promise<Extract> {
  return openExtract(memory.connection, await copyAndHash(path, `${path}.copy`), path, contract)
}

const rowsOf = async (relation: string) =>
  (await selectRows<Record<string, unknown>>(memory.connection, `from ${relation}`)).map((row) => Object.values(row))

const cells = { AREA: 'KG02', SEX: 'F', AGE: 'A18', DATE: '2024-01-01', BASIS: 'P', PERSONS: '10' }
const names = Object.keys(cells)
const row = Object.values(cells)

describe('JSON Lines', () => {
  const text = [
    '{"SEX":"F","AREA":"KG02","AGE":"A18"}',
    '',
    '{"PERSONS":1,"AREA":"KG02","DATE":"2024-01-01","BASIS":"P"}',
    '  ',
    'x',
    '{"SEX":"F","PERSONS":2}',
  ].join('\n')
  const path = () => file('population_x.jsonl', `${text}\n`)

  it('have the columns in the order in which lines first name them, those of one line by their names', async () => {
    const { header } = await open(path())
    expect(header.columns).toEqual(['AGE', 'AREA', 'SEX', 'BASIS', 'DATE', 'PERSONS'])
  })

  it('are rows, blank lines and broken lines, each with its number', async () => {
    const { rows, blanks, malformed } = await open(path())
    expect(await rowsOf(rows)).toHaveLength(3)
    expect(await rowsOf(blanks)).toEqual([[2], [4]])
    expect(await rowsOf(malformed)).toEqual([[5, 'x']])
  })

  it('have no value where the contract calls a cell empty, and the cell as it is elsewhere', async () => {
    const text = ['', '-', 'F'].map((cell) => JSON.stringify({ ...cells, SEX: cell })).join('\n')
    const { rows } = await open(file('population_x.jsonl', `${text}\n`))
    expect(await rowsOf(`(select "SEX" from ${rows})`)).toEqual([[null], [null], ['F']])
  })

  it('have numbers with the decimal sign of the contract, and texts as they are written', async () => {
    const text = [95.5, '95.5'].map((cell) => JSON.stringify({ ...cells, SEX: cell, PERSONS: cell })).join('\n')
    const { rows } = await open(file('population_x.jsonl', `${text}\n`))
    expect(await rowsOf(`(select "SEX", "PERSONS" from ${rows})`)).toEqual([
      ['95.5', '95,5'],
      ['95.5', '95.5'],
    ])
  })

  it('are refused for the first line that has a key twice', async () => {
    const twice = '{"AREA":"KG02","AREA":"KG03"}'
    const lines = [JSON.stringify(cells), twice, JSON.stringify(cells), twice]
    const refused = { code: 'REPEATED_KEY', place: { line: 2 } }
    await expect(open(file('population_x.jsonl', lines.join('\n')))).rejects.toMatchObject(refused)
  })

  it('have a text for each cell that holds more than one value, however often it is the same', async () => {
    const nested = JSON.stringify({ ...cells, SEX: ['a'], AGE: ['a'], BASIS: { b: 1 } })
    const { besides, rows } = await open(
      file('population_x.jsonl', `${nested}\n${JSON.stringify(cells)}\n[{"c":1}]\n{"d":[\n`),
    )
    expect((await rowsOf(besides)).sort()).toEqual([['["a"]'], ['["a"]'], ['{"b":1}']])
    expect(await rowsOf(rows)).toHaveLength(2)
  })
})

describe('Parquet', () => {
  const texts = Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, `'${cell}'`]))

  it('has a line for each row, whose cells do not run into each other, and no broken or blank ones', async () => {
    const { lines, malformed, blanks, besides } = await open(await parquetFile('population_x.parquet', [texts]))
    expect(await rowsOf(lines)).toEqual([[row.join('\u001f')]])
    for (const none of [malformed, blanks, besides]) expect(await rowsOf(none)).toEqual([])
  })

  it('has no value where the contract calls a cell empty, and the cell as it is elsewhere', async () => {
    const rows = ['', '-', 'F'].map((cell) => ({ ...texts, SEX: `'${cell}'` }))
    const opened = await open(await parquetFile('population_x.parquet', rows))
    expect(await rowsOf(`(select "SEX" from ${opened.rows})`)).toEqual([[null], [null], ['F']])
  })

  it('has a text for each cell that holds more than one value, however often it is the same', async () => {
    const path = await parquetFile('population_x.parquet', [{ ...texts, SEX: `['a']`, AGE: `['a']`, BASIS: '{b: 1}' }])
    const { besides } = await open(path)
    expect((await rowsOf(besides)).sort()).toEqual([['[a]'], ['[a]'], ["{'b': 1}"]])
  })
})

describe('CSV', () => {
  const csv = (delimiter: string, end: string, ...lines: readonly string[]) =>
    file('population_x.csv', [names.join(delimiter), ...lines].map((line) => `${line}${end}`).join(''))

  it.each([',', ';'])('has lines whose cells do not run into each other (%s)', async (delimiter) => {
    const { lines } = await open(csv(delimiter, '\n', row.join(delimiter)))
    const said = delimiter === ',' ? '\u001f' : delimiter
    expect(await rowsOf(lines)).toEqual([[names.join(said)], [row.join(said)]])
  })

  it.each(['\n', '\r\n', '\r'])('has rows, blank lines and broken lines, each with its number (%j)', async (end) => {
    const { rows, blanks, malformed } = await open(csv(';', end, '', row.join(';'), 'x;y', '', row.join(';'), 'z'))
    expect(await rowsOf(rows)).toEqual([row, row])
    expect(await rowsOf(blanks)).toEqual([[1], [4]])
    expect((await rowsOf(malformed)).sort()).toEqual([
      [3, 'x;y'],
      [6, 'z'],
    ])
  })

  it.each(['\n', '\r\n'])('has broken lines as they are written, wherever they stand (%j)', async (end) => {
    const broken = ['a;b', 'c', 'd;;;;;;;;;e']
    const { rows, malformed } = await open(csv(';', end, ...broken, '', ...broken, row.join(';'), ...broken))
    expect(await rowsOf(rows)).toEqual([row])
    const lines = (await rowsOf(`(from ${malformed} order by "row")`)).map(([number, line]) => `${number} ${line}`)
    expect(lines).toEqual([1, 5, 9].flatMap((first) => broken.map((line, index) => `${first + index} ${line}`)))
  })

  it('has no value where the contract calls a cell without its blanks empty', async () => {
    const lines = ['', '  ', ' -', ' F '].map((sex) => Object.values({ ...cells, SEX: sex }).join(';'))
    const rows = trimmed(await open(csv(';', '\n', ...lines)), contract)
    expect(await rowsOf(`(select "SEX" from ${rows})`)).toEqual([[null], [null], [null], ['F']])
  })

  it('counts the lines from the header on, and tells those above it apart', async () => {
    const text = ['Title', '', 'of the list', names.join(';'), row.join(';'), '', 'x'].join('\n')
    const { blanks, besides, malformed, rows } = await open(file('population_x.csv', `${text}\n`))
    expect(await rowsOf(rows)).toEqual([row])
    expect(await rowsOf(besides)).toEqual([['Title'], [null], ['of the list']])
    expect(await rowsOf(blanks)).toEqual([[2]])
    expect(await rowsOf(malformed)).toEqual([[3, 'x']])
  })
})
