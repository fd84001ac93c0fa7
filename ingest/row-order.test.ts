import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { Engine, selectRows } from '#foundation'
import { type SentenceCells, sentencesCsv } from '../cli/testing/sentences.ts'
import { file, intoEmptyStore, take, takeInto } from './testing/take.ts'

type Writer = (rows: readonly SentenceCells[]) => Promise<string>

const cellsOf = (rows: readonly SentenceCells[]) => {
  const [head = [], ...body] = sentencesCsv(rows)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(';'))
  return { head, body }
}

const writers: Readonly<Record<string, Writer>> = {
  csv: async (rows) => file('court_sentences_x.csv', sentencesCsv(rows)),
  jsonl: async (rows) => {
    const { head, body } = cellsOf(rows)
    const lines = body.map((cells) => JSON.stringify(Object.fromEntries(cells.map((cell, at) => [head[at], cell]))))
    return file('court_sentences_x.jsonl', `${lines.join('\n')}\n`)
  },
  parquet: async (rows) => {
    const path = file('court_sentences_x.parquet', '')
    const csv = file('x.csv', sentencesCsv(rows))
    await withEngine((connection) =>
      connection.run(
        `copy (from read_csv('${csv}', all_varchar = true, delim = ';')) to '${path}' (format parquet, row_group_size 2048)`,
      ),
    )
    return path
  },
  xlsx: async (rows) => {
    const path = file('court_sentences_x.xlsx', '')
    const { head, body } = cellsOf(rows)
    const data = [head, ...body].map((row) => row.map((value) => (value === '' ? null : { type: String, value })))
    await writeWorkbook([{ sheet: 'A', data }] as never).toFile(path)
    return path
  },
}

async function withEngine<T>(use: Parameters<Engine['withConnection']>[0]): Promise<T> {
  const engine = await Engine.open({ threads: 1 })
  try {
    return (await engine.withConnection(use)) as T
  } finally {
    engine.close()
  }
}

const last = 2 * 2048 + 2
/** Rows that find all their codes beside rows that find none: a join puts the latter behind the former. */
const rows = (changes: Readonly<Record<number, SentenceCells>>): SentenceCells[] =>
  Array.from({ length: last + 1 }, (_, index) => ({
    CASE_ID: `C${index}`,
    PERSON_ID: `P${index}`,
    FINE: String(index),
    ...(index % 7 === 3 ? { SEX: '', CITIZENSHIP: '' } : {}),
    ...(index % 11 === 5 ? { ARTICLE: '999.9' } : {}),
    ...changes[index],
  }))

const formats = Object.keys(writers)
/** The long tests look at more places of a file; the short ones at several in CSV, and past the first vector in each other format. */
const isLong = process.env['TARAZA_TEST'] === 'long'
const few = [0, 2048, last]
const everyPlace = [0, 3, 1000, 2047, 2048, 4096, last]
function placesIn(format: string): readonly number[] {
  if (format === 'csv') return isLong ? everyPlace : few
  if (format === 'xlsx') return isLong ? few : [2048]
  return isLong ? everyPlace : [2048]
}
const everywhere = formats.flatMap((format) => placesIn(format).map((at) => [format, at] as const))
const write = (format: string, changes: Readonly<Record<number, SentenceCells>>) =>
  writers[format]?.(rows(changes)) ?? ''

describe('a row keeps its number from the file to the last table', () => {
  it.each(everywhere)('so that it and no other is set aside (%s, row %i)', async (format, at) => {
    const path = await write(format, { [at]: { COURT: 'XX-99' } })
    const { report, rows: accepted } = await take(path)
    expect(report.account).toMatchObject({ read: last + 1, quarantined: 1 })
    const quarantined = join(path, '..', 'quarantine', 'sentences', `${report.sha256}.parquet`)
    const stored = await withEngine((connection) =>
      selectRows(connection, `select _row, COURT, FINE from read_parquet('${quarantined}')`),
    )
    expect(stored).toEqual([{ _row: at + 1, COURT: 'XX-99', FINE: String(at) }])
    expect(accepted.filter(({ fine_amount }) => fine_amount === at)).toEqual([])
  })

  it.each(everywhere)('so that the personal-data screen looks at it (%s, row %i)', async (format, at) => {
    const text = { ARTICLE: 'lives with a relative and works' }
    const path = await write(format, { [at]: { ARTICLE: '12.03.1987' }, [last - at]: text })
    await expect(take(path)).rejects.toMatchObject({
      code: 'PERSONAL_DATA',
      message: expect.stringContaining('column ARTICLE: FREE_TEXT in 1 row; column ARTICLE: FULL_DATE in 1 row'),
    })
  })

  it.each(everywhere)('so that a refusal names it (%s, row %i)', async (format, at) => {
    const path = await write(format, { [at]: { SANCTION: '77' } })
    await expect(take(path)).rejects.toMatchObject({ code: 'UNKNOWN_CODE', place: { row: at + 1 } })
  })

  const earlier = everywhere.filter(([, at]) => at < last)
  it.each(earlier)('so that the later of two rows with one key counts (%s, row %i)', async (format, at) => {
    const sexes = [
      ['', 'М'],
      ['М', ''],
      ['М', 'М'],
    ] as const
    const pairs = sexes.flatMap(([one, other], pair): [number, SentenceCells][] => {
      const same = { CASE_ID: `TWICE${pair}`, PERSON_ID: `TWICE${pair}` }
      return [
        [at + pair, { ...same, SEX: one, FINE: '111111' }],
        [last - pair, { ...same, SEX: other, FINE: `22222${pair}` }],
      ]
    })
    const { report, rows: accepted } = await take(await write(format, Object.fromEntries(pairs)))
    expect(report.account).toMatchObject({ accepted: last + 1 - sexes.length, superseded: sexes.length })
    const fines = accepted.map(({ fine_amount }) => Number(fine_amount)).filter((fine) => fine > last)
    expect(fines.sort()).toEqual([222220, 222221, 222222])
  })
})

it('a row keeps its number when several threads read a file of several buffers', async () => {
  const count = 250_000
  const many = Array.from({ length: count }, (_, index) => ({
    ...{ CASE_ID: `C${index}`, PERSON_ID: `P${index}`, FINE: String(index) },
    ...(index % 50_000 === 49_999 ? { COURT: 'XX-99' } : {}),
  }))
  const path = file('court_sentences_x.csv', sentencesCsv(many))
  const { report, moved } = await intoEmptyStore(path, { threads: 4 }, async (context) => ({
    report: await takeInto(context, path),
    moved: await selectRows(context.connection, 'from staging.accepted where row_no <> fine_amount + 1'),
  }))
  expect(report.account).toMatchObject({ read: count, quarantined: 5 })
  const quarantined = join(path, '..', 'quarantine', 'sentences', `${report.sha256}.parquet`)
  const stored = await withEngine<{ _row: number; FINE: string }[]>((connection) =>
    selectRows(connection, `select _row, FINE from read_parquet('${quarantined}') order by _row`),
  )
  expect(stored.map(({ _row, FINE }) => _row - Number(FINE))).toEqual([1, 1, 1, 1, 1])
  expect(moved).toEqual([])
})

describe('numbers of rows', () => {
  const quarantined = async (text: string) => {
    const path = file('court_sentences_x.csv', text)
    const { report } = await take(path)
    const stored = join(path, '..', 'quarantine', 'sentences', `${report.sha256}.parquet`)
    const found = await withEngine<{ _row: number }[]>((connection) =>
      selectRows(connection, `select _row from read_parquet('${stored}') order by _row`),
    )
    return found.map(({ _row }) => _row)
  }
  const [header = '', sound = '', odd = ''] = sentencesCsv([{}, { CASE_ID: 'C2', COURT: 'XX-99' }]).split('\n')

  it.each([
    ['plain', [sound, odd], [2]],
    ['a blank line before it', [sound, '', odd], [3]],
    ['a broken line before it', [sound, 'x;y', odd], [2, 3]],
    ['blank and broken lines around it', ['', sound, '', 'x;y', odd, ''], [4, 5]],
    ['the header again before it', [sound, header, odd], [3]],
  ] as const)('count every line below the header: %s', async (_, lines, numbers) => {
    for (const end of ['\n', '\r\n'])
      expect(await quarantined(`${[header, ...lines].join(end)}${end}`)).toEqual(numbers)
  })
})
