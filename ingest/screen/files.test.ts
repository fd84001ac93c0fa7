import { describe, expect, it } from 'vitest'
import { sha256 } from '#foundation'
import { type Contract, type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { sentenceHeaders, sentencesCsv, soundRows } from '../../cli/testing/sentences.ts'
import { file, take } from '../testing/take.ts'
import { cleanFiles } from './testing/clean-files.ts'

const kg = loadJurisdiction('kg')

/** The Kyrgyz contracts with the one of sentences changed. */
function changed(change: (own: Contract) => Partial<Contract>): Jurisdiction {
  const own = kg.contracts.get('sentences') as Contract
  return { ...kg, contracts: new Map([...kg.contracts, ['sentences', { ...own, ...change(own) }]]) }
}

/** Trainings come by periods, which only a manifest tells; here they are added. */
function withoutPeriods(): Jurisdiction {
  const own = kg.contracts.get('training') as Contract
  const delivery = { ...own.delivery, mode: 'append' as const }
  return { ...kg, contracts: new Map([...kg.contracts, ['training', { ...own, delivery }]]) }
}

/** The message by which a file of sentences with further rows and columns is refused; undefined when it is taken. */
async function refusalOf(
  rows: Parameters<typeof sentencesCsv>[0],
  { headers = sentenceHeaders, jurisdiction = kg, tellRows = false } = {},
): Promise<string | undefined> {
  const path = file('court_sentences_x.csv', sentencesCsv([...soundRows(100), ...rows], headers))
  return await take(path, jurisdiction, 1, { tellRows }).then(
    () => undefined,
    (error: Error) => error.message,
  )
}

const withIgnored = (...ignored: readonly string[]) => ({
  jurisdiction: changed(() => ({ ignored: [...ignored] })),
  headers: [...sentenceHeaders, ...ignored],
})

const plan = (title: string, owner: string) =>
  `ACTIVITY_ID;COMPONENT;TITLE_KY;TITLE_RU;TITLE_EN;OWNER;QUARTER;STATUS;DONE_ON;INDICATOR;TARGET;ACTUAL;NOTE
A1;1;Окутуу;${title};Training;${owner};2024-Q1;planned;;;;;
`

describe('a file about nobody', () => {
  it('is one of at least sixty', () => expect(cleanFiles.length).toBeGreaterThanOrEqual(60))

  it.each(cleanFiles)('is taken in: $name', async ({ name, text }) => {
    const { report } = await take(file(name, text), withoutPeriods())
    expect(report.account.accepted).toBe(report.account.read)
    expect(report.account.read).toBeGreaterThanOrEqual(40)
  })
})

describe('keys that were drawn', () => {
  const drawn = (index: number) =>
    `Piqc-${sha256(`${index}`)
      .replaceAll(/[^a-f]/g, '')
      .slice(0, 7)
      .padEnd(7, 'q')}`
  const keys = [...Array.from({ length: 300 }, (_, index) => drawn(index)), 'Piqc-mamatie', 'Piqc-elyengo']

  it('may read like a name now and then', async () => {
    const rows = keys.map((key, index) => ({ PERSON_ID: key, CASE_ID: `N${index}` }))
    expect(await refusalOf(rows)).toBeUndefined()
  })

  it.each(['Асанов_Бакыт', 'Aigul-Sadykova', 'Асанов Бакыт'])(
    'are no names where others are not drawn: %s',
    async (key) => {
      expect(await refusalOf([{ PERSON_ID: key, CASE_ID: 'N1' }])).toContain(
        'column PERSON_ID: SURNAME_AND_NAME in 1 row',
      )
    },
  )
})

describe('names in a file', () => {
  it.each(['x1', 'defendant'])('are found under the header %s', async (header) => {
    const names = ['Бакыт Асанов', 'асанов бакыт', 'Aigul Sadykova', 'Ким Ирина', 'Асанов_Бакыт', 'Асанов/Бакыт']
    const rows = names.map((name, index) => ({ [header]: name, CASE_ID: `N${index}` }))
    expect(await refusalOf(rows, withIgnored(header))).toContain(`column ${header}: SURNAME_AND_NAME in 6 rows`)
  })

  it('are found in two columns side by side', async () => {
    const parts = [
      ['Ким', 'Алтын'],
      ['Ли', 'Бакыт'],
      ['Цой', 'Эркин'],
    ] as const
    const rows = parts.map(([x1, x2], index) => ({ x1, x2, CASE_ID: `N${index}` }))
    expect(await refusalOf(rows, withIgnored('x1', 'x2'))).toContain('column x2: NAME_IN_TWO_COLUMNS in 3 rows')
  })

  it('are found in titles and owners of activities', async () => {
    for (const text of [plan('Обучение: Бакыт Асанов 1234567_8901234', 'Отдел'), plan('Обучение', 'Айгуль Садыкова')])
      await expect(take(file('activities_x.csv', text))).rejects.toMatchObject({ code: 'PERSONAL_DATA' })
  })

  it('refuse a file for the name of a column in any abbreviation', async () => {
    for (const header of ['Ф.И.О.', 'ИНН1', 'phone1', 'PINFL', 'LASTNM', 'FRSTNM', 'ADDR', 'birth'])
      expect(await refusalOf([], withIgnored(header))).toContain('its name announces personal data')
  })
})

describe('what is about nobody', () => {
  const courts = kg.lists.get('courts')
  const named = (code: string): Jurisdiction => {
    const sample = courts?.codes[0]
    if (courts === undefined || sample === undefined) throw new Error('no courts')
    const list = { ...courts, codes: [...courts.codes, { ...sample, code: 'X-1', aliases: [code] }] }
    return { ...kg, lists: new Map([...kg.lists, ['courts', list]]) }
  }

  it('is a code of the list of its column, whatever it looks like', async () => {
    expect(await refusalOf([{ COURT: 'Асанов Бакыт' }])).toContain('column COURT: SURNAME_AND_NAME in 1 row')
    expect(await refusalOf([{ COURT: 'Асанов Бакыт' }], { jurisdiction: named('Асанов Бакыт') })).toBeUndefined()
  })

  it('is no code of the list of another column', async () => {
    const reported = await refusalOf([{ ARTICLE: 'Асанов Б.К.' }], { jurisdiction: named('Асанов Б.К.') })
    expect(reported).toContain('column ARTICLE: NAME_WITH_INITIALS in 1 row')
  })

  it('is a cell that the contract allows, in its column only', async () => {
    const { jurisdiction, headers } = withIgnored('x1', 'x2')
    const own = jurisdiction.contracts.get('sentences') as Contract
    const allowed = [{ column: 'x1', value: 'Айгуль Садыкова', by: 'steward', reason: 'the name of a ship' }]
    const contracts = new Map([...kg.contracts, ['sentences', { ...own, personal_data_exceptions: allowed }]])
    const asked = { headers, jurisdiction: { ...kg, contracts } }
    expect(await refusalOf([{ x1: 'айгуль садыкова' }], asked)).toBeUndefined()
    expect(await refusalOf([{ x2: 'Айгуль Садыкова' }], asked)).toContain('column x2')
    const hashed = [{ column: 'x1', sha256: sha256('айгуль садыкова'), by: 'steward', reason: 'the name of a ship' }]
    const byHash = {
      ...kg,
      contracts: new Map([...kg.contracts, ['sentences', { ...own, personal_data_exceptions: hashed }]]),
    }
    expect(await refusalOf([{ x1: ' Айгуль Садыкова' }], { headers, jurisdiction: byHash })).toBeUndefined()
  })

  it('is a date that the contract allows in its column, and no other', async () => {
    const { jurisdiction, headers } = withIgnored('x1')
    const own = jurisdiction.contracts.get('sentences') as Contract
    for (const known of [{ value: '05.03.1990' }, { sha256: sha256('05.03.1990') }]) {
      const allowed = [{ column: 'x1', ...known, by: 'steward', reason: 'the day of an act' }]
      const contracts = new Map([...kg.contracts, ['sentences', { ...own, personal_data_exceptions: allowed }]])
      const asked = { headers, jurisdiction: { ...kg, contracts } }
      expect(await refusalOf([{ x1: '05.03.1990' }], asked)).toBeUndefined()
      expect(await refusalOf([{ x1: '06.03.1990' }], asked)).toContain('column x1: FULL_DATE in 1 row')
    }
  })

  it('is a row that is set aside, whatever else than a date stands in a column that is not kept', async () => {
    for (const x1 of ['', '12'])
      expect(await refusalOf([{ x1, COURT: 'XX-99', CASE_ID: 'N1' }], withIgnored('x1'))).toBeUndefined()
  })

  it('is text as long as may be in a column that is not kept, and no longer', async () => {
    const text = '1 '.repeat(100)
    for (const COURT of ['GB-01', 'XX-99'])
      expect(
        await refusalOf([{ x1: `${text.slice(0, 199)}1`, COURT, CASE_ID: 'N1' }], withIgnored('x1')),
      ).toBeUndefined()
    expect(await refusalOf([{ x1: `${text}1` }], withIgnored('x1'))).toContain('column x1: FREE_TEXT in 1 row')
  })

  it('is a sum of the sender with words in it', async () => {
    const words = { ARTICLE: 'кража из магазина ночью' }
    expect(await refusalOf([{ CASE_ID: 'Итого', ...words }])).toBeUndefined()
    expect(await refusalOf([{ CASE_ID: 'N1', ...words }])).toContain('column ARTICLE: FREE_TEXT')
  })

  it('is an event in a column that is not kept, but no date on which somebody of the register can have been born', async () => {
    const ignored = withIgnored('x1')
    expect(await refusalOf([{ x1: '05.03.1990' }], ignored)).toContain('column x1: FULL_DATE in 1 row')
    expect(await refusalOf([{ x1: '05.03.81' }], ignored)).toContain('column x1: SHORT_DATE in 1 row')
    for (const day of ['12.03.2019', '01.01.1900', '12.03.19'])
      expect(await refusalOf([{ x1: day }], ignored)).toBeUndefined()
  })
})

describe('a refusal for personal data', () => {
  const rows = [{ ARTICLE: 'Асанов Б.К.' }, { CASE_ID: '05.03.1990' }]

  it('tells rows to whoever holds the file, and never a value', async () => {
    const reported = await refusalOf(rows.slice(0, 1), { tellRows: true })
    expect(reported).toContain('column ARTICLE: NAME_WITH_INITIALS in 1 row: row 101')
    expect(reported).not.toContain('Асанов')
    expect(await refusalOf(rows.slice(1), { tellRows: true })).toContain('column CASE_ID: FULL_DATE in 1 row: row 101')
  })

  it('tells rows by their lines, blank and broken ones above them too', async () => {
    const [header, ...body] = sentencesCsv([...soundRows(100), ...rows.slice(0, 1)]).split('\n')
    const path = file('court_sentences_x.csv', [header, '', 'x;y', 'x;y', ...body].join('\n'))
    await expect(take(path, kg, 1, { tellRows: true })).rejects.toThrow('NAME_WITH_INITIALS in 1 row: row 104')
  })

  it('tells how many lines outside of rows hold something, titles and broken lines, the same one twice too', async () => {
    const [header, ...body] = sentencesCsv(soundRows(100)).split('\n')
    const text = [`Асанов Бакыт`, `Асанов Бакыт`, header, 'Асанов Бакыт;1', ...body].join('\n')
    await expect(take(file('court_sentences_x.csv', text))).rejects.toThrow(
      'Found: 3 lines outside of rows: SURNAME_AND_NAME.',
    )
  })

  it('tells classes, columns and counts to reports, no rows', async () => {
    const reported = await refusalOf(rows.slice(0, 1))
    expect(reported).toContain('column ARTICLE: NAME_WITH_INITIALS in 1 row.')
    expect(reported).not.toContain('101')
  })
})

describe('encoded text', () => {
  it('is told with its column and how many rows hold it', async () => {
    const { jurisdiction, headers } = withIgnored('x1')
    const cell = Buffer.from('Асанов Бакыт 21505199001234').toString('base64')
    const text = sentencesCsv([...soundRows(100), { x1: cell, CASE_ID: 'N1' }], headers)
    const { report } = await take(file('court_sentences_x.csv', text), jurisdiction)
    expect(report.notes).toContain('ENCODED_TEXT:x1=1')
  })
})
