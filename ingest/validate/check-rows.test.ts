import { beforeAll, describe, expect, it } from 'vitest'
import { quoteIdentifier, quoteLiteral, selectRows } from '#foundation'
import { type Contract, type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { usualSentence } from '../../cli/testing/sentences.ts'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import type { RowSource } from '../cells/row-source.ts'
import { cellErrorMark } from '../read/cell-errors.ts'
import { matchColumns } from '../read/match-columns.ts'
import { readRows, readTable } from './check-rows.ts'
import { definePseudonyms } from './pseudonyms.ts'
import { requireKnownCodes } from './require-known-codes.ts'

const memory = inMemory()
beforeAll(() => definePseudonyms(memory.connection, { bytes: Buffer.alloc(32, 7) }))

const kg = loadJurisdiction('kg')
type Cells = Readonly<Record<string, string | null>>

/** A row of court sentences that says what every other one says; an empty cell is NULL by now. */
const defaults: Cells = { ...usualSentence, FINE: null, DV: null }

interface Checked {
  readonly row_no: number
  readonly row_key: string
  readonly content: string
  readonly faults: string | null
  readonly unmapped: string | null
  readonly layout: string | null
  readonly withdraws: boolean
  readonly suspect: boolean
  readonly [canonical: string]: unknown
}

interface Asked {
  readonly headers?: readonly string[]
  readonly source?: Partial<RowSource>
  readonly contract?: (contract: Contract) => Contract
  readonly jurisdiction?: Jurisdiction
}

async function checked(rows: readonly Cells[], { headers, source, contract, jurisdiction = kg }: Asked = {}) {
  const columns = headers ?? Object.keys(defaults)
  const values = rows.map((row) => {
    const cells = columns.map((name) => (name in row ? row[name] : defaults[name]))
    return `(${cells.map((cell) => (cell == null ? 'null::varchar' : quoteLiteral(cell))).join(', ')})`
  })
  await memory.connection.run(
    `create or replace table staging.raw as from (values ${values.join(', ')}) as rows(${columns.map(quoteIdentifier).join(', ')})`,
  )
  const own = jurisdiction.contracts.get('sentences') as Contract
  const changed = contract === undefined ? own : contract(own)
  const whole = {
    connection: memory.connection,
    jurisdiction,
    contract: changed,
    header: matchColumns(columns, 'file', changed),
    rows: 'staging.raw',
    leftOut: '(select 2 as "row")',
    file: 'file',
    typed: false,
    cellErrors: false,
    rekeyed: false,
    today: '2024-06-30',
    ...source,
  }
  await readRows(whole)
  await requireKnownCodes(whole)
  return await selectRows<Checked>(memory.connection, 'select * from staging.checked order by row_no')
}

const faultsOf = (rows: readonly Checked[]) => rows.map(({ faults }) => faults)

describe('a sound row', () => {
  it('has its columns in the canonical types and codes, and nothing beside them', async () => {
    const [row] = await checked([{}])
    expect(row).toMatchObject({
      ...{ row_no: 1, faults: null, unmapped: null, layout: null, withdraws: false, suspect: false },
      ...{
        charge_no: 1,
        sanction_no: 1,
        sentenced_on: new Date('2024-03-05'),
        in_force_on: new Date('2024-03-20'),
        length: 12,
      },
      ...{ court: 'GB-01', stage: 'first_instance', article: '205.1', offence: '0502', regime: 'kg-2021' },
      ...{ sanction_category: 'deprivation_of_liberty', sex: 'M', birth_year: 1990, citizenship: 'KG' },
      ...{ disability: false, detained_before_trial: true, domestic_violence: null, fine_amount: null, age: null },
    })
  })

  it('is of the code regime of its day', async () => {
    const days = ['30.11.2021', '01.12.2021', '31.12.2018', '01.01.2019']
    const articles = ['200.1', '205.1', '165.1', '200.1']
    const rows = days.map((day, at) => ({ SENTENCED_ON: day, ARTICLE: articles[at] ?? '', IN_FORCE_ON: null }))
    const found = await checked(rows)
    expect(found.map(({ regime, offence }) => [regime, offence])).toEqual([
      ['kg-2017', '0502'],
      ['kg-2021', '0502'],
      ['kg-1997', '0502'],
      ['kg-2017', '0502'],
    ])
  })
})

describe('the key of a row', () => {
  const keys = async (rows: readonly Cells[], asked: Asked = {}) =>
    (await checked(rows, asked)).map(({ row_key }) => row_key)
  const contents = async (rows: readonly Cells[], asked: Asked = {}) =>
    (await checked(rows, asked)).map(({ content }) => `${content}`)

  it('is that of its columns, each of them', async () => {
    const changes = [{}, { DAYS: '730' }, { CASE_ID: 'C2' }, { PERSON_ID: 'P2' }, { CHARGE: '2' }, { SANCTION_NO: '2' }]
    const [one, same, ...others] = await keys(changes)
    expect(same).toBe(one)
    expect(new Set([one, ...others]).size).toBe(5)
    expect(
      new Set(
        await keys([
          { CHARGE: '1', SANCTION_NO: '2' },
          { CHARGE: '2', SANCTION_NO: '1' },
        ]),
      ).size,
    ).toBe(2)
  })

  it('and what it says are the same whatever the order of the columns', async () => {
    const turned = { headers: Object.keys(defaults).toReversed() }
    expect(await keys([{}], turned)).toEqual(await keys([{}]))
    expect(await contents([{}], turned)).toEqual(await contents([{}]))
  })

  it('is apart from what the row says: each column says something of its own', async () => {
    const changes: readonly Cells[] = [
      ...[{}, { SENTENCED_ON: '04.03.2024' }, { IN_FORCE_ON: null }, { COURT: 'GB-02' }, { STAGE: '2' }],
      ...[{ ARTICLE: '205.2' }, { SANCTION: '11' }, { SERVING: '2' }, { DAYS: '366' }, { FINE: '1' }, { SEX: 'Ж' }],
      ...[{ BIRTH_YEAR: '1991' }, { CITIZENSHIP: '2' }, { DISABILITY: '1' }, { DISABILITY: null }, { PRIOR: '1' }],
      ...[{ DETAINED: '0' }, { LEGAL_AID: '1' }, { DV: '0' }, { DV: '1' }, { CASE_ID: 'C2' }, { CHARGE: '2' }],
      ...[
        { DAYS: null, FINE: '12' },
        { FINE: '12', DAYS: '144' },
      ],
    ]
    const all = await contents(changes)
    const edges = await contents([
      { STAGE: '1', ARTICLE: '2 3' },
      { STAGE: '1 2', ARTICLE: '3' },
    ])
    expect(edges[0]).not.toBe(edges[1])
    expect(new Set(all).size).toBe(changes.length)
    expect(await contents([{ DISABILITY: 'Нет' }, { DETAINED: 'ДА' }, { DAYS: '365,0' }])).toEqual([
      all[0],
      all[0],
      all[0],
    ])
  })

  it('is what the row says where the contract has no key', async () => {
    const byContent: Asked = {
      contract: (own) => ({ ...own, delivery: { ...own.delivery, key: 'content' } }) as Contract,
    }
    const changes = [{}, {}, { DAYS: '730' }, { CASE_ID: 'C2' }, { PERSON_ID: 'P2' }, { SEX: 'Ж' }]
    const found = await keys(changes, byContent)
    expect(found[1]).toBe(found[0])
    expect(new Set(found).size).toBe(5)
  })

  it('is the same however its codes are spelt', async () => {
    const contract = (own: Contract) =>
      ({ ...own, delivery: { ...own.delivery, key: ['case_key', 'sex'] } }) as Contract
    const [one, same, other] = await keys([{ SEX: 'М' }, { SEX: 'м' }, { SEX: 'Ж' }], { contract })
    expect(same).toBe(one)
    expect(other).not.toBe(one)
  })

  it('is a pseudonym of the platform, which rows from quarantine have already', async () => {
    const [row] = await checked([{}])
    expect(`${row?.['person_key']}`).toMatch(/^[0-9a-f-]{36}$/)
    const digits = `${row?.['person_key']}`.replaceAll('-', '')
    const again = await checked([{ PERSON_ID: digits, CASE_ID: `${row?.['case_key']}`.replaceAll('-', '') }], {
      source: { rekeyed: true },
    })
    expect(again[0]).toMatchObject({ person_key: row?.['person_key'], row_key: row?.row_key })
  })
})

describe('a fault', () => {
  it('names its column; several stand side by side in the order of the contract, with the checks behind them', async () => {
    const found = await checked([
      { DAYS: 'x' },
      { CASE_ID: null, DAYS: 'x', SEX: 'Q' },
      { IN_FORCE_ON: '04.03.2024' },
      { CHARGE: '100' },
      { SEX: 'Q', CITIZENSHIP: '77' },
      {},
    ])
    expect(faultsOf(found)).toEqual([
      'NOT_A_NUMBER:length',
      'MISSING_VALUE:case_key NOT_A_NUMBER:length UNKNOWN_CODE:sex',
      'IN_FORCE_BEFORE_SENTENCE',
      'OUT_OF_RANGE:charge_no',
      'UNKNOWN_CODE:sex UNKNOWN_CODE:citizenship',
      null,
    ])
    expect(found.map(({ unmapped }) => unmapped)).toEqual(found.map(() => null))
  })

  it('lies in the future only after today, of the run or of the calendar', async () => {
    const tomorrow = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
    const rows = [{ SENTENCED_ON: '2024-07-01' }, { SENTENCED_ON: tomorrow }].map((row) => ({
      ...row,
      IN_FORCE_ON: null,
    }))
    expect(faultsOf(await checked(rows))).toEqual([null, 'IN_THE_FUTURE:sentenced_on'])
    expect(faultsOf(await checked(rows, { source: { today: tomorrow } }))).toEqual([null, null])
  })

  it('is no code that a contract keeps without knowing it', async () => {
    const [row] = await checked([{ ARTICLE: '999.9' }])
    expect(row).toMatchObject({ faults: null, unmapped: 'UNMAPPED:offence', offence: 'UNK', article: '999.9' })
    const [broken] = await checked([{ ARTICLE: '999.9', DAYS: 'x' }])
    expect(broken).toMatchObject({ faults: 'NOT_A_NUMBER:length', unmapped: 'UNMAPPED:offence' })
  })

  it('names each column of a code that several columns decide, and the code where only their company is unknown', async () => {
    const contract = (own: Contract) => {
      const category = { ...own.columns['sanction_category'], unknown: 'quarantine' }
      return { ...own, columns: { ...own.columns, sanction_category: category } } as Contract
    }
    const rows = [
      { SANCTION: '99' },
      { SERVING: '9' },
      { SANCTION: '99', SERVING: '9' },
      { SANCTION: '30', SERVING: '2' },
      {},
    ]
    expect(faultsOf(await checked(rows, { contract }))).toEqual([
      'UNKNOWN_CODE:sanction_category',
      'UNKNOWN_CODE:serving',
      'UNKNOWN_CODE:sanction_category UNKNOWN_CODE:serving',
      'UNKNOWN_CODE:sanction_category',
      null,
    ])
  })

  it('is an empty cell of a key, though its column may be empty', async () => {
    const contract = (own: Contract) => {
      const court = { ...own.columns['court'], optional: true }
      const key = { ...own.columns['case_key'], optional: true }
      return { ...own, columns: { ...own.columns, court, case_key: key } } as Contract
    }
    expect(faultsOf(await checked([{ COURT: null }, { CASE_ID: null }], { contract }))).toEqual([
      null,
      'MISSING_VALUE:case_key',
    ])
  })

  it('is none in a column that the contract does not have: its codes are not recorded', async () => {
    const contract = (own: Contract) => {
      const { citizenship: _, ...columns } = own.columns
      return { ...own, columns } as Contract
    }
    const headers = Object.keys(defaults).filter((name) => name !== 'CITIZENSHIP')
    expect(await checked([{}], { contract, headers })).toMatchObject([{ faults: null, citizenship: 'UNK', sex: 'M' }])
  })

  it('is the end of the file where all codes have to be known, with the row as the sender counts it', async () => {
    const wanted = { code: 'UNKNOWN_CODE', place: { row: 3, column: 'SERVING', file: 'file' } }
    await expect(checked([{}, { SERVING: '9' }, { SERVING: '9' }])).rejects.toMatchObject(wanted)
    await expect(checked([{}, { SERVING: '9' }, { SERVING: '9' }])).rejects.toThrow(/^2 rows .*: rows 3, 4\./)
    const other = { code: 'UNKNOWN_CODE', place: { row: 1, column: 'SANCTION', file: 'file' } }
    await expect(checked([{ SANCTION: '99' }])).rejects.toMatchObject(other)
  })
})

describe('a line that is no row', () => {
  const nothing = Object.fromEntries(Object.keys(defaults).map((name) => [name, null]))
  const header = Object.fromEntries(Object.keys(defaults).map((name) => [name, name]))

  it('is blank, the header again, or a sum of the sender, and has no faults', async () => {
    const found = await checked([
      nothing,
      header,
      { ...nothing, CASE_ID: 'Итого', DAYS: 'x' },
      { ...nothing, PERSON_ID: 'ИТОГО: 5', SENTENCED_ON: '05.03.2024', ARTICLE: '999.9' },
      { ...nothing, CASE_ID: 'Прочее' },
      { CASE_ID: 'CASE_ID' },
      { PERSON_ID: 'PERSON_ID' },
    ])
    const layouts = ['BLANK', 'REPEATED_HEADER', 'SUBTOTAL', 'SUBTOTAL', null, null, null]
    expect(found.map(({ layout }) => layout)).toEqual(layouts)
    expect(found.map(({ faults }) => faults === null)).toEqual([true, true, true, true, false, true, true])
    expect(found.map(({ unmapped }) => unmapped)).toEqual([null, null, null, null, null, null, null])
  })

  it('is no sum where the contract knows none', async () => {
    const contract = (own: Contract) => ({ ...own, format: { ...own.format, subtotals: [] } }) as Contract
    const [row] = await checked([{ ...nothing, CASE_ID: 'Итого' }], { contract })
    expect(row).toMatchObject({ layout: null, faults: expect.stringContaining('MISSING_VALUE') })
  })

  it('is the header again whatever nameless columns stand before it', async () => {
    const headers = ['(column 1)', ...Object.keys(defaults)]
    const found = await checked([{ ...header, '(column 1)': null }], { headers })
    expect(found.map(({ layout }) => layout)).toEqual(['REPEATED_HEADER'])
  })
})

describe('a withdrawal', () => {
  const headers = [...Object.keys(defaults), 'RECORD']

  it('needs nothing but its key', async () => {
    const found = await checked(
      [
        { RECORD: 'D', DAYS: 'x', SEX: 'Q', ARTICLE: '999.9', IN_FORCE_ON: '01.01.2024' },
        { RECORD: ' отзыв', CASE_ID: null },
        { RECORD: 'd', CHARGE: 'x' },
        { RECORD: null },
        { RECORD: 'other' },
      ],
      { headers },
    )
    expect(found.map(({ withdraws }) => withdraws)).toEqual([true, true, true, false, false])
    const faults = [null, 'MISSING_VALUE:case_key', 'NOT_A_WHOLE_NUMBER:charge_no', null, 'UNKNOWN_CODE:RECORD']
    expect(faultsOf(found)).toEqual(faults)
    expect(found.map(({ unmapped }) => unmapped)).toEqual([null, null, null, null, null])
  })

  it('names its whole row where the contract has no key', async () => {
    const contract = (own: Contract) => ({ ...own, delivery: { ...own.delivery, key: 'content' } }) as Contract
    const found = await checked(
      [
        { RECORD: 'D', DAYS: 'x' },
        { RECORD: 'D', SEX: 'Q' },
      ],
      { headers, contract },
    )
    expect(faultsOf(found)).toEqual(['NOT_A_NUMBER:length', 'UNKNOWN_CODE:sex'])
  })
})

describe('a failed cell', () => {
  it('is the only fault of its row, and of no other', async () => {
    const rows = [{ DAYS: cellErrorMark, SEX: 'Q' }, { DAYS: cellErrorMark, CASE_ID: cellErrorMark }, { DAYS: 'x' }, {}]
    const found = await checked(rows, { source: { cellErrors: true } })
    expect(faultsOf(found)).toEqual([
      'CELL_ERROR:length',
      'CELL_ERROR:case_key CELL_ERROR:length',
      'NOT_A_NUMBER:length',
      null,
    ])
    expect(found.map(({ length }) => length)).toEqual([null, null, null, 12])
  })

  it('in a column that two canonical columns are read from is told once', async () => {
    const found = await checked([{ ARTICLE: cellErrorMark }, { ARTICLE: '999.9', DAYS: cellErrorMark }], {
      source: { cellErrors: true },
    })
    expect(faultsOf(found)).toEqual(['CELL_ERROR:article', 'CELL_ERROR:length'])
    expect(found.map(({ unmapped }) => unmapped)).toEqual([null, null])
  })

  it('in the column of withdrawals sets the row aside: nobody knows whether it was one', async () => {
    const headers = [...Object.keys(defaults), 'RECORD']
    const found = await checked([{ RECORD: cellErrorMark }, { RECORD: 'D' }], { headers, source: { cellErrors: true } })
    expect(faultsOf(found)).toEqual(['CELL_ERROR:RECORD', null])
  })

  it('in a column that the contract leaves out is no fault', async () => {
    const contract = (own: Contract) => ({ ...own, ignored: ['NOTE'] }) as Contract
    const headers = [...Object.keys(defaults), 'NOTE']
    const source = { cellErrors: true }
    expect(faultsOf(await checked([{ NOTE: cellErrorMark }], { headers, source, contract }))).toEqual([null])
  })

  it('is text like any other where no cell can fail', async () => {
    expect(faultsOf(await checked([{ DAYS: cellErrorMark }]))).toEqual(['NOT_A_NUMBER:length'])
  })
})

describe('what the contract has no place for', () => {
  it('makes a row suspect', async () => {
    const found = await checked([{ ARTICLE: 'x'.repeat(13) }, { ARTICLE: 'x'.repeat(12) }])
    expect(found.map(({ suspect }) => suspect)).toEqual([true, false])
  })
})

it('gives what a contract lacks to all rows, as empty or unknown, without writing it for each', async () => {
  const contract = (own: Contract): Contract => {
    const { citizenship: _, ...columns } = own.columns
    return { ...own, columns }
  }
  const headers = Object.keys(defaults).filter((name) => name !== 'CITIZENSHIP')
  const [row] = await checked([{}], { contract, headers })
  expect(row).toMatchObject({ citizenship: 'UNK', age: null, sex: 'M', faults: null })
  const written = await selectRows<{ column_name: string }>(memory.connection, `describe ${readTable}`)
  const names = written.map(({ column_name }) => column_name)
  expect(names).toContain('sex')
  expect(names.filter((name) => ['citizenship', 'age'].includes(name))).toEqual([])
})
