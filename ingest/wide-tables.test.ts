import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { faultsIn, packagePath, quoteLiteral, sha256 } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { file, intoEmptyStore, type Taken, take } from './testing/take.ts'

const bySex = 'columns: { Male: { SEX: M }, Female: { SEX: F } }, value: N'

function country(unpivot: string, more = '', from = 'SEX'): Jurisdiction {
  const folder = mkdtempSync(join(tmpdir(), 'wide-'))
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
  writeFileSync(
    join(folder, 'contracts', 'supervision.yaml'),
    `
register: supervision
owner: { en: Probation, ru: Пробация, ky: Пробация }
row: people who came under supervision on one day
files: "entries*"
format: { type: [csv, xlsx, parquet] }
delivery: { mode: full, key: content, date_column: registered_on }
${unpivot === '' ? '' : `unpivot: { ${unpivot} }`}
count: { from: N, missing_values: ["-"] }
columns:
  registered_on: { from: DAY, type: date, format: "%Y-%m-%d" }
  kind: { from: KIND, type: code }
  sex: { from: ${from}, type: code }
${more}
`,
  )
  return loadJurisdiction(folder)
}

const csv = (...lines: readonly string[]) => file('entries.csv', `${lines.join('\n')}\n`)
const wide = ['DAY,KIND,Male,Female', '2024-03-01,1,7,2', '2024-03-02,2,0,5', '2024-03-02,1,3,4']
const long = ['DAY,KIND,SEX,N', ...wide.slice(1).flatMap(longLines)]

function longLines(line: string): readonly string[] {
  const [day, kind, male, female] = line.split(',')
  return [`${day},${kind},M,${male}`, `${day},${kind},F,${female}`]
}

/** What is kept, without the time of its reading. */
const accepted = ({ rows }: Taken) => rows.map(({ row_no: _, ...row }) => JSON.stringify(row, bigAsText)).toSorted()
const bigAsText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)

async function workbook(): Promise<string> {
  const rows = wide.map((line, at) =>
    line.split(',').map((cell, column) => ({ value: at > 0 && column > 1 ? Number(cell) : cell })),
  )
  return file('entries.xlsx', await writeWorkbook(rows).toBuffer())
}

async function parquet(): Promise<string> {
  const source = csv(...wide)
  const path = source.replace(/csv$/, 'parquet')
  await intoEmptyStore(source, {}, async ({ connection }) => {
    const read = `read_csv(${quoteLiteral(source)}, types = {'KIND': 'varchar'})`
    await connection.run(`copy (from ${read}) to ${quoteLiteral(path)} (format parquet)`)
  })
  return path
}

describe('a wide table', () => {
  it.each([
    ['CSV', async () => csv(...wide)],
    ['a workbook', workbook],
    ['Parquet', parquet],
  ])('is read as the same data in long form: %s', async (_, write) => {
    const taken = await take(await write(), country(bySex))
    expect(accepted(taken)).toEqual(accepted(await take(csv(...long), country(''))))
    expect(taken.report.account).toMatchObject({ read: 6, accepted: 6, quarantined: 0 })
  })

  it('may have its columns in any order, blanks, and lines that are no rows', async () => {
    const lines = [
      ' Female , Male ,KIND,DAY',
      '2 ,7,1,2024-03-01',
      '',
      'Female,Male,KIND,DAY',
      ',,,',
      ' 5,0,2,2024-03-02',
    ]
    const { report, ...taken } = await take(csv(...lines, '4,3,1,2024-03-02'), country(bySex))
    expect(accepted({ report, ...taken })).toEqual(accepted(await take(csv(...long), country(''))))
    expect(report.layout).toEqual({ BLANK: 2, REPEATED_HEADER: 2 })
  })

  it('names its columns by a pattern', async () => {
    const byPattern = 'pattern: "{DAY}_{SEX}", parts: { DAY: [2024-03-01, 2024-03-02], SEX: [M, F] }, value: N'
    const header = 'KIND,2024-03-01_M,2024-03-01_F,2024-03-02_M,2024-03-02_F'
    const taken = await take(csv(header, '1,7,2,3,4', '2,-,-,0,5'), country(`${byPattern}, empty: no row`))
    expect(accepted(taken)).toEqual(accepted(await take(csv(...long), country(''))))
    expect(taken.report.layout).toEqual({ EMPTY_CELL: 2 })
  })

  it('quarantines a cell without a count under the row and the column of the sender', async () => {
    const { report } = await take(csv(...wide.slice(0, 2), '2024-03-02,2,0,', '2024-03-02,1,<5,-'), country(bySex))
    expect(report.account).toMatchObject({ read: 6, accepted: 3, quarantined: 3 })
    expect(report.rows).toEqual({ 'MISSING_VALUE:records': [2, 3], 'NOT_A_WHOLE_NUMBER:records': [3] })
    expect(report.columns).toEqual({ records: 'Male, Female' })
  })

  it('keeps account of lines that are broken', async () => {
    const { report } = await take(csv(...wide, '2024-03-02,1'), country(bySex))
    expect(report.account).toMatchObject({ read: 7, accepted: 6, quarantined: 1 })
    expect(report.rows).toEqual({ MALFORMED_LINE: [4] })
  })

  it.each([
    ['DAY,KIND,Male', 'MISSING_COLUMN', 'Female'],
    ['DAY,KIND,Male,Female,Total', 'UNEXPECTED_COLUMN', '"Total"'],
  ])('has the columns of its contract: %s', async (header, code, text) => {
    const taken = take(csv(header, header.replaceAll(/\w+/g, '1')), country(bySex))
    await expect(taken).rejects.toMatchObject({ code, message: expect.stringContaining(text) })
  })

  it.each([
    [bySex.replace('SEX: F', 'SEX: M'), '', 'says the same as Male'],
    [bySex.replace('SEX: F', 'YEAR: F'), '', 'every column has to name the same: SEX'],
    [bySex.replace('value: N', 'value: M'), '', 'no column reads M'],
    [bySex, 'ignored: [Female]', 'is read by "from" or "ignored" too'],
    ['pattern: "{SEX}", parts: { YEAR: [1] }, value: N', '', 'names in braces'],
    ['value: N', '', 'needs either "columns" or "pattern"'],
  ])('is declared without contradictions: %s %s', (unpivot, more, text) => {
    expect(faults(() => country(unpivot, more))).toContainEqual(expect.stringContaining(text))
  })

  it.each([
    [3, 10, undefined],
    [3, 11, 'CONTROL_TOTAL'],
    [6, 10, 'MANIFEST_MISMATCH'],
  ])('has %d rows and the sum of %d in a column as the manifest says, or is refused: %s', async (rows, male, code) => {
    const path = csv(...wide)
    const totals = [
      { column: 'Male', sum: male },
      { column: 'Female', sum: 11 },
    ]
    const files = [{ name: 'entries.csv', sha256: sha256(readFileSync(path)), rows, totals }]
    const manifest = { register: 'supervision', period: { from: '2024-01-01', to: '2024-12-31' }, files }
    writeFileSync(join(dirname(path), 'manifest.json'), JSON.stringify(manifest))
    const taken = take(path, country(bySex))
    if (code === undefined) expect((await taken).report.account.accepted).toBe(6)
    else await expect(taken).rejects.toMatchObject({ code })
  })
})

function faults(make: () => unknown): readonly string[] {
  try {
    make()
    return []
  } catch (error) {
    return faultsIn(error).map(({ message }) => message)
  }
}
