import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { habits, messyVariant, writeSamples } from '#data-samples'
import { sentencesCsv, soundRows } from '../../cli/testing/sentences.ts'
import { file, take } from '../testing/take.ts'

/** The same quarter as every sender would write it, and the fingerprints of the rows it gives. */
async function written(
  habit: number | undefined,
): Promise<{ path: string; reasons: Record<string, number>; layout: Record<string, number>; contents: string[] }> {
  const out = mkdtempSync(join(tmpdir(), 'formats-'))
  const dress = habit === undefined ? {} : { dress: () => messyVariant(habit) }
  const registers = ['sentences'] as const
  await writeSamples({ jurisdiction: 'kg', out, from: '2024-01', to: '2024-01', registers, ...dress })
  const [folder = ''] = readdirSync(out)
  const name = readdirSync(join(out, folder)).find((entry) => entry !== 'manifest.json') ?? ''
  const path = join(out, folder, name)
  const { report, rows } = await take(path)
  const { read, accepted, superseded } = report.account
  expect([accepted, read - superseded]).toEqual([rows.length, rows.length])
  return {
    path,
    reasons: report.reasons,
    layout: report.layout,
    contents: rows.map(({ content }) => String(content)).sort(),
  }
}

describe('a file, however it is written', () => {
  let plain: Awaited<ReturnType<typeof written>>
  beforeAll(async () => {
    plain = await written(undefined)
    expect(plain.contents.length).toBeGreaterThan(1000)
  })

  it.each(habits.map((habit, index) => [habit.packing, habit.delimiter, habit.dates, index] as const))(
    'says the same as %s with %j and %s dates (%i)',
    async (packing, _, __, index) => {
      const messy = await written(index)
      expect(messy.contents).toEqual(plain.contents)
      expect(messy.reasons).toEqual(plain.reasons)
      if (packing === 'gzip') expect(messy.layout['REPEATED_HEADER']).toBeGreaterThan(10)
    },
  )

  it('tells how many sums of the sender were left out, and counts none of them as rows', async () => {
    const messy = await written(habits.findIndex(({ subtotal }) => subtotal))
    expect(messy.layout).toEqual({ SHORT_LINE: 1 })
  })

  it('says that windows-1251 has lost letters', async () => {
    const { report } = await take(
      file('court_sentences_x.csv', Buffer.from(`${sentencesCsv(soundRows(3)).replaceAll('М', '\u00cc')}`, 'latin1')),
    )
    expect(report.notes).toContain('LETTERS_LOST')
    expect(report.account.accepted).toBe(3)
  })

  it('joins a region that lost its letters by an alias, and refuses a code of another scheme', async () => {
    const population = (area: string) =>
      `AREA;SEX;AGE;DATE;BASIS;PERSONS\n${area};F;A18;01.01.2024;P;1 234\nKG08;M;A18;01.01.2024;P;10\n`
    const { rows } = await take(file('population_x.csv', population('KG02')))
    expect(rows.map(({ region, persons }) => [region, persons])).toEqual([
      ['KG-Y', 1234],
      ['KG-C', 10],
    ])
    await expect(take(file('population_x.csv', population('KG01')))).rejects.toMatchObject({ code: 'UNKNOWN_CODE' })
  })
})

describe('a workbook', () => {
  const sheet = (name: string, data: unknown[][]) => ({
    sheet: name,
    data: data.map((row) =>
      row.map((value) =>
        value instanceof Date
          ? { type: Date, value, format: 'dd.mm.yyyy' }
          : value === null
            ? null
            : { type: typeof value === 'number' ? Number : String, value },
      ),
    ),
  })

  it('is read below its merged titles; other sheets are screened and told', async () => {
    const path = file('staffing_x.xlsx', '')
    const head = ['POST', 'SERVICE', 'OFFICE', 'ROLE', 'CASELOAD', 'FROM', 'TO', 'LEAVING', 'SEX']
    const body = ['P-1', '1', 'GB-1', '1', '1', new Date('2020-03-01'), null, '0', 'Ж']
    await writeWorkbook([
      sheet('Штат', [['Штатное расписание', null, null], head, body]),
      sheet('Прочее', [['итоги'], ['без лиц']]),
    ] as never).toFile(path)
    const { report, rows: accepted } = await take(path)
    expect(report.notes).toContain('SHEETS_NOT_READ')
    expect(accepted).toHaveLength(1)
    expect(accepted[0]).toMatchObject({ office: 'GB-1', carries_caseload: true, sex: 'F' })
  })

  it('is refused when a sheet that is not read holds a name', async () => {
    const path = file('staffing_x.xlsx', '')
    const head = ['POST', 'SERVICE', 'OFFICE', 'ROLE', 'CASELOAD', 'FROM', 'TO', 'LEAVING', 'SEX']
    const body = ['P-1', '1', 'GB-1', '1', '1', new Date('2020-03-01'), null, '0', 'Ж']
    await writeWorkbook([sheet('Штат', [head, body]), sheet('Прочее', [['Иванов Пётр Сергеевич']])] as never).toFile(
      path,
    )
    await expect(take(path)).rejects.toMatchObject({ code: 'PERSONAL_DATA' })
  })

  it('is refused when it is none', async () => {
    await expect(take(file('staffing_x.xlsx', 'no workbook'))).rejects.toMatchObject({ code: 'NOT_A_WORKBOOK' })
  })
})

describe('a packed file', () => {
  const text = sentencesCsv(soundRows(4))
  const bytes = Buffer.from(text)

  it('may be a zip with one extract, and nothing else', async () => {
    const good = await take(file('court_sentences_x.zip', zipSync({ 'a.csv': bytes })))
    expect(good.report.account.accepted).toBe(4)
    const two = file('court_sentences_x.zip', zipSync({ 'a.csv': bytes, 'b.csv': bytes }))
    await expect(take(two)).rejects.toMatchObject({ code: 'ZIP_CONTENT' })
    await expect(take(file('court_sentences_x.zip', 'PK no zip'))).rejects.toMatchObject({ code: 'NOT_ZIP' })
  })

  it('may not name a place outside its folder', async () => {
    const path = file('court_sentences_x.zip', zipSync({ '../../a.csv': bytes }))
    await expect(take(path)).rejects.toMatchObject({ code: 'PATH_LEAVES_FOLDER' })
  })

  it.each([
    ['the name of a file in a zip', 'zip', () => zipSync({ 'Асанов Бакыт 21403198512345.csv': bytes })],
    ['the name of a folder in a zip', 'zip', () => zipSync({ 'Асанов Бакыт/a.csv': bytes })],
    ['a date of birth in such a name', 'zip', () => zipSync({ 'a_14.03.1985.csv': bytes })],
    ['the comment of a zip', 'zip', () => withComment(zipSync({ 'a.csv': bytes }), 'a@b.kg')],
    ['the name that gzip keeps', 'csv.gz', () => gzipNamed(bytes, 'Асанов Бакыт.csv')],
  ])('may not say who somebody is: %s', async (_, ending, pack) => {
    const refused = await take(file(`court_sentences_x.${ending}`, pack())).catch((error) => error)
    expect(refused).toMatchObject({ code: 'PERSONAL_DATA', message: expect.stringContaining('inside the archive') })
    expect(refused.message).not.toMatch(/Асанов|1985|@/)
  })

  it.each(['gz', 'zip'])('may not be a bomb (%s)', async (ending) => {
    const zeros = Buffer.alloc(300 * 2 ** 20)
    const packed = ending === 'gz' ? gzipSync(zeros) : zipSync({ 'a.csv': zeros })
    const name = ending === 'gz' ? 'court_sentences_x.csv.gz' : 'court_sentences_x.zip'
    await expect(take(file(name, packed))).rejects.toMatchObject({ code: 'ARCHIVE_BOMB' })
  })

  it('has to be a kind that the contract takes', async () => {
    await expect(take(file('court_sentences_x.docx', 'x'))).rejects.toMatchObject({ code: 'WRONG_KIND_OF_FILE' })
    await expect(take(file('court_sentences_x.zip', zipSync({ 'a.docx': bytes })))).rejects.toMatchObject({
      code: 'WRONG_KIND_OF_FILE',
    })
  })
})

describe('JSON Lines', () => {
  const line = (cells: object) => `${JSON.stringify(cells)}\n`
  const post = {
    POST: 'P-1',
    SERVICE: '1',
    OFFICE: 'GB-1',
    ROLE: '1',
    CASELOAD: true,
    FROM: '2020-03-01',
    TO: null,
    LEAVING: '0',
    SEX: 'Ж',
  }

  it('are rows; what is no object is counted as a broken line', async () => {
    const many = Array.from({ length: 60 }, (_, index) => line({ ...post, POST: `P-${index}` })).join('')
    const { report } = await take(file('staffing_x.jsonl', `${many}[1,2]\n`))
    expect(report.account).toMatchObject({ read: 61, accepted: 60, quarantined: 1 })
    await expect(take(file('staffing_x.jsonl', 'x\ny\n'))).rejects.toMatchObject({ code: 'NOT_JSON_LINES' })
  })

  it('are screened in keys that only one line has', async () => {
    const path = file('staffing_x.jsonl', line(post) + line({ ...post, POST: 'P-2', phone: '+996555123456' }))
    await expect(take(path)).rejects.toMatchObject({ code: expect.stringMatching(/PERSONAL_DATA|UNEXPECTED_COLUMN/) })
  })
})

/** A zip ends with the length of its comment, and the comment. */
function withComment(zip: Uint8Array, comment: string): Uint8Array {
  return Buffer.concat([zip.subarray(0, -2), Buffer.from([comment.length, 0]), Buffer.from(comment)])
}

/** A name stands behind the first ten bytes, and a bit of the fourth says so. */
function gzipNamed(content: Uint8Array, name: string): Uint8Array {
  const plain = gzipSync(content)
  plain[3] = 8
  return Buffer.concat([plain.subarray(0, 10), Buffer.from(`${name}\0`), plain.subarray(10)])
}
