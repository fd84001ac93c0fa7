import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import type { FoundLineage, RowNumbers } from '#api'
import { filesIn } from '#foundation'
import { quarantinedRows, quarantineFiles } from '#ingest'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog, datasetNamed, parseQuestion } from '#warehouse'
import { runNightly } from '../nightly/run-nightly.ts'
import { drawing } from '../testing/drawn-deliveries.ts'
import { type TestHome, testHome } from '../testing/homes.ts'
import { deliver, registerCsv } from '../testing/registers.ts'
import { type SentenceCells, sentenceHeaders, sentencesCsv, soundRows, usualSentence } from '../testing/sentences.ts'
import { findLineage } from './find-lineage.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

let minute = 0
const accept = ['TOO_MANY_QUARANTINED', 'VOLUME_DRIFT', 'TOO_MANY_UNKNOWN_PARENTS', 'KEY_OF_TWO_MEANINGS']
const nightly = (of: TestHome = test) =>
  runNightly({
    ...{ home: of.home, jurisdiction: 'kg', incoming: of.incoming, accept },
    now: new Date(Date.UTC(2026, 10, 24, 2, minute++)),
  })

async function lineage(question: string, of: TestHome = test): Promise<FoundLineage & { readonly out: string }> {
  const purpose = ['--purpose', 'a question of the court']
  const { code, out, err } = await of.run('lineage', ...question.split(' '), ...purpose, '--rows', '--json')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return { ...JSON.parse(out), out }
}

/** The numbers of all rows of a figure, by delivery. */
function numbersIn({ figures }: Pick<FoundLineage, 'figures'>): Readonly<Record<number, readonly number[]>> {
  const sources = figures[0]?.sources ?? []
  return Object.fromEntries(sources.map(({ delivery, numbers }) => [delivery, listOf(numbers)]))
}

function listOf(numbers: RowNumbers | undefined): readonly number[] {
  if (numbers?.status !== 'found') return []
  return numbers.ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at))
}

const women = 'sentences --measure persons --where sex=F'

/** Rows of men and women as they are drawn. */
function drawnRows(seed: number, count = 15): SentenceCells[] {
  const draw = drawing(seed)
  return soundRows(count).map((row) => ({ ...row, SEX: draw.of(['М', 'Ж']) }))
}

/** Lines below the header that are no sound rows, by the place where each stands among all. */
const oddLines: ReadonlyMap<number, string> = new Map([
  [2, ''],
  [4, 'x;y'],
  [6, sentenceHeaders.join(';')],
  [9, sentencesCsv([{ CASE_ID: 'ODD', COURT: 'XX-99' }]).split('\n')[1] ?? ''],
  [12, `ИТОГО${';'.repeat(sentenceHeaders.length - 1)}`],
])

/** A text with odd lines among its rows, and the places of those of women, counted below the header. */
function messyText(seed: number, titles: readonly string[] = []) {
  const [header = '', ...rows] = sentencesCsv(drawnRows(seed)).trimEnd().split('\n')
  const lines: string[] = []
  while (rows.length > 0 || oddLines.has(lines.length + 1))
    lines.push(oddLines.get(lines.length + 1) ?? rows.shift() ?? '')
  const places = lines.flatMap((line, at) => (line.includes(';Ж;') ? [at + 1] : []))
  return { text: `${[...titles, header, ...lines].join('\n')}\n`, places }
}

const titles = ['Сведения о приговорах', 'за 2024 год']

type Written = { readonly name: string; readonly bytes: string | Uint8Array; readonly places: readonly number[] }

const asText =
  (name: string, bytes: (text: string) => string | Uint8Array, above: readonly string[] = []) =>
  () => {
    const { text, places } = messyText(name.length, above)
    return { name: `court_sentences_${name}`, bytes: bytes(text), places }
  }

/** Cyrillic letters as in the encoding of Windows. */
function windows1251(text: string): Uint8Array {
  const byteOf = (code: number) => (code >= 0x410 && code <= 0x44f ? code - 0x350 : code)
  return Uint8Array.from(text, (letter) => byteOf(letter.codePointAt(0) ?? 0))
}

async function workbook(): Promise<Written> {
  const rows = drawnRows(5)
  const body = rows.map((row) => sentenceHeaders.map((name) => row[name] ?? usualSentence[name] ?? ''))
  body.splice(3, 0, [])
  const data = [['Сведения о приговорах'], [], sentenceHeaders, ...body]
  const sheet = (name: string, cells: readonly (readonly string[])[]) => ({
    sheet: name,
    data: cells.map((row) => row.map((value) => ({ type: String, value }))),
  })
  const bytes = await writeWorkbook([sheet('Приговоры', data), sheet('Прочее', [['итоги']])] as never).toBuffer()
  const places = body.flatMap((cells, at) => (cells.includes('Ж') ? [at + 1] : []))
  return { name: 'court_sentences_x.xlsx', bytes, places }
}

function jsonLines(): Written {
  const rows = drawnRows(3).map((row) => ({ ...usualSentence, ...row }))
  const places = rows.flatMap(({ SEX }, at) => (SEX === 'Ж' ? [at + 1] : []))
  return { name: 'court_sentences_x.jsonl', bytes: rows.map((row) => `${JSON.stringify(row)}\n`).join(''), places }
}

const forms: Readonly<Record<string, () => Written | Promise<Written>>> = {
  'CSV with odd lines': asText('a.csv', (text) => text),
  'CSV below titles': asText('titles.csv', (text) => text, titles),
  'CSV in windows-1251': asText('w.csv', windows1251),
  'CSV in UTF-16': asText('utf16.csv', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')),
  'CSV with blanks around cells': asText('blanks.csv', (text) => text.replaceAll(';', '; ')),
  gzip: asText('x.csv.gz', (text) => gzipSync(text)),
  zip: asText('x.zip', (text) => zipSync({ 'a.csv': Buffer.from(text) })),
  'JSON lines': jsonLines,
  'a workbook with titles, a blank row and another sheet': workbook,
}

describe('the numbers of the rows of a figure', () => {
  it.each(Object.entries(forms))('are the places where they were written: %s', async (_, write) => {
    const { name, bytes, places } = await write()
    test.deliver(name, bytes)
    await nightly()
    const found = await lineage(women)
    expect(numbersIn(found)).toEqual({ 1: places })
    expect(places.length).toBeGreaterThan(2)
    for (const file of quarantineFiles(join(test.home, 'quarantine')))
      expect((await quarantinedRows(file)).map(({ row }) => row)).toEqual([4, 9])
    expect(found.out).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|P\d|C\d/)
  })

  it('are those of the rows that change it when they are removed from the file, and of no others', async () => {
    const draw = drawing(1)
    const count = 6
    const persons = drawnRows(7, count)
    // Nobody is named: equal rows are different persons.
    const attendances = Array.from({ length: count }, () => ({ PROFESSION: draw.of(['1', '2']) }))
    const questions = [women, 'training --measure attendances --where profession=probation']
    const ask = async (without?: number) => {
      const own = testHome()
      const rest = <T>(rows: readonly T[]) => rows.filter((_, at) => at + 1 !== without)
      try {
        deliver(own, 'sentences', sentencesCsv(rest(persons)))
        deliver(own, 'training', registerCsv('training', rest(attendances)))
        await nightly(own)
        const found: FoundLineage[] = []
        for (const question of questions) found.push(await lineage(question, own))
        return found
      } finally {
        own.remove()
      }
    }
    const whole = await ask()
    const changing: number[][] = questions.map(() => [])
    for (let row = 1; row <= count; row++)
      for (const [at, { figures }] of (await ask(row)).entries())
        if (figures[0]?.value !== whole[at]?.figures[0]?.value) changing[at]?.push(row)
    expect(whole.map((found) => Object.values(numbersIn(found)).flat())).toEqual(changing)
    expect(changing.flat().length).toBeGreaterThan(3)
  })

  it('follow corrections and withdrawals', async () => {
    const first = [{}, { CASE_ID: 'C2', PERSON_ID: 'P2', SEX: 'Ж' }, { CASE_ID: 'C3', PERSON_ID: 'P3', SEX: 'Ж' }]
    deliver(test, 'sentences', sentencesCsv(first), { sentAt: '2026-01-01T00:00:00Z' })
    await nightly()
    expect(numbersIn(await lineage(women))).toEqual({ 1: [2, 3] })
    const headers = [...sentenceHeaders, 'RECORD']
    const later = [{ CASE_ID: 'C9' }, { ...first[2], RECORD: 'D' }, { ...first[1], DAYS: '730' }]
    deliver(test, 'sentences', sentencesCsv(later, headers), { sentAt: '2026-02-01T00:00:00Z' })
    await nightly()
    const found = await lineage(women)
    expect(found.figures[0]).toMatchObject({ value: 1, sources: [{ corrected: 1, rows: 0 }, { rows: 1 }] })
    expect(numbersIn(found)).toEqual({ 1: [], 2: [3] })
  })

  it('of rows that quarantine gave back are those in the file that was delivered', async () => {
    const people = (...numbers: readonly number[]) => numbers.map((number) => ({ PERSON_ID: `P${number}` }))
    deliver(test, 'supervision', registerCsv('supervision', people(1, 3)))
    deliver(test, 'services', registerCsv('services', people(1, 2, 3)))
    await nightly()
    deliver(test, 'supervision', registerCsv('supervision', people(2)), { sentAt: '2026-03-01T00:00:00Z' })
    await nightly()
    await nightly()
    const found = await lineage('services --measure services')
    expect(found.deliveries.map(({ file }) => file.split('/')[0])).toEqual(['probation_services_x.csv', 'quarantine'])
    expect(Object.values(numbersIn(found))).toEqual([[1, 3], [2]])
  })

  it('of a row that is in its file twice have a note', async () => {
    deliver(test, 'sentences', sentencesCsv([...soundRows(3), ...soundRows(1)]))
    await nightly()
    const { figures } = await lineage('sentences --measure persons')
    expect(figures[0]?.sources[0]?.numbers).toEqual({
      ...{ status: 'found', unlisted: 0, missing: 0, indistinct: 1 },
      ranges: [{ from: 2, to: 4 }],
    })
  })
})

describe('without an original', () => {
  const original = () => {
    const archive = join(test.home, 'archive')
    return join(archive, filesIn(archive).find((name) => name.includes('court_sentences')) ?? '')
  }
  beforeEach(async () => {
    deliver(test, 'sentences', sentencesCsv(soundRows(3)))
    await nightly()
  })
  const statusOf = async () => (await lineage('sentences --measure persons')).figures[0]?.sources[0]?.numbers

  it('it is said that the archive no longer has it', async () => {
    rmSync(join(original(), '..'), { recursive: true })
    expect(await statusOf()).toEqual({ status: 'removed' })
    const { out } = await test.run(
      ...['lineage', 'sentences', '--measure', 'persons', '--rows', '--purpose', 'a question of the court'],
    )
    expect(out).toContain('row numbers unknown: the archive no longer has the file')
  })

  it('it is said that its bytes are others', async () => {
    appendFileSync(original(), '\n')
    expect(await statusOf()).toEqual({ status: 'altered' })
  })

  it('it is said that there was no time left to read it', async () => {
    const catalog = buildCatalog(loadJurisdiction('kg'))
    const question = parseQuestion({ measure: 'persons' }, datasetNamed('sentences', catalog))
    const folder = join(test.home, '..', 'place')
    mkdirSync(folder)
    const place = { home: test.home, folder, threads: 1, memoryLimit: '1GB', deadline: 30_000, reading: -1 }
    const { figures } = await findLineage({ question, withRows: true, ...place })
    expect(figures[0]?.sources[0]?.numbers).toEqual({ status: 'not_read' })
  })

  it('the figure, its deliveries and the run are named all the same', async () => {
    rmSync(original())
    const { figures, deliveries } = await lineage('sentences --measure persons')
    expect(figures[0]).toMatchObject({ value: 3, sources: [{ rows: 3, numbers: { status: 'removed' } }] })
    expect(deliveries).toMatchObject([{ register: 'sentences', run: { sequence: 1 }, takenInAt: expect.any(String) }])
    expect(readdirSync(test.home)).not.toContain('lineage')
  })
})
