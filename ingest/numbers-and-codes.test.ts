import { describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { loadJurisdiction } from '#jurisdictions'
import { sentencesCsv, usualSentence } from '../cli/testing/sentences.ts'
import { withAliases, withColumn, withFormat } from './testing/changed-tables.ts'
import { asSql, jsonLines, parquetFile, type SqlCells } from './testing/rows-in-files.ts'
import { file, type Taken, take } from './testing/take.ts'

const kg = loadJurisdiction('kg')
const name = 'court_sentences_x'
const notANumber = { reasons: ['NOT_A_NUMBER:fine_amount'], value: undefined }

type Cells = Readonly<Record<string, unknown>>
/** Cells of rows, each of a case and a person of its own: many are taken in about as fast as one. */
type Rows<Row = Cells> = Row | readonly Row[]

function rowsOf<Value>(cells: Rows<Readonly<Record<string, Value>>>) {
  return [cells].flat().map((row, at) => ({ CASE_ID: `C${at}`, PERSON_ID: `P${at}`, ...row }))
}

async function inCsv(cells: Rows<Readonly<Record<string, string>>>, rules = kg): Promise<Taken> {
  return await take(file(`${name}.csv`, sentencesCsv(rowsOf(cells))), rules)
}

async function inJson(cells: Rows, rules = kg): Promise<Taken> {
  const rows = rowsOf(cells).map((row) => ({ ...usualSentence, ...row }))
  return await take(jsonLines(`${name}.jsonl`, rows), rules)
}

async function inParquet(cells: Rows<SqlCells>, rules = kg): Promise<Taken> {
  const rows = [cells].flat().map((row, at) => asSql({ ...usualSentence, CASE_ID: `C${at}`, PERSON_ID: `P${at}` }, row))
  return await take(await parquetFile(`${name}.parquet`, rows), rules)
}

async function inWorkbook(cells: Rows, rules = kg): Promise<Taken> {
  const path = file(`${name}.xlsx`, '')
  const rows = rowsOf(cells).map((row) =>
    Object.values({ ...usualSentence, ...row }).map((value) => ({
      type: typeof value === 'number' ? Number : String,
      value,
    })),
  )
  const head = Object.keys(usualSentence).map((value) => ({ type: String, value }))
  await writeWorkbook([head, ...rows] as never).toFile(path)
  return await take(path, rules)
}

function fine({ report, rows }: Taken) {
  return { reasons: Object.keys(report.reasons), value: rows[0]?.['fine_amount'] }
}

/** What was read of the fines of rows, and why others were not read. */
function fines({ report, rows }: Taken) {
  return { reasons: report.reasons, values: rows.map(({ row_no, fine_amount }) => [Number(row_no), fine_amount]) }
}

const is = (value: number) => ({ reasons: [], value })
const are = (values: readonly number[]) => ({ reasons: {}, values: values.map((value, at) => [at + 1, value]) })
const fault = (count: number) => ({ reasons: { 'NOT_A_NUMBER:fine_amount': count }, values: [] })
const FINE = (text: string | number) => ({ FINE: text })
const texts = (all: readonly string[]) => all.map((text) => ({ FINE: text }))
const literals = (all: readonly string[]) => all.map((text) => ({ FINE: `'${text.replace("'", "''")}'` }))

describe('a number under a decimal comma', () => {
  it('is a fault in any other writing, whatever the kind of file', async () => {
    const wrong = ['95.000', '95.5', '1.234.567', '95.000,50', "95'000", '9 5', '1 2345', '12 34,5', '1,2,3']
    expect(fines(await inCsv(texts(wrong)))).toEqual(fault(wrong.length))
    expect(fines(await inJson(texts(wrong)))).toEqual(fault(wrong.length))
    expect(fines(await inWorkbook(texts(wrong)))).toEqual(fault(wrong.length))
    expect(fines(await inParquet(literals(wrong)))).toEqual(fault(wrong.length))
  })

  it('is itself in text, whatever the kind of file', async () => {
    const written = ['95000,50', '95 000,5', '95\u202f000', '1 234 567', '95']
    const values = are([95000.5, 95000.5, 95000, 1234567, 95])
    expect(fines(await inCsv(texts(written)))).toEqual(values)
    expect(fines(await inJson(texts(written)))).toEqual(values)
    expect(fines(await inWorkbook(texts(written)))).toEqual(values)
    expect(fines(await inParquet(literals(written)))).toEqual(values)
  })

  it('is itself as a number of a typed file', async () => {
    const values = [95.5, 95.123, 95000, 0.25, 1234567.5]
    const typed = (type: string) => values.map((value) => ({ FINE: `${value}::${type}` }))
    expect(fines(await inJson(values.map(FINE)))).toEqual(are(values))
    expect(fines(await inWorkbook(values.map(FINE)))).toEqual(are(values))
    expect(fines(await inParquet(typed('double')))).toEqual(are(values))
    expect(fines(await inParquet(typed('decimal(12, 4)')))).toEqual(are(values))
  })

  it.each([
    ['.', ['95.000', '1.234.567,5'], [95000, 1234567.5]],
    ["'", ["95'000", '95’000,5'], [95000, 95000.5]],
  ])('may have %s between thousands where the contract says so', async (separator, written, values) => {
    const rules = withFormat('sentences', { thousands: [separator as '.'] })
    expect(fines(await inCsv(texts(written), rules))).toEqual(are(values))
    expect(fines(await inWorkbook(texts(written), rules))).toEqual(are(values))
    const parts = ['9#5', '1#23#456', '1234#567', '95#000.5', '95 000']
    const wrong = parts.map((text) => text.replaceAll('#', separator))
    expect(fines(await inCsv(texts(wrong), rules))).toEqual(fault(wrong.length))
  })

  it('is no whole number with a dot, unless the dot is declared', async () => {
    const reasons = ({ report }: Taken) => Object.keys(report.reasons)
    const age = (text: string, thousands?: readonly '.'[]) => {
      const rules = withFormat('sentences', thousands === undefined ? {} : { thousands: [...thousands] })
      const column = { ...rules.contracts.get('sentences')?.columns['birth_year'], written_as_decimal: true }
      const contract = withColumn('sentences', 'birth_year', column).contracts.get('sentences')
      const format = { ...contract?.format, ...(thousands === undefined ? {} : { thousands: [...thousands] }) }
      const contracts = new Map([...kg.contracts, ['sentences', { ...contract, format } as never]])
      return inCsv({ BIRTH_YEAR: text }, { ...kg, contracts })
    }
    expect(reasons(await age('1.990'))).toEqual(['NOT_A_WHOLE_NUMBER:birth_year'])
    expect(reasons(await age('1990.0'))).toEqual(['NOT_A_WHOLE_NUMBER:birth_year'])
    expect((await age('1990,0')).rows[0]?.['birth_year']).toBe(1990)
    expect((await age('1.990', ['.'])).rows[0]?.['birth_year']).toBe(1990)
  })
})

describe('a number under a decimal point', () => {
  it('has no comma, unless the comma is declared between thousands', async () => {
    const point = withFormat('sentences', { decimal: '.' })
    expect(fine(await inCsv({ FINE: '95.5' }, point))).toEqual(is(95.5))
    expect(fines(await inCsv(texts(['95,000', '1,250.50', '95,5']), point))).toEqual(fault(3))
    const grouped = withFormat('sentences', { decimal: '.', thousands: [','] })
    expect(fine(await inCsv({ FINE: '1,250.50' }, grouped))).toEqual(is(1250.5))
    expect(fine(await inCsv({ FINE: '12,50.50' }, grouped))).toEqual(notANumber)
  })
})

describe('a code that is a number', () => {
  const codes = { STAGE: 1, SANCTION: 10, SERVING: 1, CITIZENSHIP: 1, DISABILITY: 0, PRIOR: 1 }
  const expected = {
    stage: 'first_instance',
    sanction: '10',
    serving: '1',
    sanction_category: 'deprivation_of_liberty',
    disability: false,
    prior_conviction: true,
  }

  it('is the same with a point and zeros in each typed file', async () => {
    const floats = Object.fromEntries(Object.entries(codes).map(([column, code]) => [column, `${code}::double`]))
    const decimals = Object.fromEntries(
      Object.entries(codes).map(([column, code]) => [column, `${code}::decimal(5, 2)`]),
    )
    const texts = Object.fromEntries(Object.entries(codes).map(([column, code]) => [column, `${code}.0`]))
    const all = [await inParquet(floats), await inParquet(decimals), await inJson(texts), await inWorkbook(texts)]
    const plain = await inCsv(Object.fromEntries(Object.entries(codes).map(([column, code]) => [column, `${code}`])))
    for (const { report, rows } of all) {
      expect(report.reasons).toEqual({})
      expect(rows[0]).toMatchObject(expected)
      expect(rows[0]?.['content']).toEqual(plain.rows[0]?.['content'])
    }
    expect((await inJson({ STAGE: 1, PRIOR: 1 })).report.reasons).toEqual({})
    expect((await inWorkbook(codes)).report.reasons).toEqual({})
  })

  it('is another code with another fraction', async () => {
    expect((await inParquet({ STAGE: '1.5::double' })).report.reasons).toEqual({ 'UNKNOWN_CODE:stage': 1 })
    expect((await inParquet({ PRIOR: '1.5::double' })).report.reasons).toEqual({ 'NOT_YES_OR_NO:prior_conviction': 1 })
  })

  it('keeps its zeros where a list has such codes', async () => {
    const rules = withAliases('stages', { first_instance: ['7.0'], changed_on_appeal: ['7'] })
    expect((await inJson({ STAGE: '7.0' }, rules)).rows[0]?.['stage']).toBe('first_instance')
    expect((await inJson({ STAGE: '7' }, rules)).rows[0]?.['stage']).toBe('changed_on_appeal')
  })
})

describe('a code that is in no table', () => {
  it.each([
    [{ SERVING: '9' }, 'SERVING'],
    [{ SANCTION: '999' }, 'SANCTION'],
    [{ SANCTION: '30', SERVING: '2' }, 'SANCTION'],
  ])('is told of the column that is wrong: %j', async (cells, column) => {
    await expect(inCsv(cells)).rejects.toMatchObject({ code: 'UNKNOWN_CODE', place: { column } })
  })

  it('refuses the file for all columns at once, those too in which it would set a row aside', async () => {
    const rows = [
      { SANCTION: '999', COURT: 'X-9' },
      { CASE_ID: 'C2', SERVING: '9' },
      { CASE_ID: 'C3', STAGE: '77' },
    ]
    const refused = take(file(`${name}.csv`, sentencesCsv(rows)))
    await expect(refused).rejects.toMatchObject({ code: 'UNKNOWN_CODE', place: { column: 'SERVING' } })
    const message = await refused.then(
      () => '',
      (error: Error) => error.message,
    )
    expect(message).toMatch(/column SERVING [^;]*: row 2; .*column SANCTION [^;]*jurisdiction: row 1;/)
    expect(message).toMatch(/column COURT [^;]*, which sets them aside: row 1;/)
    expect(message).toMatch(/column STAGE [^;]*, which sets them aside: row 3\./)
  })

  it('is told so where rows are set aside, of both columns if need be', async () => {
    const rules = withColumn('sentences', 'sanction_category', { unknown: 'quarantine' })
    const reasons = async (cells: Readonly<Record<string, string>>) => (await inCsv(cells, rules)).report.reasons
    expect(await reasons({ SERVING: '9' })).toEqual({ 'UNKNOWN_CODE:serving': 1 })
    expect(await reasons({ SANCTION: '999' })).toEqual({ 'UNKNOWN_CODE:sanction_category': 1 })
    expect(await reasons({ SANCTION: '999', SERVING: '9' })).toEqual({
      'UNKNOWN_CODE:serving': 1,
      'UNKNOWN_CODE:sanction_category': 1,
    })
  })
})

describe('the spelling of a code', () => {
  it('is read without regard to case and outer blanks', async () => {
    const cells = [
      { COURT: 'gb-01' },
      { COURT: '\u00a0Gb-01 ' },
      { SEX: 'м' },
      { LEGAL_AID: 'ДА' },
      { LEGAL_AID: 'жок ' },
    ]
    const expected = [{ court: 'GB-01' }, { court: 'GB-01' }, { sex: 'M' }, { legal_aid: true }, { legal_aid: false }]
    for (const { report, rows } of [await inCsv(cells), await inJson(cells)]) {
      expect(report.reasons).toEqual({})
      expect(rows).toMatchObject(expected)
    }
  })

  it('is read without outer blanks in JSON', async () => {
    const blanks = [' 10', '10 ', '\t10', '10\t', '\u00a010', '10\n']
    const { report } = await inJson(blanks.map((SANCTION) => ({ SANCTION })))
    expect([report.reasons, report.account.accepted]).toEqual([{}, blanks.length])
  })

  it('gives one row, although several spellings of one code differ by case only', async () => {
    const rules = withAliases('sexes', { M: ['муж', 'Муж', 'МУЖ'] })
    expect((await inCsv({ SEX: 'мУж' }, rules)).report.account).toMatchObject({ read: 1, accepted: 1 })
  })

  it('takes a row back in small letters too', async () => {
    const text = sentencesCsv([{ RECORD: '' }, { RECORD: 'отзыв' }], [...Object.keys(usualSentence), 'RECORD'])
    const { report } = await take(file(`${name}.csv`, text), kg)
    expect(report.account).toMatchObject({ accepted: 0, withdrawn: 1 })
  })
})
