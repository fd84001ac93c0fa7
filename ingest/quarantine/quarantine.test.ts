import { describe, expect, it } from 'vitest'
import { Engine, quoteLiteral, selectRows } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { type SentenceCells, sentencesCsv, soundRows } from '../../cli/testing/sentences.ts'
import { revalidateQuarantined } from '../revalidate-quarantined.ts'
import { jsonLines } from '../testing/rows-in-files.ts'
import { acceptedRows, file, intoEmptyStore, quarantineOf, take } from '../testing/take.ts'
import { type QuarantineFile, quarantinedRows, quarantineFiles, quarantineReasons } from './quarantine-files.ts'

const kg = loadJurisdiction('kg')

/** What the files in a quarantine folder hold, row by row as they are written. */
async function stored(folder: string, columns: string): Promise<readonly Record<string, unknown>[]> {
  const engine = await Engine.open({ threads: 1 })
  try {
    return await engine.withConnection((connection) =>
      selectRows<Record<string, unknown>>(
        connection,
        `select ${columns} from read_parquet(${quoteLiteral(onlyFile(folder).path)})`,
      ),
    )
  } finally {
    engine.close()
  }
}

function onlyFile(folder: string): QuarantineFile {
  const [only, ...more] = quarantineFiles(folder)
  if (only === undefined || more.length > 0) throw new Error('not one file')
  return only
}

const lineOf = (cells: SentenceCells) => sentencesCsv([cells]).split('\n')[1] ?? ''

/** A file with enough sound rows, with these lines behind its header. */
async function setAside(rows: readonly SentenceCells[], ...lines: readonly string[]): Promise<string> {
  const [header = '', ...body] = sentencesCsv([...rows, ...soundRows(400)])
    .trimEnd()
    .split('\n')
  const path = file('court_sentences_x.csv', `${[header, ...lines, ...body].join('\n')}\n`)
  await take(path)
  return quarantineOf(path)
}

const odd = { CASE_ID: 'ODD', PERSON_ID: 'ODD', COURT: 'XX-99' }
const late = { CASE_ID: 'LATE', PERSON_ID: 'LATE', COURT: 'XX-99', SENTENCED_ON: '31.02.2024' }

describe('rows that were set aside', () => {
  it('stand in the order of their numbers with their reasons, among lines that are no rows', async () => {
    const folder = await setAside([], lineOf(late), 'x;y', lineOf(odd), 'z')
    expect((await stored(folder, '_row')).map(({ _row }) => _row)).toEqual([1, 2, 3, 4])
    const court = { code: 'UNKNOWN_CODE', column: 'court' }
    const malformed = { code: 'MALFORMED_LINE', column: null }
    expect(await quarantinedRows(onlyFile(folder))).toEqual([
      { row: 1, reasons: [{ code: 'NOT_A_DATE', column: 'sentenced_on' }, court] },
      { row: 2, reasons: [malformed] },
      { row: 3, reasons: [court] },
      { row: 4, reasons: [malformed] },
    ])
    const counts = { MALFORMED_LINE: 2, 'NOT_A_DATE:sentenced_on': 1, 'UNKNOWN_CODE:court': 2 }
    expect(Object.entries(await quarantineReasons(onlyFile(folder)))).toEqual(Object.entries(counts))
  })

  it('hold their cells as they came, but for keys', async () => {
    const [cells] = await stored(await setAside([odd]), 'CASE_ID, PERSON_ID, COURT, SEX')
    const pseudonym = expect.stringMatching(/^[0-9a-f]{32}$/)
    expect(cells).toEqual({ CASE_ID: pseudonym, PERSON_ID: pseudonym, COURT: 'XX-99', SEX: 'М' })
  })

  it('say of a key that could not be read that it could not', async () => {
    const [header = '', row = ''] = sentencesCsv([odd]).split('\n')
    const cells = Object.fromEntries(header.split(';').map((name, at) => [name, row.split(';')[at] ?? '']))
    const sound = Array.from({ length: 400 }, (_, at) => ({ ...cells, COURT: 'GB-01', CASE_ID: `C${at}` }))
    const path = jsonLines('court_sentences_x.jsonl', [...sound, { ...cells, CASE_ID: ['C1', 'C2'] }])
    await take(path)
    expect(await stored(quarantineOf(path), 'CASE_ID')).toEqual([{ CASE_ID: '#CELL_ERROR' }])
  })
})

describe('rows that are judged again', () => {
  const [courts, sample] = [kg.lists.get('courts'), kg.lists.get('courts')?.codes[0]]
  /** Tables in which the court is known. */
  const mended = (): Jurisdiction => {
    if (courts === undefined || sample === undefined) throw new Error('no courts')
    const list = { ...courts, codes: [...courts.codes, { ...sample, code: 'X-99', aliases: ['XX-99'] }] }
    return { ...kg, lists: new Map([...kg.lists, ['courts', list]]) }
  }
  const again = async (folder: string, jurisdiction: Jurisdiction) =>
    await intoEmptyStore(`${folder}-again`, { jurisdiction }, async (context) => ({
      report: await revalidateQuarantined(context, onlyFile(folder), { coverage: null, synthetic: true }),
      stay: context.quarantine,
      fines: (await acceptedRows(context)).map(({ fine_amount }) => fine_amount),
    }))

  it('are taken in once the tables know their codes; the others and broken lines stay, under their numbers', async () => {
    const twice = [
      { ...odd, FINE: '100' },
      { ...odd, FINE: '200' },
    ]
    const folder = await setAside([...twice, late], 'x;y', 'z')
    const { report, stay, fines } = await again(folder, mended())
    expect(report?.account).toMatchObject({ read: 3, accepted: 1, superseded: 1, quarantined: 1 })
    expect(fines).toEqual([200])
    expect(await stored(stay, '_row, _reasons')).toEqual([
      { _row: 1, _reasons: 'MALFORMED_LINE' },
      { _row: 2, _reasons: 'MALFORMED_LINE' },
      { _row: 5, _reasons: 'NOT_A_DATE:sentenced_on' },
    ])
  })
})
