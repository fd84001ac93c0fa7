import { describe, expect, it } from 'vitest'
import { quoteLiteral, selectRows } from '#foundation'
import type { ColumnContract } from '#jurisdictions'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { type ParseOptions, typedColumn } from './typed-column.ts'

const memory = inMemory()

const defaults: ParseOptions = {
  notation: { decimal: ',', thousands: [] },
  typed: false,
  rekeyed: true,
  today: '2024-06-30',
  atGreenwich: false,
  earliest: undefined,
  isKey: false,
  floatCodes: false,
}

/** What becomes of each text: the value, and the codes of the faults behind it. */
async function become(
  column: object,
  cells: Partial<ParseOptions>,
  expected: Readonly<Record<string, string>>,
): Promise<void> {
  const texts = Object.keys(expected)
  const typed = typedColumn('it', 'CELL', column as ColumnContract, { ...defaults, ...cells })
  const faults = typed.faults.map(({ code, when }) => `case when ${when} then ' ${code}' end`)
  const rows = texts.map((text, at) => `(${at}, ${text === 'NULL' ? 'null' : quoteLiteral(text)}::varchar)`)
  const sql = `select concat(coalesce("value it"::varchar, 'nothing'), ${[...faults, `''`].join(', ')}) as told
    from (select *, ${typed.expression} from (values ${rows.join(', ')}) as rows(place, "CELL")) order by place`
  const reported = await selectRows<{ told: string }>(memory.connection, sql)
  expect(Object.fromEntries(texts.map((text, at) => [text, reported[at]?.told]))).toEqual(expected)
}

describe('an empty cell', () => {
  it('is a fault, unless the column may be empty and tells no rows apart', async () => {
    const missing = { NULL: 'nothing MISSING_VALUE', a: 'a' }
    await become({ type: 'text' }, {}, missing)
    await become({ type: 'text', optional: true }, {}, { NULL: 'nothing', a: 'a' })
    await become({ type: 'text', optional: true }, { isKey: true }, missing)
    await become({ type: 'text' }, { isKey: true }, missing)
  })

  it('is also what the column says is empty', async () => {
    const column = { type: 'integer', optional: true, missing_values: ['0', '-'] }
    await become(column, {}, { '0': 'nothing', '-': 'nothing', '1': '1', x: 'nothing NOT_A_WHOLE_NUMBER' })
    await become({ ...column, optional: false }, {}, { '0': 'nothing MISSING_VALUE', '1': '1' })
  })
})

describe('a cell that cannot be read', () => {
  it.each([
    ['integer', 'NOT_A_WHOLE_NUMBER'],
    ['decimal', 'NOT_A_NUMBER'],
    ['year', 'NOT_A_YEAR'],
    ['quarter', 'NOT_A_QUARTER'],
  ])('of a column of type %s is a fault', async (type, code) => {
    await become({ type, optional: true }, {}, { x: `nothing ${code}`, NULL: 'nothing' })
  })

  it('as a date of a typed file tells another time of day apart', async () => {
    const column = { type: 'date', format: ['%d.%m.%Y'], optional: true, may_be_future: true }
    const moment = '2024-03-05T06:00:00'
    await become(column, {}, { x: 'nothing NOT_A_DATE', [moment]: 'nothing NOT_A_DATE', NULL: 'nothing' })
    const typed = { x: 'nothing NOT_A_DATE', [moment]: 'nothing TIME_OF_DAY', NULL: 'nothing' }
    await become(column, { typed: true }, { ...typed, '2024-03-05T00:00:00': '2024-03-05', '2024-03-05': '2024-03-05' })
    await become(column, {}, { '2024-03-05': 'nothing NOT_A_DATE', '05.03.2024': '2024-03-05' })
    const universal = { typed: true, atGreenwich: true }
    await become(column, universal, { '2024-03-05T00:00:00Z': '2024-03-05' })
    await become(column, { typed: true }, { '2024-03-05T00:00:00Z': 'nothing TIME_OF_DAY' })
  })
})

it('a time of day in another column of a typed file is only unreadable', async () => {
  const column = { type: 'integer', optional: true }
  await become(column, { typed: true }, { '2024-03-05T06:00:00': 'nothing NOT_A_WHOLE_NUMBER' })
})

describe('a whole number', () => {
  it('may be written with zeros where the contract or the file says so', async () => {
    await become({ type: 'integer' }, {}, { '12,0': 'nothing NOT_A_WHOLE_NUMBER', '12': '12' })
    await become({ type: 'integer', written_as_decimal: true }, {}, { '12,0': '12' })
    await become({ type: 'integer' }, { typed: true }, { '12,0': '12', '12,0000': '12' })
  })

  it('is none where it may be a thousand that somebody typed', async () => {
    const unread = 'nothing NOT_A_WHOLE_NUMBER'
    await become({ type: 'integer' }, { typed: true }, { '1,000': unread, '12,000': unread })
  })

  it('lies in its range, both ends included', async () => {
    const outside = 'OUT_OF_RANGE'
    const expected = { '1': `1 ${outside}`, '2': '2', '5': '5', '6': `6 ${outside}`, NULL: 'nothing MISSING_VALUE' }
    await become({ type: 'integer', range: [2, 5] }, {}, expected)
  })

  it('without a range is a year of birth where the column has a first day', async () => {
    const expected = { '1899': '1899 OUT_OF_RANGE', '1900': '1900', '2024': '2024', '2025': '2025 OUT_OF_RANGE' }
    await become({ type: 'integer' }, { earliest: '1900-01-01' }, expected)
    await become({ type: 'integer' }, {}, { '1899': '1899', '2025': '2025' })
    await become({ type: 'integer', range: [1, 9999] }, { earliest: '1900-01-01' }, { '1899': '1899' })
  })
})

describe('a length', () => {
  it('in days becomes months, and its range is in days', async () => {
    const expected = { '0': '0.0 OUT_OF_RANGE', '365': '12.0', '730': '24.0', '1095': '36.0 OUT_OF_RANGE' }
    await become({ type: 'decimal', unit: 'days', range: [1, 730] }, {}, expected)
  })

  it('in months stays as it is', async () => {
    await become({ type: 'decimal', unit: 'months', range: [1, 12] }, {}, { '12': '12.0', '12,5': '12.5 OUT_OF_RANGE' })
    await become({ type: 'decimal' }, {}, { '0,5': '0.5' })
  })
})

describe('a day', () => {
  const date = { type: 'date', format: ['%Y-%m-%d'] }

  it('is not in the future, unless it may be', async () => {
    await become(date, {}, { '2024-06-30': '2024-06-30', '2024-07-01': '2024-07-01 IN_THE_FUTURE' })
    await become({ ...date, may_be_future: true }, {}, { '2024-07-01': '2024-07-01' })
  })

  it('is not before the first one of its column, or of the register', async () => {
    const expected = { '2009-12-31': '2009-12-31 OUT_OF_RANGE', '2010-01-01': '2010-01-01' }
    await become({ ...date, not_before: '2010-01-01' }, {}, expected)
    await become({ ...date, not_before: '2010-01-01' }, { earliest: '2015-01-01' }, expected)
    await become(date, { earliest: '2010-01-01' }, expected)
    await become(date, {}, { '1500-01-01': '1500-01-01' })
  })
})

describe('a year and a quarter', () => {
  it('are in their range, or not before the first day', async () => {
    const expected = { '2009': '2009-01-01 OUT_OF_RANGE', '2010': '2010-01-01', '2020': '2020-01-01' }
    const range = { ...expected, '2021': '2021-01-01 OUT_OF_RANGE' }
    await become({ type: 'year', range: [2010, 2020] }, {}, range)
    await become({ type: 'year' }, { earliest: '2010-01-01' }, { ...expected, '2021': '2021-01-01' })
    await become(
      { type: 'year' },
      {},
      { '1009': '1009-01-01', '02010': 'nothing NOT_A_YEAR', '2010,0': 'nothing NOT_A_YEAR' },
    )
    await become({ type: 'year' }, { typed: true }, { '2010,0': '2010-01-01' })
    const quarters = { '2009-Q4': '2009-10-01 OUT_OF_RANGE', '2010-Q1': '2010-01-01' }
    await become({ type: 'quarter' }, { earliest: '2010-01-01' }, quarters)
    await become({ type: 'quarter' }, {}, { '2009-Q4': '2009-10-01' })
  })
})

describe('yes and no', () => {
  const column = { type: 'boolean', true: ['1', 'Да'], false: ['0', 'Нет'] }

  it('are spelt as the contract says, whatever the case', async () => {
    const expected = { '1': 'true', Да: 'true', 'ДА ': 'true', '0': 'false', Нет: 'false', нет: 'false' }
    await become(
      column,
      {},
      { ...expected, x: 'nothing NOT_YES_OR_NO', '1.0': 'nothing NOT_YES_OR_NO', true: 'nothing NOT_YES_OR_NO' },
    )
  })

  it('may be numbers and words of a typed file', async () => {
    const expected = {
      '1.0': 'true',
      '0.0': 'false',
      true: 'true',
      false: 'false',
      FALSE: 'false',
      Да: 'true',
      Нет: 'false',
    }
    await become(column, { typed: true }, { ...expected, '2.0': 'nothing NOT_YES_OR_NO' })
  })
})

describe('a key and a code', () => {
  it('stay as they are, or lose the zeros that a typed file adds', async () => {
    await become({ type: 'key' }, {}, { 'A-1': 'A-1' })
    await become({ type: 'code' }, {}, { '2.0': '2.0' })
    await become(
      { type: 'code' },
      { floatCodes: true },
      { '2.0': '2', ' 2.00 ': '2', '2.5': '2.5', '02': '02', 'a.0': 'a.0' },
    )
  })

  it('of a person is a pseudonym, unless it is one already', () => {
    const of = (rekeyed: boolean) =>
      typedColumn('it', 'CELL', { type: 'key' } as ColumnContract, { ...defaults, rekeyed })
    expect([of(true).expression, of(false).expression]).toEqual([
      '"CELL" as "value it"',
      'pseudonym("CELL") as "value it"',
    ])
  })
})
