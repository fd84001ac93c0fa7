import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { faultsIn, packagePath } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { file, type Taken, take } from './testing/take.ts'

/** A country whose court register has the columns of a contract, and crosswalks of its own. */
function country(columns: string, { crosswalks = {}, more = '' }: Options = {}): Jurisdiction {
  const folder = mkdtempSync(join(tmpdir(), 'country-'))
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
  for (const [name, rows] of Object.entries(crosswalks)) writeFileSync(join(folder, 'crosswalks', `${name}.csv`), rows)
  writeFileSync(join(folder, 'contracts', 'sentences.yaml'), contract(columns, more))
  return loadJurisdiction(folder)
}

interface Options {
  readonly crosswalks?: Readonly<Record<string, string>>
  readonly more?: string
}

const contract = (columns: string, more: string) => `
register: sentences
owner: { en: Court, ru: Суд, ky: Сот }
row: one sentence
files: "verdicts_*"
delivery: { mode: append, key: [case_key], date_column: sentenced_on }
${more}
columns:
  case_key: { from: ID, type: key }
${columns}
`
const day = '  sentenced_on: { from: DAY, type: date, format: "%Y-%m-%d" }'
const csv = (...lines: readonly string[]) => file('verdicts_x.csv', `${lines.join('\n')}\n`)
const values = ({ rows }: Taken, column: string) => rows.map((row) => row[column])
const days = (taken: Taken) => values(taken, 'sentenced_on').map((date) => (date as Date).toISOString().slice(0, 10))
const reasonsOf = ({ report }: Taken) => report.reasons

function faultsOf(make: () => unknown): readonly string[] {
  try {
    make()
    return []
  } catch (error) {
    return faultsIn(error).map(({ message }) => message)
  }
}

describe('the length of a sentence', () => {
  const taken = async (length: string, header: string, cells: readonly string[], more = '') => {
    const rules = country(`${day}\n  length: { type: length, optional: true, ${length} }`, { more })
    return await take(csv(`ID,DAY,${header}`, ...cells.map((cell, at) => `C${at},2024-03-01,${cell}`)), rules)
  }

  it('is given in years, months, weeks or days', async () => {
    const months = [18, 1.5, 0.03]
    for (const [unit, written] of [
      ['years', ['1.5', '0.125', '0.0025']],
      ['months', ['18', '1.5', '0.03']],
      ['days', ['547.5', '45.625', '0.9125']],
      ['weeks', [String(547.5 / 7), String(45.625 / 7), String(0.9125 / 7)]],
    ] as const) {
      const found = values(await taken(`from: LEN, unit: ${unit}`, 'LEN', written), 'length')
      for (const [at, value] of months.entries()) expect(found[at]).toBeCloseTo(value, 10)
    }
  })

  it('stands in three columns, of which empty ones count nothing beside others', async () => {
    const parts = `inputs:\n  years: { from: Y, type: integer, optional: true }\n  months: { from: M, type: integer, optional: true }\n  days: { from: D, type: integer, optional: true }`
    const ofParts = 'parts: { years: years, months: months, days: days }'
    const found = await taken(ofParts, 'Y,M,D', ['1,6,0', ',,730', '2,,', ',,', '0,0,0'], parts)
    expect(values(found, 'length')).toEqual([18, 24, 24, null, 0])
    expect(reasonsOf(await taken(ofParts, 'Y,M,D', ['1,x,0'], parts))).toEqual({ 'NOT_A_WHOLE_NUMBER:months': 1 })
  })

  it('is one number of years, months and days, also without its zeros at the front', async () => {
    const found = await taken('from: LEN, digits: yyymmdd', 'LEN', [
      '0010600',
      '10600',
      '100000',
      '0',
      '12345678',
      '1.5',
    ])
    expect(values(found, 'length')).toEqual([18, 18, 120, 0])
    expect(reasonsOf(found)).toEqual({ 'NOT_A_LENGTH:length': 2 })
  })

  it('has its unit beside itself, which may be none of time', async () => {
    const unit = 'inputs:\n  unit: { from: UNIT, type: text, optional: true }'
    const units = 'from: LEN, unit_from: unit, units: { Y: years, Mo: months, D: days, USD: none, Life: none }'
    const cells = ['2,Y', '7, mo', '365,d', '500,usd', ',Life', 'all,Life', 'x,Y', '3,', '3,Q', ',']
    const found = await taken(units, 'LEN,UNIT', cells, unit)
    expect(values(found, 'length')).toEqual([24, 7, 12, null, null, null, null])
    expect(reasonsOf(found)).toEqual({ 'NOT_A_LENGTH:length': 1, 'UNKNOWN_UNIT:length': 2 })
  })

  it('is never negative, and lies in the range in months', async () => {
    expect(reasonsOf(await taken('from: LEN, unit: years', 'LEN', ['-1', '5']))).toEqual({ 'OUT_OF_RANGE:length': 1 })
    const found = await taken('from: LEN, unit: years, range: [1, 300]', 'LEN', ['0.05', '25', '26'])
    expect(values(found, 'length')).toEqual([300])
  })
})

describe('a date', () => {
  it('stands in columns of its year, month and day', async () => {
    const more = `inputs:\n  y: { from: Y, type: integer, optional: true }\n  m: { from: M, type: integer, optional: true }\n  d: { from: D, type: integer, optional: true }`
    const rules = country('  sentenced_on: { type: date, parts: { year: y, month: m, day: d } }', { more })
    const found = await take(
      csv('ID,Y,M,D', 'A,2024,2,29', 'B,2023,2,29', 'C,24,1,1', 'D,,,', 'E,2024,13,1', 'F,2024,,1'),
      rules,
    )
    expect(days(found)).toEqual(['2024-02-29'])
    expect(reasonsOf(found)).toEqual({ 'NOT_A_DATE:sentenced_on': 4, 'MISSING_VALUE:sentenced_on': 1 })
  })

  it('has the name of its month in the language of the sender', async () => {
    const names = '{ января: 1, мая: 5, "окт.": 10 }'
    const rules = country(`  sentenced_on: { from: DAY, type: date, format: "%d %m %Y", month_names: ${names} }`)
    const cells = ['1 января 2024', '31 МАЯ 2023', '9 окт. 2022', '9 окт 2022', '9 May 2022', '31 11 2023', '5 5 2021']
    const found = await take(csv('ID,DAY', ...cells.map((cell, at) => `C${at},${cell}`)), rules)
    expect(days(found)).toEqual(['2024-01-01', '2023-05-31', '2022-10-09', '2022-10-09', '2021-05-05'])
    expect(reasonsOf(found)).toEqual({ 'NOT_A_DATE:sentenced_on': 2 })
  })

  it('has the year of its sheet', async () => {
    const more =
      'format: { type: xlsx, sheets: ["20*"], sheet_column: SHEET }\ninputs:\n  m: { from: MONTH, type: integer }\n  y: { from: SHEET, type: integer }'
    const rules = country('  sentenced_on: { type: date, parts: { year: y, month: m } }', { more })
    const path = file('verdicts_x.xlsx', '')
    const row = (...cells: readonly (string | number)[]) =>
      cells.map((value) => ({ value, type: typeof value === 'number' ? Number : String }))
    const sheet = (name: string, id: string, month: number) => ({
      sheet: name,
      data: [row('ID', 'MONTH'), row(id, month)],
    })
    await writeWorkbook([sheet('2023', 'A', 4), sheet('2024', 'B', 5), sheet('Notes', 'C', 6)] as never).toFile(path)
    expect(days(await take(path, rules))).toEqual(['2023-04-01', '2024-05-01'])
  })

  it('is the first of its month or year where no more is sent', async () => {
    const more = 'inputs:\n  y: { from: Y, type: integer }\n  m: { from: M, type: integer }'
    const month = country('  sentenced_on: { type: date, parts: { year: y, month: m } }', { more })
    expect(days(await take(csv('ID,Y,M', 'A,2024,11'), month))).toEqual(['2024-11-01'])
  })
})

describe('a value that stands in no cell', () => {
  it('is the same in every row, or what an empty cell means', async () => {
    const rules = country(
      `${day}\n  stage: { value: final, type: code }\n  plea: { from: PLEA, type: boolean, "true": ["1"], "false": ["0"], default: "0" }\n  sex: { from: SEX, type: code, default: F }`,
    )
    const found = await take(csv('ID,DAY,PLEA,SEX', 'A,2024-03-01,1,M', 'B,2024-03-01,,'), rules)
    expect(values(found, 'stage')).toEqual(['final', 'final'])
    expect(values(found, 'plea')).toEqual([true, false])
    expect(values(found, 'sex')).toEqual(['M', 'F'])
  })

  it('is a code that there is', () => {
    const [fault, none] = faultsOf(() => country(`${day}\n  stage: { value: finl, type: code }`))
    expect(fault).toMatch(/finl.*did you mean.*final/i)
    expect(none).toBeUndefined()
  })
})

describe('a code that depends on several columns', () => {
  const crosswalk = [
    'source,kind,months,code',
    'Revoked,new offence,,deprivation_of_liberty',
    'Revoked,tech*,> 0,deprivation_of_liberty',
    'Revoked,,,suspended_with_supervision',
    'Fined,,(empty),fine',
    'Fined,,= 0,fine',
    'Fined,,<= 6,fine',
  ].join('\n')
  const more = `inputs:\n  kind: { from: KIND, type: text, optional: true }\n  months: { from: MONTHS, type: integer, optional: true }`
  const columns = `${day}\n  sanction_category: { from: DISP, type: mapped_code, crosswalk: outcomes, by: [kind, months] }`

  it('is the first row of the table that fits', async () => {
    const rules = country(columns, { more, crosswalks: { outcomes: crosswalk } })
    const cells = [
      'Revoked,New Offence,',
      'revoked,Technical,3',
      'Revoked,Technical,0',
      'Revoked,,',
      'Fined,,',
      'Fined,x,0',
      'Fined,,6',
    ]
    const lines = [...cells, 'Fined,,7', 'Other,,'].map((cell, at) => `C${at},2024-03-01,${cell}`)
    const found = await take(csv('ID,DAY,DISP,KIND,MONTHS', ...lines), rules)
    const [prison, probation, fine] = ['deprivation_of_liberty', 'suspended_with_supervision', 'fine']
    expect(values(found, 'sanction_category')).toEqual([prison, prison, probation, probation, fine, fine, fine])
    expect(reasonsOf(found)).toEqual({ 'UNKNOWN_CODE:sanction_category': 2 })
  })

  it('is found by how it begins where the contract says so, and else is only itself', async () => {
    const of = (patterns: boolean) =>
      country(`${day}\n  sanction_category: { from: CODE, type: mapped_code, crosswalk: p, patterns: ${patterns} }`, {
        crosswalks: { p: 'source,code\n10.1,fine\n10.1.*,suspended_with_supervision\n*,deprivation_of_liberty\n' },
      })
    const sent = csv('ID,DAY,CODE', 'A,2024-03-01,10.1', 'B,2024-03-01,10.1.7', 'C,2024-03-01,10.2')
    expect(values(await take(sent, of(true)), 'sanction_category')).toEqual([
      'fine',
      'suspended_with_supervision',
      'deprivation_of_liberty',
    ])
    expect(values(await take(sent, of(false)), 'sanction_category')).toEqual(['fine'])
  })

  it('is text after a backslash, and has what separates columns in it', async () => {
    const texts = ['*', '(empty)', 'C*', 'A|B', 'A', '\\x']
    const rows = [
      '\\*,x,fine',
      '\\(empty),,fine',
      'c,,fine',
      '\\C*,,probation',
      'A|B,,probation',
      'A,B,fine',
      '\\\\x,,fine',
    ]
    const crosswalks = {
      outcomes: ['source,kind,code', ...rows].join('\n').replaceAll('probation', 'suspended_with_supervision'),
    }
    const rules = country(columns.replace(', months', ''), { more, crosswalks })
    const lines = texts.map((text, at) => `C${at},2024-03-01,${text},${['x', '', '', '', 'B', ''][at]},`)
    const found = await take(csv('ID,DAY,DISP,KIND,MONTHS', ...lines), rules)
    const probation = 'suspended_with_supervision'
    expect(values(found, 'sanction_category')).toEqual(['fine', 'fine', probation, probation, 'fine', 'fine'])
  })

  it('may be the same text on both sides of a separator without being the same question', async () => {
    const crosswalks = { outcomes: 'source,kind,months,code\na|b,,,fine\na,b|,,fine\na,b,,fine\n' }
    expect(() => country(columns, { more, crosswalks })).not.toThrow()
  })

  it('asks numbers of numbers only', () => {
    const crosswalks = { outcomes: 'source,kind,months,code\nFined,,six,fine\n' }
    expect(faultsOf(() => country(columns, { more, crosswalks }))).toEqual([
      expect.stringMatching(/months: "six" is no condition on a number/),
    ])
  })
})

describe('rows of which the contract takes some', () => {
  const rules = country(day, {
    more: 'inputs:\n  kind: { from: KIND, type: text, optional: true }\nwhere: { kind: [S, "T*"] }',
  })

  it('are counted and taken, the others counted and left out', async () => {
    const found = await take(
      csv('ID,DAY,KIND', 'A,2024-03-01,s', 'B,no day,Q', 'C,2024-03-01,T4', 'D,2024-03-01,'),
      rules,
    )
    expect(found.rows).toHaveLength(2)
    expect(found.report).toMatchObject({ account: { read: 2, accepted: 2, quarantined: 0 }, layout: { LEFT_OUT: 2 } })
  })

  it('are some: a file of which none is taken is refused', async () => {
    await expect(take(csv('ID,DAY,KIND', 'A,2024-03-01,Q'), rules)).rejects.toMatchObject({ code: 'ALL_LEFT_OUT' })
  })
})

describe('a cell that cannot be read', () => {
  it('is not recorded where the contract says so, and the row stays', async () => {
    const column = (invalid: string) =>
      country(
        `${day}\n  fine_amount: { from: FINE, type: decimal, range: [0, 1000], optional: true, invalid: ${invalid} }`,
      )
    const sent = csv('ID,DAY,FINE', 'A,2024-03-01,10', 'B,2024-03-01,x', 'C,2024-03-01,5000', 'D,2024-03-01,')
    const accepted = await take(sent, column('unknown'))
    expect(values(accepted, 'fine_amount')).toEqual([10, null, null, null])
    expect(reasonsOf(accepted)).toEqual({ 'NOT_RECORDED:fine_amount': 2 })
    const apart = await take(sent, column('quarantine'))
    expect(apart.report.account).toMatchObject({ accepted: 2, quarantined: 2 })
  })

  it('sets the row aside where the row cannot do without', () => {
    const make = () =>
      country('  sentenced_on: { from: DAY, type: date, format: "%Y", optional: true, invalid: unknown }')
    expect(faultsOf(make)).toEqual([expect.stringMatching(/only a column that is optional/)])
  })

  it('has one year: a fiscal year is no date', () => {
    const make = () => country('  sentenced_on: { from: DAY, type: date, format: "%Y/%y", not_before: "2010-01-01" }')
    expect(faultsOf(make)).toEqual([expect.stringMatching(/names two years/)])
  })

  it('is no code, and no input of another input', () => {
    const code = `${day}\n  sex: { from: SEX, type: code, optional: true, invalid: unknown }`
    expect(faultsOf(() => country(code))).toEqual([expect.stringMatching(/unknown: unmapped/)])
    const input = 'inputs: { y: { from: Y, type: integer }, term: { type: length, parts: { years: y } } }'
    expect(faultsOf(() => country(day, { more: input }))).toEqual([expect.stringMatching(/read from the file/)])
  })
})

describe('numbers with a sign of a currency', () => {
  it('are numbers where the sign is declared', async () => {
    const of = (signs: string) =>
      country(`${day}\n  fine_amount: { from: FINE, type: decimal }`, {
        more: `format: { delimiter: ";", thousands: [","], currency_signs: ${signs} }`,
      })
    const cells = ['$1,250.50', '-$3', '$ 7', '12 USD', 'USD', '$$5', '9']
    const sent = csv('ID;DAY;FINE', ...cells.map((cell, at) => `C${at};2024-03-01;${cell}`))
    const found = await take(sent, of('["$", USD]'))
    expect(values(found, 'fine_amount')).toEqual([1250.5, 7, 12, 9])
    expect(values(await take(sent, of('[]')), 'fine_amount')).toEqual([9])
  })
})

describe('text in another encoding', () => {
  const of = (encoding: string) =>
    country(`${day}\n  article: { from: CÔTÉ, type: text }`, { more: `format: { encoding: ${encoding} }` })
  const bytes = (text: string, extra: Readonly<Record<string, number>>) =>
    Buffer.from([...text].map((letter) => extra[letter] ?? letter.charCodeAt(0)))
  const text = 'ID,DAY,CÔTÉ\nA,2024-03-01,œ€5\n'
  const latin = { Ô: 0xd4, É: 0xc9, œ: 0x9c, '€': 0x80 }

  it('is read by its name', async () => {
    const found = await take(file('verdicts_1252.csv', bytes(text, latin)), of('latin1'))
    expect(values(found, 'article')).toEqual(['œ€5'])
  })

  it('is taken without letters beyond ASCII, whatever is declared, and never when it is undeclared UTF-8', async () => {
    const plain = country(day, { more: 'format: { encoding: shift_jis }' })
    expect((await take(csv('ID,DAY', 'A,2024-03-01'), plain)).rows).toHaveLength(1)
    const utf8 = take(file('verdicts_8.csv', text), of('windows-1252'))
    await expect(utf8).rejects.toMatchObject({ code: 'WRONG_ENCODING' })
  })

  it('is refused where bytes are no letters of it', async () => {
    const broken = file('verdicts_bad.csv', Buffer.concat([bytes(text, latin), Buffer.from([0x81, 0x0a])]))
    await expect(take(broken, of('windows-1252'))).rejects.toMatchObject({ code: 'WRONG_ENCODING' })
  })

  it('has a name that is known', () => {
    expect(faultsOf(() => of('windows-1259'))).toEqual([expect.stringMatching(/no encoding that can be read/)])
  })
})
