import { beforeEach, describe, expect, it } from 'vitest'
import { selectRows } from '#foundation'
import { type Contract, loadJurisdiction } from '#jurisdictions'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import type { RowSource } from '../cells/row-source.ts'
import type { Coverage } from '../deliveries/delivery.ts'
import { checkAcrossRows } from './check-across-rows.ts'
import { numberRows, readTable } from './check-rows.ts'

const memory = inMemory()
const jurisdiction = loadJurisdiction('kg')
const kg = jurisdiction.contracts.get('sentences') as Contract
const contractWith = (delivery: object, more: object = {}) =>
  ({ ...kg, constants: [], parents: [], ...more, delivery: { ...kg.delivery, ...delivery } }) as Contract

beforeEach(async () => {
  const columns = 'faults varchar, layout varchar, withdraws boolean'
  const cells = 'case_key varchar, person_key varchar, sex varchar, birth_year integer'
  await memory.connection.run(`create or replace table ${readTable}
    (${columns}, ${cells}, sentenced_on date, row_key uuid default uuid())`)
  await numberRows(memory.connection)
  for (const name of ['held', 'parents'])
    await memory.connection.run(
      `create or replace table staging.${name} (${cells}, sentenced_on date, row_key uuid default uuid())`,
    )
})

const own = 'case_key, person_key, sex, birth_year'

/** Rows as SQL: faults, layout, withdraws, case, person, sex, year of birth, day. */
async function rows(...values: readonly string[]): Promise<void> {
  for (const one of values)
    await memory.connection.run(
      `insert into ${readTable} (faults, layout, withdraws, ${own}, sentenced_on) values (${one})`,
    )
}

async function check(contract: Contract, coverage: Coverage | null = null) {
  const source = { connection: memory.connection, contract, jurisdiction } as unknown as RowSource
  const stored = (register: string) => (register === 'sentences' ? 'staging.held' : 'staging.parents')
  const found = await checkAcrossRows(source, stored, coverage)
  const sql = 'select row_no, faults from staging.checked where faults is not null order by row_no'
  const faults = await selectRows<{ row_no: number; faults: string }>(memory.connection, sql)
  return { ...found, faults: faults.map(({ row_no, faults }) => `${row_no} ${faults}`) }
}

describe('the period of a delivery', () => {
  const year = { from: '2024-01-01', to: '2024-12-31' }
  const days = ['2023-12-31', '2024-01-01', '2024-12-31', '2025-01-01']
  const on = (day: string, begin = 'null, null, false') => `${begin}, 'K', 'P', 'M', 1990, '${day}'`

  it.each([
    ['which is replaced, holds every row', { mode: 'period' }, year, ['1 OUTSIDE_PERIOD', '4 OUTSIDE_PERIOD']],
    ['which is added to, ends before no row', { mode: 'append' }, year, ['4 OUTSIDE_PERIOD']],
    ['of a whole register says nothing', { mode: 'full' }, year, []],
    ['that is not known says nothing', { mode: 'append' }, null, []],
  ])('%s', async (_, delivery, coverage, faults) => {
    await rows(...days.map((day) => on(day)))
    expect(await check(contractWith(delivery), coverage)).toEqual({ reasons: {}, first: {}, notes: [], faults })
  })

  it('is told of a row with other faults too, not of lines that are no rows, nor of withdrawals', async () => {
    const begins = [`'BAD:x', null, false`, `null, 'BLANK', false`, 'null, null, true']
    await rows(...begins.map((begin) => on('2025-01-01', begin)))
    expect((await check(contractWith({ mode: 'append' }), year)).faults).toEqual(['1 BAD:x OUTSIDE_PERIOD'])
  })
})

describe('what is the same for all rows of a person', () => {
  const constants = (column: string) =>
    contractWith({ mode: 'append' }, { constants: [{ code: 'TWO', column, of: 'person_key' }] })
  const born = (person: string, sex: string, year: string, begin = 'null, null, false') =>
    `${begin}, 'K', ${person}, ${sex}, ${year}, '2024-01-01'`

  it('sets contradicting rows aside, and no others', async () => {
    const sexes = [
      ['P', 'M'],
      ['P', 'F'],
      ['P', 'UNK'],
      ['Q', 'M'],
      ['Q', 'M'],
      ['R', 'M'],
      ['S', 'F'],
    ]
    await rows(...sexes.map(([person, sex]) => born(`'${person}'`, `'${sex}'`, '1990')))
    expect((await check(constants('sex'))).faults).toEqual(['1 TWO', '2 TWO'])
  })

  it('knows rows that are held, though not of persons who are not in the file', async () => {
    await rows(born(`'P'`, `'M'`, '1990'), born(`'Q'`, `'F'`, '1990'), born(`'R'`, `'M'`, '1990'))
    await memory.connection.run(
      `insert into staging.held (${own}) values ('K', 'P', 'F', 1), ('K', 'Q', 'F', 1), ('K', 'R', 'UNK', 1), ('K', 'X', 'F', 1), ('K', 'X', 'M', 1)`,
    )
    expect((await check(constants('sex'))).faults).toEqual(['1 TWO'])
  })

  it('asks nothing of what was not recorded, of rows with faults and of withdrawals', async () => {
    const contradicting = (begin: string) => born(`'P'`, `'F'`, '1991', begin)
    const others = [`'BAD:x', null, false`, `null, 'BLANK', false`, 'null, null, true'].map(contradicting)
    await rows(born(`'P'`, `'M'`, '1990'), ...others, born(`'P'`, `'M'`, 'null'), born(`'P'`, `'UNK'`, '1990'))
    expect((await check(constants('sex'))).faults).toEqual(['2 BAD:x'])
    expect((await check(constants('birth_year'))).faults).toEqual(['2 BAD:x'])
  })

  it('is told of rows of that person with other faults, too', async () => {
    await rows(
      born(`'P'`, `'M'`, '1990'),
      born(`'P'`, `'F'`, '1990'),
      born(`'P'`, `'F'`, '1990', `'BAD:x', null, false`),
    )
    expect((await check(constants('sex'))).faults).toEqual(['1 TWO', '2 TWO', '3 BAD:x TWO'])
  })

  it('does not ask rows that end: corrected, withdrawn, corrected further down', async () => {
    const [one, other, third] = [1, 2, 3].map((digit) => `'00000000-0000-0000-0000-00000000000${digit}'`)
    const row = (key: string | undefined, person: string, sex: string, withdraws = false) =>
      `null, null, ${withdraws}, 'K', '${person}', '${sex}', 1990, '2024-01-01', ${key}`
    const columns = `faults, layout, withdraws, ${own}, sentenced_on, row_key`
    for (const values of [
      row(one, 'CORRECTED', 'F'),
      row(other, 'WITHDRAWN', 'UNK', true),
      row('uuid()', 'WITHDRAWN', 'F'),
      row(third, 'FURTHER', 'M'),
      row(third, 'FURTHER', 'F'),
      row('uuid()', 'HALF', 'F'),
    ])
      await memory.connection.run(`insert into ${readTable} (${columns}) values (${values})`)
    await memory.connection.run(`insert into staging.held (person_key, sex, row_key) values
      ('CORRECTED', 'M', ${one}), ('WITHDRAWN', 'M', ${other}), ('HALF', 'M', uuid())`)
    expect((await check(constants('sex'))).faults).toEqual(['6 TWO'])
  })

  it.each([
    ['full', null, []],
    ['period', { from: '2024-01-01', to: '2024-12-31' }, ['2 TWO']],
    ['append', null, ['1 TWO', '2 TWO']],
  ] as const)('does not ask rows that a delivery replaces: %s', async (mode, coverage, faults) => {
    await rows(born(`'P'`, `'F'`, '1990'), born(`'Q'`, `'F'`, '1990'))
    await memory.connection.run(`insert into staging.held (person_key, sex, sentenced_on) values
      ('P', 'M', '2024-05-05'), ('Q', 'M', '2023-05-05')`)
    const { constants: all } = constants('sex')
    expect((await check(contractWith({ mode }, { constants: all }), coverage)).faults).toEqual(faults)
  })

  it('may be a number', async () => {
    const years = ['1990', '1991', 'null', '1990']
    await rows(...years.map((year, at) => born(at === 3 ? `'Q'` : `'P'`, `'M'`, year)))
    expect((await check(constants('birth_year'))).faults).toEqual(['1 TWO', '2 TWO'])
  })
})

describe('a reference to another register', () => {
  const parents = (unknown: string) =>
    contractWith({ mode: 'append' }, { parents: [{ column: 'case_key', of: 'custody', unknown }] })
  const ofCase = (key: string, begin = 'null, null, false') => `${begin}, ${key}, 'P', 'M', 1990, '2024-01-01'`
  const known = () =>
    memory.connection.run(`insert into staging.parents (${own}) values ('K', 'P', 'M', 1990), ('L', 'P', 'M', 1990)`)
  const all = [
    ofCase(`'K'`),
    ofCase(`'X'`),
    ofCase('null'),
    ofCase(`'Y'`),
    ofCase(`'X'`, `'BAD:x', null, false`),
    ofCase(`'X'`, `null, 'BLANK', false`),
    ofCase(`'X'`, 'null, null, true'),
  ]

  it('to nothing sets a row aside where the contract says so', async () => {
    await known()
    await rows(...all)
    const faults = ['2', '4', '5 BAD:x'].map((row) => `${row} UNKNOWN_PARENT:case_key`)
    expect(await check(parents('quarantine'))).toEqual({ reasons: {}, first: {}, notes: [], faults })
  })

  it('to nothing is counted where the contract says so', async () => {
    await known()
    await rows(...all)
    const reasons = { 'UNKNOWN_PARENT:case_key': 2 }
    expect(await check(parents('note'))).toEqual({
      reasons,
      first: { 'UNKNOWN_PARENT:case_key': [2, 4] },
      notes: [],
      faults: ['5 BAD:x'],
    })
  })

  it('to nothing is counted though it is one alone', async () => {
    await known()
    await rows(ofCase(`'X'`))
    expect((await check(parents('note'))).reasons).toEqual({ 'UNKNOWN_PARENT:case_key': 1 })
  })

  it('that is known to all is no reason', async () => {
    await known()
    await rows(ofCase(`'K'`), ofCase(`'L'`))
    expect(await check(parents('note'))).toEqual({ reasons: {}, first: {}, notes: [], faults: [] })
  })

  it('is not judged before the other register has come', async () => {
    await rows(...all)
    expect(await check(parents('quarantine'))).toEqual({
      reasons: {},
      first: {},
      notes: ['NO_PARENTS_YET'],
      faults: ['5 BAD:x'],
    })
  })
})
