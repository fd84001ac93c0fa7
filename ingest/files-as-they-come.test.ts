import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { Engine } from '#foundation'
import { type SentenceCells, sentencesCsv, soundRows } from '../cli/testing/sentences.ts'
import { file, take } from './testing/take.ts'

const rows = (changes: Readonly<Record<number, SentenceCells>> = {}) =>
  soundRows(60).map((row, index) => ({ ...row, ...changes[index] }))
const text = sentencesCsv(rows())
const lines = text.trimEnd().split('\n')
const [header = ''] = lines
const mark = '\ufeff'
const eachLine = (change: (line: string, index: number) => string) => `${lines.map(change).join('\n')}\n`
const csv = (content: string) => take(file('court_sentences_x.csv', content))

async function workbook(cells: readonly (readonly (string | null)[])[]): Promise<string> {
  const path = file('court_sentences_x.xlsx', '')
  const data = cells.map((row) => row.map((value) => (value === null || value === '' ? null : { type: String, value })))
  await writeWorkbook([{ sheet: 'A', data }] as never).toFile(path)
  return path
}

const sheet = (changes: Readonly<Record<number, SentenceCells>> = {}) =>
  sentencesCsv(rows(changes))
    .trimEnd()
    .split('\n')
    .map((line) => line.split(';'))

/** A workbook in which cells with these texts are replaced by XML. */
async function withCells(replaced: Readonly<Record<string, string>>): Promise<string> {
  const { readFileSync } = await import('node:fs')
  const words = Object.keys(replaced)
  const path = await workbook(sheet(Object.fromEntries(words.map((word, index) => [index * 20, { FINE: word }]))))
  const files = unzipSync(readFileSync(path))
  const shared = new TextDecoder().decode(files['xl/sharedStrings.xml'])
  const strings = [...shared.matchAll(/<si>.*?<\/si>/gs)].map(([si]) => si.replaceAll(/<[^>]*>/g, ''))
  const name = Object.keys(files).find((entry) => entry.startsWith('xl/worksheets/sheet')) ?? ''
  let xml = new TextDecoder().decode(files[name])
  for (const [word, cell] of Object.entries(replaced)) {
    const at = strings.indexOf(word)
    xml = xml.replace(new RegExp(`<c r="([A-Z]+\\d+)"[^>]*><v>${at}</v></c>`), cell.replace('<c', '<c r="$1"'))
  }
  return file('court_sentences_x.xlsx', zipSync({ ...files, [name]: strToU8(xml) }))
}

describe('a text as programs write it is read', () => {
  it.each([
    ['a delimiter at the end of each line', eachLine((line) => `${line};`)],
    ['two delimiters at the end of each line', eachLine((line) => `${line};;`)],
    ['a column without a name in front', eachLine((line) => `;${line}`)],
    ['a column without a name in the middle', eachLine((line) => line.replace(';', ';;'))],
    ['CRLF and LF', eachLine((line, index) => (index % 3 === 0 ? `${line}\r` : line))],
    ['LF rows appended to CRLF rows', eachLine((line, index) => (index < 30 ? `${line}\r` : line))],
    ['CR and LF', lines.join('\r').replace('\r', '\n')],
    ['a byte order mark', mark + text],
    ['two byte order marks', mark + mark + text],
    ['a mark before the header again', `${mark}${text}${mark}${text.replaceAll('\nC', '\nD')}`],
    ['a mark before a row', text.replace('\nC7;', `\n${mark}C7;`)],
    ['line breaks in the header', text.replace('SENTENCED_ON', '"SENTENCED_ON\n"').replace('COURT', '"\r\nCOURT"')],
    ['blanks and line breaks around all names', text.replace(header, header.replaceAll(/[A-Z_]+/g, '"\n $& \t"'))],
    ['a tab after each code', text.replaceAll('GB-01', 'GB-01\t')],
    ['a tab before each code', text.replaceAll('GB-01', '\tGB-01')],
    ['a thin blank after each code', text.replaceAll('GB-01', 'GB-01\u2009')],
    ['an unbroken thin blank', text.replaceAll('GB-01', 'GB-01\u202f')],
    ['seven blank lines above the header', '\n'.repeat(7) + text],
  ])('%s', async (_, content) => {
    const { report } = await csv(content)
    expect(report.account.accepted).toBe(report.account.read)
    expect(report.account.read % 60).toBe(0)
  })
})

describe('a text is refused by name', () => {
  it.each([
    ['UNNAMED_COLUMN', text.replace(header, `${header};`).replaceAll(';0\n', ';0;1\n')],
    ['UNNAMED_COLUMN', eachLine((line, index) => (index === 0 ? `;${line}` : `${index};${line}`))],
    ['UNNAMED_COLUMN', eachLine((line, index) => (index === 40 ? `x;${line}` : `;${line}`))],
  ])('%s', async (code, content) => {
    await expect(csv(content)).rejects.toMatchObject({ code })
  })

  it.each([
    ['the same value', '"SEX":"М","SEX":"М"'],
    ['another value', '"SEX":"М","SEX":"Ж"'],
    ['an empty one', '"SEX":"М","SEX":null'],
    ['far apart', '"SEX":"М","FINE":"","FINE":""'],
  ])('REPEATED_KEY, with its line: %s', async (_, twice) => {
    const names = header.split(';')
    const object = (line: string) =>
      JSON.stringify(Object.fromEntries(line.split(';').map((cell, at) => [names[at], cell])))
    const all = lines.slice(1).map(object)
    all[7] = (all[7] ?? '')
      .replace('"FINE":"",', '')
      .replace('"SEX":"М"', twice.includes('FINE') ? twice : `"FINE":"",${twice}`)
    const path = file('court_sentences_x.jsonl', `${all.join('\n')}\n`)
    await expect(take(path)).rejects.toMatchObject({ code: 'REPEATED_KEY', place: { line: 8 } })
  })

  it.each([
    ['UTF-8 with a mark that is none', Buffer.from([0xef, 0xbb, 0xbf, 0x41, 0xff, 0xfe, 0x0a])],
    ['half a character of UTF-16', Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x3b, 0xd8, 0x3b])],
    ['a line without end', Buffer.from(`${text}${'x'.repeat(9 * 2 ** 20)}\n`)],
    ['bytes that are no text behind the first rows', Buffer.concat([Buffer.from(text), Buffer.alloc(5000)])],
  ])('whatever the engine or a decoder says of it, without their words: %s', async (_, content) => {
    const error = await take(file('court_sentences_x.csv', content)).then(
      ({ report }) => report,
      (refusal: unknown) => refusal,
    )
    expect(error).not.toMatchObject({ message: expect.stringMatching(/select|read_csv|Error:|LINE 1/) })
    expect(error).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), place: { file: expect.any(String) } })
  })

  it('as Parquet whose pages are damaged', async () => {
    const { readFileSync } = await import('node:fs')
    const bytes = readFileSync(await parquetWith('*'))
    bytes.fill(0xff, 8, 400)
    const refused = { code: 'UNREADABLE_CONTENT', message: expect.not.stringMatching(/select|Error|read_parquet/) }
    await expect(take(file('court_sentences_x.parquet', bytes))).rejects.toMatchObject(refused)
  })
})

describe('a workbook as people keep it', () => {
  const empty = header.split(';').map(() => null)
  it.each([
    ['empty rows above the header', [...Array.from({ length: 9 }, () => empty), ...sheet()]],
    ['an empty row below a title', [['Title'], empty, ...sheet()]],
    ['an empty column in front', sheet().map((row) => [null, ...row])],
    ['line breaks in the header', sheet().map((row, index) => (index === 0 ? row.map((cell) => `${cell}\n`) : row))],
  ])('is read: %s', async (_, cells) => {
    const { report } = await take(await workbook(cells as (string | null)[][]))
    expect(report.account).toMatchObject({ read: 60, accepted: 60 })
  })

  it('keeps the numbers of rows below an empty one', async () => {
    const cells = sheet({ 40: { COURT: 'XX-99' } })
    const { report } = await take(await workbook([...cells.slice(0, 20), empty as never, ...cells.slice(20)]))
    expect(report).toMatchObject({ account: { read: 60, quarantined: 1 }, layout: { BLANK: 1 } })
  })

  it.each([
    [
      'errors',
      { '11': '<c t="e"><v>#N/A</v></c>', '22': '<c t="e"><v>#REF!</v></c>', '33': '<c t="e"><v>#DIV/0!</v></c>' },
    ],
    ['an error that a formula gave', { '11': '<c t="e"><f>A1/0</f><v>#DIV/0!</v></c>' }],
    [
      'formulas that nobody worked out',
      { '11': '<c><f>1+1</f><v></v></c>', '22': '<c><f>1+1</f></c>', '33': '<c><f>1+1</f><v/></c>' },
    ],
  ])('has rows with failed cells set aside: %s', async (_, replaced) => {
    const count = Object.keys(replaced).length
    const { report } = await take(await withCells(replaced))
    expect(report.account).toMatchObject({ read: 60, quarantined: count })
    expect(report.reasons).toEqual({ 'CELL_ERROR:fine_amount': count })
  })

  it('keeps what a formula gave', async () => {
    const { report, rows: accepted } = await take(await withCells({ '11': '<c><f>5+6</f><v>11</v></c>' }))
    expect(report.account).toMatchObject({ accepted: 60 })
    expect(accepted[0]).toMatchObject({ fine_amount: 11 })
  })

  const compound = (word: string) =>
    Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.alloc(600),
      Buffer.from(word, 'utf16le'),
    ])
  it.each([
    ['PASSWORD_PROTECTED', 'court_sentences_x.xlsx', compound('EncryptedPackage')],
    ['OLD_WORKBOOK', 'court_sentences_x.xlsx', compound('')],
    ['OLD_WORKBOOK', 'court_sentences_x.xlsx', compound('Workbook')],
    ['OLD_WORKBOOK', 'court_sentences_x.xlsx', compound('Book')],
    ['NOT_A_WORKBOOK', 'court_sentences_x.xlsx', Buffer.from('<html>')],
  ])('is refused as %s', async (code, name, content) => {
    await expect(take(file(name, content))).rejects.toMatchObject({ code })
  })
})

describe('a zip', () => {
  const bytes = Buffer.from(text)

  it('may hold what the system of the sender put beside the extract', async () => {
    const quarantined = { '__MACOSX/._court.csv': bytes, '.DS_Store': bytes, 'Thumbs.db': bytes }
    const { report } = await take(file('court_sentences_x.zip', zipSync({ 'court.csv': bytes, ...quarantined })))
    expect(report.account.accepted).toBe(60)
  })

  it('is refused when a password locks it', async () => {
    const locked = zipSync({ 'court.csv': bytes })
    const view = new DataView(locked.buffer, locked.byteOffset)
    view.setUint16(6, view.getUint16(6, true) | 1, true)
    const central = Buffer.from(locked).indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    view.setUint16(central + 8, view.getUint16(central + 8, true) | 1, true)
    await expect(take(file('court_sentences_x.zip', locked))).rejects.toMatchObject({ code: 'PASSWORD_PROTECTED' })
  })
})

describe('what another reading would lose or guess', () => {
  it('is a second sheet with rows, hidden or not', async () => {
    const path = file('court_sentences_x.xlsx', '')
    const data = sheet().map((row) => row.map((value) => (value === '' ? null : { type: String, value })))
    for (const further of [data, data.slice(0, 3)]) {
      await writeWorkbook([
        { sheet: 'A', data },
        { sheet: 'B', data: further },
      ] as never).toFile(path)
      await expect(take(path)).rejects.toMatchObject({ code: 'FURTHER_SHEET' })
    }
    await writeWorkbook([
      { sheet: 'A', data },
      { sheet: 'B', data: data.slice(0, 1) },
    ] as never).toFile(path)
    expect((await take(path)).report.account).toMatchObject({ read: 60, accepted: 60 })
  })

  it('is a word in the column of withdrawals that nobody declared', async () => {
    const marks = ['', 'D', 'отзыв ', 'DEL', '1', 'Отозвано']
    const marked = eachLine((line, index) => `${line};${index === 0 ? 'RECORD' : (marks[index] ?? '')}`)
    const { report } = await csv(marked)
    expect(report.reasons).toMatchObject({ 'UNKNOWN_CODE:RECORD': 3 })
    expect(report.account.quarantined).toBe(5)
  })

  it('is a list or an object in a cell of JSON', async () => {
    const [names = [], ...cells] = sheet()
    const objects = cells.map((row, index) => ({
      ...Object.fromEntries(names.map((name, place) => [name, row[place]])),
      ...(index === 7 ? { CASE_ID: { a: [1, 2] } } : {}),
      ...(index === 9 ? { PERSON_ID: ['P'] } : {}),
    }))
    const path = file('court_sentences_x.jsonl', objects.map((row) => `${JSON.stringify(row)}\n`).join(''))
    const { report } = await take(path)
    expect(report.reasons).toMatchObject({ 'CELL_ERROR:case_key': 1, 'CELL_ERROR:person_key': 1 })
    expect(report.account).toMatchObject({ read: 60, accepted: 58 })
  })
  it('is a list, a structure or a map in a cell of Parquet', async () => {
    const nested = '[n] as CASE_ID, if(n = 9, {a: n}, null) as FINE, map([n], [n]) as PERSON_ID'
    const { report } = await take(await parquetWith(`* replace (${nested})`))
    const each = { 'CELL_ERROR:case_key': 60, 'CELL_ERROR:person_key': 60, 'CELL_ERROR:fine_amount': 1 }
    expect(report.reasons).toMatchObject(each)
    expect(report.account).toMatchObject({ read: 60, quarantined: 60 })
  })

  it('is personal data in a list, an object or a structure', async () => {
    const [names = [], first = []] = sheet()
    const cells = Object.fromEntries(names.map((name, place) => [name, first[place]]))
    const json = `${JSON.stringify({ ...cells, FINE: { of: ['+996 555 123456'] } })}\n`
    const refused = { code: 'PERSONAL_DATA' }
    await expect(take(file('court_sentences_x.jsonl', json))).rejects.toMatchObject(refused)
    const parquet = await parquetWith(`* replace ({of: '+996 555 123456'} as FINE)`)
    await expect(take(parquet)).rejects.toMatchObject(refused)
  })
})

/** The rows as Parquet, with other columns in it; `n` is the number of a row. */
async function parquetWith(columns: string): Promise<string> {
  const path = file('court_sentences_x.parquet', '')
  const engine = await Engine.open({ threads: 1 })
  const from = `select row_number() over () as n, * from read_csv('${file('x.csv', text)}', all_varchar = true, delim = ';')`
  const rows = `select * exclude (n) from (select ${columns} from (${from}))`
  await engine.withConnection((connection) => connection.run(`copy (${rows}) to '${path}' (format parquet)`))
  engine.close()
  return path
}

describe('two rows of a file with one key', () => {
  it('that contradict each other are told with the number of the first, though the later one counts', async () => {
    const { report, rows: stored } = await csv(sentencesCsv([{ CASE_ID: 'C9' }, { DAYS: '365' }, { DAYS: '730' }]))
    expect(report.account).toMatchObject({ read: 3, accepted: 2, superseded: 1 })
    expect([report.reasons, report.rows]).toEqual([{ CONTRADICTING_ROWS: 1 }, { CONTRADICTING_ROWS: [2] }])
    expect(stored.map(({ length }) => length)).toEqual([12, 24])
  })
})
