import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { faultsIn, packagePath } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { joinedCells } from './table/header.ts'
import { file, type Taken, take } from './testing/take.ts'

function country(format: string): Jurisdiction {
  const folder = mkdtempSync(join(tmpdir(), 'two-rows-'))
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
  writeFileSync(
    join(folder, 'contracts', 'supervision.yaml'),
    `
register: supervision
owner: { en: Probation, ru: Пробация, ky: Пробация }
row: people who came under supervision in one year
files: "entries*"
format: { type: [csv, xlsx]${format} }
delivery: { mode: full, key: content, date_column: registered_on }
unpivot: { pattern: "{YEAR}_{SEX}", parts: { YEAR: [2022, 2023], SEX: [M, F] }, value: N }
count: { from: N }
columns:
  registered_on: { from: YEAR, type: year }
  kind: { from: KIND, type: code }
  sex: { from: SEX, type: code }
`,
  )
  return loadJurisdiction(folder)
}

const twoRows = country(', header_rows: 2')
const body = ['1,7,2,5,4', '2,0,5,1,9']
const upper = 'KIND,2022,,2023,'
const lower = ',M,F,M,F'
const csv = (...lines: readonly string[]) => file('entries.csv', `${lines.join('\n')}\n`)
const accepted = ({ rows }: Taken) => rows.map(({ row_no: _, ...row }) => JSON.stringify(row, bigAsText)).toSorted()
const bigAsText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
const oneRow = async () => accepted(await take(csv('KIND,2022_M,2022_F,2023_M,2023_F', ...body), country('')))

/** The upper names over merged cells, as a spreadsheet writes them. */
async function workbook(titles: number): Promise<string> {
  const header = [
    [{ value: 'KIND', rowSpan: 2 }, { value: 2022, columnSpan: 2 }, null, { value: 2023, columnSpan: 2 }, null],
    [null, ...['M', 'F', 'M', 'F'].map((value) => ({ value }))],
  ]
  const rows = body.map((line) => line.split(',').map((cell, at) => ({ value: at === 0 ? cell : Number(cell) })))
  const above = Array.from({ length: titles }, () => [
    { value: 'People under supervision', columnSpan: 5 },
    null,
    null,
    null,
    null,
  ])
  return file('entries.xlsx', await writeWorkbook([...above, ...header, ...rows]).toBuffer())
}

describe('a header of two rows', () => {
  it('is read as the same table with one row of joined names: CSV', async () => {
    expect(accepted(await take(csv(upper, lower, ...body), twoRows))).toEqual(await oneRow())
  })

  it.each([0, 2])('is read from merged cells of a workbook, below %i titles', async (titles) => {
    const rules = country(`, header_rows: 2, title_rows: ${titles}`)
    expect(accepted(await take(await workbook(titles), rules))).toEqual(await oneRow())
  })

  it('may be below titles, have names in quotation marks, and be joined by another text', async () => {
    const rules = country(', header_rows: 2, title_rows: 1, header_joined_by: "_"')
    const found = await take(csv('People under supervision', '"KIND","2022",,"2023",', lower, ...body), rules)
    expect(accepted(found)).toEqual(await oneRow())
  })

  it('leaves rows their numbers: of quarantined and of broken ones', async () => {
    const rows = ['1,7,2,5,4', '2,0,many,1,9', '1,7', '1,1,1,1,1']
    const found = await take(csv(upper, lower, ...rows), twoRows)
    const plain = await take(csv('KIND,2022_M,2022_F,2023_M,2023_F', ...rows), country(''))
    expect(found.report.rows).toEqual(plain.report.rows)
    expect(Object.values(found.report.rows).flat()).toEqual(expect.arrayContaining([2, 3]))
    expect(found.report.account).toEqual(plain.report.account)
  })

  it('is refused where a group is missing, and where the contract does not declare it', async () => {
    await expect(take(csv('KIND,2022,,,', lower, ...body), twoRows)).rejects.toMatchObject({ code: 'REPEATED_COLUMN' })
    await expect(take(csv('KIND,,2022,2023,', lower, ...body), twoRows)).rejects.toMatchObject({
      code: 'MISSING_COLUMN',
    })
    await expect(take(csv(upper, lower, ...body), country(''))).rejects.toMatchObject({
      code: expect.stringMatching(/COLUMN/),
    })
  })

  it('has two rows or one', () => {
    let faults: readonly string[] = []
    try {
      country(', header_rows: 3')
    } catch (error) {
      faults = faultsIn(error).map(({ message }) => message)
    }
    expect(faults.join()).toMatch(/header_rows/)
  })
})

const name = fc.stringMatching(/^[a-z0-9]{1,5}$/)
const groups = fc.array(fc.record({ group: name, names: fc.array(name, { minLength: 1, maxLength: 4 }) }), {
  minLength: 1,
})
const alone = fc.array(name)

it('each name of a group is put before those below it, and none before columns without one', () => {
  const law = fc.property(alone, groups, alone, (first, grouped, last) => {
    const above = [
      ...first,
      ...grouped.flatMap(({ group, names }) => names.map((_, at) => (at === 0 ? group : ''))),
      ...last,
    ]
    const below = [...first.map(() => ''), ...grouped.flatMap(({ names }) => names), ...last.map(() => '')]
    const joined = [...first, ...grouped.flatMap(({ group, names }) => names.map((one) => `${group}-${one}`)), ...last]
    expect(joinedCells(above, below, '-')).toEqual(joined)
  })
  fc.assert(law)
})
