import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine as DuckDB, Engine, packagePath, selectRows } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { contractOf, copyAndHash, type DeliveryReport, definePseudonyms, deliveryOf, ingestExtract } from './index.ts'

let engine: DuckDB
const folder = mkdtempSync(join(tmpdir(), 'take-in-'))
const columns = [
  'CASE_ID',
  'PERSON_ID',
  'CHARGE',
  'SANCTION_NO',
  'SENTENCED_ON',
  'IN_FORCE_ON',
  'COURT',
  'STAGE',
  'ARTICLE',
  'SANCTION',
  'SERVING',
  'DAYS',
  'FINE',
  'SEX',
  'BIRTH_YEAR',
  'CITIZENSHIP',
  'DISABILITY',
  'PRIOR',
  'DETAINED',
  'LEGAL_AID',
  'DV',
]
const sound = [
  'C1',
  'P1',
  '1',
  '1',
  '05.03.2024',
  '20.03.2024',
  'GB-01',
  '1',
  '205.1',
  '10',
  '1',
  '365',
  '',
  'М',
  '1990',
  '1',
  '0',
  '0',
  '1',
  '0',
  '0',
]

beforeAll(async () => {
  engine = await Engine.open()
})
afterAll(() => engine.close())

function row(changes: Readonly<Record<string, string>>): string {
  return columns.map((name, index) => changes[name] ?? sound[index]).join(';')
}

async function take(
  name: string,
  text: string,
  jurisdiction: string,
  read = 'select * from staging.accepted order by row_no',
) {
  const path = join(folder, name)
  writeFileSync(path, text)
  const rules = loadJurisdiction(jurisdiction)
  return await engine.withConnection(async (connection) => {
    await connection.run(`attach if not exists ':memory:' as staging`)
    await connection.run(
      `create or replace table staging.held (row_key uuid, content uhugeint, delivery integer, person_key uuid, sex varchar)`,
    )
    await definePseudonyms(connection, { bytes: Buffer.alloc(32, 7) })
    const context = {
      connection,
      jurisdiction: rules,
      existing: { rows: () => 'staging.held', later: [], peers: [] },
      quarantine: join(folder, 'quarantine'),
      today: '2026-11-24',
    }
    const report: DeliveryReport = await ingestExtract(
      context,
      deliveryOf(path, contractOf(path, rules), rules),
      await copyAndHash(path, join(folder, 'copy.csv')),
    )
    return { report, rows: await selectRows<Record<string, unknown>>(connection, read) }
  })
}

const kg = (rows: readonly string[], header = columns.join(';')) =>
  take('court_sentences_test.csv', `${[header, ...rows].join('\n')}\n`, 'kg')
/** Enough sound rows that a few others stay under the limit of the contract. */
const many = Array.from({ length: 400 }, (_, index) => row({ CASE_ID: `M${index}`, PERSON_ID: `M${index}` }))

describe('taking an extract in', () => {
  it('reads each column as the contract says', async () => {
    const { rows } = await kg([row({ DAYS: '548', BIRTH_YEAR: '', SEX: 'ж', FINE: '1 234,5' })])
    expect(rows).toEqual([
      expect.objectContaining({
        court: 'GB-01',
        offence: '0502',
        regime: 'kg-2021',
        sanction_category: 'deprivation_of_liberty',
        sex: 'F',
        birth_year: null,
        fine_amount: 1234.5,
        detained_before_trial: true,
      }),
    ])
    expect(rows[0]?.['length']).toBeCloseTo(18.016, 3)
  })

  it('counts whole years as whole: 365 days are 12 months, not 11.99', async () => {
    const { rows } = await kg([row({ DAYS: '365' }), row({ CASE_ID: 'C2', DAYS: '1825' })])
    expect(rows.map((accepted) => accepted['length'])).toEqual([12, 60])
  })

  it('reads a code by the regime in force on the day of the sentence', async () => {
    const { rows } = await kg([
      row({ SENTENCED_ON: '31.12.2018', IN_FORCE_ON: '', ARTICLE: '164.1' }),
      row({ CASE_ID: 'C2', SENTENCED_ON: '01.01.2019', IN_FORCE_ON: '', ARTICLE: '200.1' }),
    ])
    expect(rows.map(({ regime, offence }) => [regime, offence])).toEqual([
      ['kg-1997', '0502'],
      ['kg-2017', '0502'],
    ])
  })

  it('takes headers in another order and another language', async () => {
    const turned = [...columns].reverse().map((name) => (name === 'COURT' ? 'СУД' : name))
    const { report } = await kg([row({}).split(';').reverse().join(';')], turned.join(';'))
    expect(report.account).toMatchObject({ read: 1, accepted: 1 })
  })

  it.each([
    [{ SENTENCED_ON: '31.02.2024' }, 'NOT_A_DATE:sentenced_on'],
    [{ SENTENCED_ON: '03/05/2024' }, 'NOT_A_DATE:sentenced_on'],
    [{ SENTENCED_ON: '05.03.2991' }, 'IN_THE_FUTURE:sentenced_on'],
    [{ SENTENCED_ON: '05.03.1999' }, 'OUT_OF_RANGE:sentenced_on'],
    [{ IN_FORCE_ON: '01.03.2024' }, 'IN_FORCE_BEFORE_SENTENCE'],
    [{ CHARGE: '1.5' }, 'NOT_A_WHOLE_NUMBER:charge_no'],
    [{ DAYS: 'nan' }, 'NOT_A_NUMBER:length'],
    [{ DAYS: '-5' }, 'OUT_OF_RANGE:length'],
    [{ DV: 'yes' }, 'NOT_YES_OR_NO:domestic_violence'],
    [{ COURT: 'XX-99' }, 'UNKNOWN_CODE:court'],
    [{ COURT: '-' }, 'MISSING_VALUE:court'],
  ])('sets a row aside, with its reason, for %j', async (changes, reason) => {
    const { report } = await kg([...many, row(changes)])
    expect(report.account).toMatchObject({ read: 401, accepted: 400, quarantined: 1 })
    expect(Object.keys(report.reasons)).toContain(reason)
  })

  it('keeps a row whose article is in no crosswalk, and says so', async () => {
    const { report, rows } = await kg([row({ ARTICLE: '999.9' })])
    expect(rows[0]?.['offence']).toBe('UNK')
    expect(report.reasons).toEqual({ 'UNMAPPED:offence': 1 })
  })

  it('counts lines that are not rows', async () => {
    const { report } = await kg([...many, 'too;few', row({ CASE_ID: 'Z' })])
    expect(report.account).toMatchObject({ read: 402, accepted: 401, quarantined: 1 })
    expect(report.reasons).toEqual({ MALFORMED_LINE: 1 })
  })

  it('tells kinds of lines that are no rows in the order of their names', async () => {
    const header = columns.join(';')
    const { report } = await kg([...many, header, row({ CASE_ID: 'Итого' }), header, ''])
    expect(Object.entries(report.layout)).toEqual([
      ['REPEATED_HEADER', 2],
      ['SUBTOTAL', 1],
    ])
  })

  it('gives a person another pseudonym than the sender, the same in each row', async () => {
    const { rows } = await kg([row({ CASE_ID: 'A' }), row({ CASE_ID: 'B' })])
    expect(new Set(rows.map(({ person_key }) => String(person_key))).size).toBe(1)
    expect(rows.flatMap(Object.values).map(String)).not.toContain('P1')
  })

  it('ends every row in one of five ways, whatever the file holds', async () => {
    const cell = fc.record({
      CASE_ID: fc.constantFrom('A', 'B', 'C'),
      CHARGE: fc.constantFrom('1', '2', 'x'),
      DAYS: fc.constantFrom('100', '200'),
      COURT: fc.constantFrom('GB-01', 'C-01'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 25 }), async (changes) => {
        const faulty = changes.filter(({ CHARGE }) => CHARGE === 'x').length
        const { report, rows } = await kg([
          ...changes.map(row),
          ...many,
          ...many.map((line) => line.replaceAll('M', 'N')),
          ...many.map((line) => line.replaceAll('M', 'O')),
        ])
        const { read, ...ends } = report.account
        expect(Object.values(ends).reduce((a, b) => a + b, 0)).toBe(read)
        expect(ends.quarantined).toBe(faulty)
        expect(rows.length).toBe(ends.accepted)
        expect(new Set(rows.map(({ row_key }) => String(row_key))).size).toBe(rows.length)
      }),
      { numRuns: 15 },
    )
  })

  it('lets the last of several rows with one key count', async () => {
    const { report, rows } = await kg([row({ DAYS: '100' }), row({ DAYS: '365' }), row({ DAYS: '365' })])
    expect(report.account).toMatchObject({ read: 3, accepted: 1, duplicate: 1, superseded: 1 })
    expect(rows[0]?.['length']).toBe(12)
  })
})

describe('the published Mongolian extract in small', () => {
  const text = readFileSync(packagePath('data-samples', 'fixtures', 'mn_sentencing_small.csv'), 'utf8')

  it('keeps rows that repeat another one: they are different decisions', async () => {
    const { report, rows } = await take('mn_sentencing_small.csv', text, 'mn')
    expect(report.account).toMatchObject({ read: 8, accepted: 8, duplicate: 0 })
    expect(new Set(rows.map(({ row_key }) => String(row_key))).size).toBe(8)
  })

  it('reads years, floats for whole numbers, empty sexes and ages, and a length of 0.0 as not recorded', async () => {
    const { report, rows } = await take('mn_sentencing_small.csv', text, 'mn')
    expect(rows.map(({ age }) => age).sort()).toEqual([19, 27, 27, 33, 41, 52, null, null])
    expect(rows.filter(({ sex }) => sex === 'UNK')).toHaveLength(1 + 0)
    expect(rows.map(({ length }) => length).filter((length) => length !== null)).toEqual(
      expect.arrayContaining([24, 514.5]),
    )
    expect(rows.filter(({ length }) => length === null)).toHaveLength(6)
    expect(report.reasons).toEqual({ 'UNMAPPED:offence': 1 })
  })
})
