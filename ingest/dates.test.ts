import { describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { dayIn, loadJurisdiction } from '#jurisdictions'
import { defaults, registerCsv } from '../cli/testing/registers.ts'
import { sentencesCsv, usualSentence } from '../cli/testing/sentences.ts'
import { withColumn, withContract } from './testing/changed-tables.ts'
import { asSql, jsonLines, parquetFile } from './testing/rows-in-files.ts'
import { file, take } from './testing/take.ts'

const kg = loadJurisdiction('kg')

const files: Readonly<Record<string, string>> = {
  supervision: 'probation_supervision_x.csv',
  custody: 'prison_custody_x.csv',
  staffing: 'staffing_x.csv',
  assessments: 'probation_assessments_x.csv',
}

async function reasonsOf(register: string, cells: Readonly<Record<string, string>>, rules = kg): Promise<string[]> {
  const text = register === 'sentences' ? sentencesCsv([cells]) : registerCsv(register, [cells])
  const name = register === 'sentences' ? 'court_sentences_x.csv' : (files[register] ?? '')
  const { report } = await take(file(name, text), rules)
  return Object.keys(report.reasons)
}

describe('a year in a date', () => {
  it.each([
    ['supervision', { REGISTERED_ON: '25.03.24' }, 'NOT_A_DATE:registered_on'],
    ['supervision', { STARTS_ON: '25.03.24' }, 'NOT_A_DATE:starts_on'],
    ['supervision', { ENDED_ON: '25.03.7' }, 'NOT_A_DATE:ended_on'],
    ['custody', { ADMITTED_ON: '10.01.024' }, 'NOT_A_DATE:admitted_on'],
    ['custody', { STATUS_FROM: '24-01-10' }, 'NOT_A_DATE:status_from'],
    ['staffing', { FROM: '01.02.0020' }, 'NOT_A_DATE:held_from'],
  ])('of %s has four digits: %j is a fault', async (register, cells, fault) => {
    expect(await reasonsOf(register, cells)).toContain(fault)
  })

  it.each(['%d.%m.%Y', '%Y-%m-%d', '%m/%d/%Y', '%d %b %Y', '%Y/%d/%m'])('has four digits in %s', async (format) => {
    const rules = withColumn('staffing', 'held_from', { format: [format] })
    const day = format.replace('%d', '05').replace('%m', '03').replace('%b', 'Mar')
    expect(await reasonsOf('staffing', { FROM: day.replace('%Y', '2021') }, rules)).toEqual([])
    for (const year of ['21', '1', '021'])
      expect(await reasonsOf('staffing', { FROM: day.replace('%Y', year) }, rules)).toContain('NOT_A_DATE:held_from')
  })

  it('may have two where the contract says so', async () => {
    const rules = withColumn('staffing', 'held_from', { format: ['%d.%m.%Y', '%d.%m.%y'] })
    const { rows } = await take(file('staffing_x.csv', registerCsv('staffing', [{ FROM: '05.03.21' }])), rules)
    expect(String(rows[0]?.['held_from'])).toContain('2021')
  })

  it.each([
    ['year', '24', 'NOT_A_YEAR:held_from'],
    ['year', '024', 'NOT_A_YEAR:held_from'],
    ['year', '20245', 'NOT_A_YEAR:held_from'],
    ['quarter', '24-Q1', 'NOT_A_QUARTER:held_from'],
    ['quarter', '0024-Q1', 'NOT_A_QUARTER:held_from'],
  ] as const)('has four digits as a %s: %s is a fault', async (type, cell, fault) => {
    const rules = withColumn('staffing', 'held_from', { type })
    expect(await reasonsOf('staffing', { FROM: cell }, rules)).toContain(fault)
  })
})

describe('a day long ago', () => {
  it.each([
    ['supervision', { RECEIVED_ON: '01.01.1900' }, 'OUT_OF_RANGE:judgment_received_on'],
    ['supervision', { STARTS_ON: '31.12.1949' }, 'OUT_OF_RANGE:starts_on'],
    ['custody', { ADMITTED_ON: '31.12.1949' }, 'OUT_OF_RANGE:admitted_on'],
    ['staffing', { FROM: '01.01.1901' }, 'OUT_OF_RANGE:held_from'],
    ['assessments', { ASSESSED_ON: '31.12.2014' }, 'OUT_OF_RANGE:assessed_on'],
  ])('of %s is a fault, although the contract says nothing: %j', async (register, cells, fault) => {
    expect(await reasonsOf(register, cells)).toContain(fault)
  })

  it('is none where the event may precede the register, or the contract says otherwise', async () => {
    expect(await reasonsOf('custody', { ADMITTED_ON: '01.01.1951' })).toEqual([])
    const rules = withColumn('staffing', 'held_from', { not_before: '1890-01-01' })
    expect(await reasonsOf('staffing', { FROM: '01.01.1901' }, rules)).toEqual([])
  })

  it('is a fault of births before 1900 and after today', async () => {
    const rules = withColumn('custody', 'birth_year', { range: undefined })
    expect(await reasonsOf('custody', { BIRTH_YEAR: '1900' }, rules)).toEqual([])
    for (const year of ['1899', '90', `${new Date().getFullYear() + 1}`])
      expect(await reasonsOf('custody', { BIRTH_YEAR: year }, rules)).toContain('OUT_OF_RANGE:birth_year')
  })

  it('is bounded in each column of dates of each register', async () => {
    for (const [register, contract] of kg.contracts) {
      if (!(register in files)) continue
      for (const [name, column] of Object.entries(contract.columns)) {
        if (contract.canonical.columns[name]?.type !== 'date') continue
        const [header = ''] = column.from
        expect(await reasonsOf(register, { [header]: '31.12.1949' })).toContain(`OUT_OF_RANGE:${name}`)
      }
    }
  })
})

const names = { parquet: 'court_sentences_x.parquet', jsonl: 'court_sentences_x.jsonl' }

async function inParquet(sql: string, rules = kg) {
  const row = asSql({ ...usualSentence, IN_FORCE_ON: '' }, { SENTENCED_ON: sql })
  const { report, rows } = await take(await parquetFile(names.parquet, [row]), rules)
  return { reasons: Object.keys(report.reasons), day: dayOf(rows) }
}

async function inJson(text: string, rules = kg) {
  const row = { ...usualSentence, IN_FORCE_ON: '', SENTENCED_ON: text }
  const { report, rows } = await take(jsonLines(names.jsonl, [row]), rules)
  return { reasons: Object.keys(report.reasons), day: dayOf(rows) }
}

function dayOf([row]: readonly Record<string, unknown>[]): string | undefined {
  const day = row?.['sentenced_on']
  return day instanceof Date ? day.toISOString().slice(0, 10) : undefined
}

const day = { reasons: [], day: '2024-04-01' }
const moment = { reasons: ['TIME_OF_DAY:sentenced_on'], day: undefined }
const atGreenwich = withContract('sentences', (contract) => contract, 'Europe/London')

describe('a date with a time', () => {
  it.each([
    "date '2024-04-01'",
    "timestamp '2024-04-01 00:00:00'",
    "timestamp_ns '2024-04-01 00:00:00'",
    "timestamp_s '2024-04-01 00:00:00'",
    "timestamptz '2024-04-01 00:00:00+06:00'",
  ])('is a day at midnight: %s in Parquet', async (sql) => {
    expect(await inParquet(sql)).toEqual(day)
  })

  it.each([
    '2024-04-01T00:00:00+06:00',
    '2024-04-01T00:00:00.000+06:00',
    '2024-04-01T00:00:00+0600',
    '2024-04-01 00:00:00',
    '2024-04-01T00:00',
    '2024-04-01T00:00:00-05:00',
  ])('is a day at midnight of its own offset: %s in JSON', async (text) => {
    expect(await inJson(text)).toEqual(day)
  })

  it.each([
    "timestamp '2024-04-01 00:00:01'",
    "timestamp '2024-03-31 18:00:00'",
    "timestamptz '2024-04-01 00:00:00+00'",
    "timestamptz '2024-04-01 12:00:00+06:00'",
  ])('is refused by name otherwise: %s in Parquet', async (sql) => {
    expect(await inParquet(sql)).toEqual(moment)
  })

  it.each([
    '2024-04-01T00:00:00.000Z',
    '2024-03-31T18:00:00Z',
    '2024-04-01T00:00:00+00:00',
    '2024-04-01T00:00:00.001+06:00',
    '2024-04-01 10:30',
  ])('is refused by name otherwise: %s in JSON', async (text) => {
    expect(await inJson(text)).toEqual(moment)
  })

  it('in universal time is a day where the register lives at Greenwich', async () => {
    expect(await inJson('2024-04-01T00:00:00.000Z', atGreenwich)).toEqual(day)
    expect(await inJson('2024-04-01T10:00:00.000Z', atGreenwich)).toEqual(moment)
  })

  it('is no date when there is no such day', async () => {
    expect((await inJson('2024-02-31T00:00:00+06:00')).reasons).toEqual(['NOT_A_DATE:sentenced_on'])
  })

  it('is refused by name in a workbook too', async () => {
    const path = file('staffing_x.xlsx', '')
    const head = Object.keys(defaults['staffing'] ?? {})
    const at = (hour: number) => new Date(Date.UTC(2020, 2, 1, hour))
    const row = (post: string, from: Date) => ({ ...defaults['staffing'], POST: post, FROM: from })
    const data = [row('P-1', at(0)), row('P-2', at(10))].map((cells) =>
      Object.values(cells).map((value) =>
        value instanceof Date ? { type: Date, value, format: 'dd.mm.yyyy hh:mm' } : { type: String, value },
      ),
    )
    await writeWorkbook([head.map((value) => ({ type: String, value })), ...data] as never).toFile(path)
    const { report } = await take(path)
    expect(report.account).toMatchObject({ accepted: 1, quarantined: 1 })
    expect(report.reasons).toEqual({ 'TIME_OF_DAY:held_from': 1 })
  })
})

describe('today', () => {
  it.each(['Asia/Bishkek', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC'])('is a day of %s', async (zone) => {
    const rules = withContract('staffing', (contract) => contract, zone)
    const now = Date.now()
    const tomorrow = dayIn(zone, new Date(now + 86_400_000))
    expect(await reasonsOf('staffing', { FROM: dayIn(zone, new Date(now)) }, rules)).toEqual([])
    expect(await reasonsOf('staffing', { FROM: tomorrow }, rules)).toContain('IN_THE_FUTURE:held_from')
  })
})
