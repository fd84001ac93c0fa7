import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { sentencesCsv, soundRows } from '../../cli/testing/sentences.ts'
import { announcesPerson } from '../personal/announces.ts'
import { gateOf } from '../personal/gate.ts'
import { judge } from '../personal/judge.ts'
import { FileNames } from '../personal/somebody.ts'
import { file, take } from '../testing/take.ts'
import { cleanCells, leaks } from './testing/corpus.ts'

const { personal, contracts } = loadJurisdiction('kg')
const gate = gateOf(personal)
const isNamed = (name: string) => new FileNames(personal, contracts.values()).classIn(name) !== undefined

function isCaught(text: string): boolean {
  const { sure, likely } = judge(gate, text)
  return sure.length + likely.length > 0
}

describe('the screen for personal data', () => {
  it('knows at least twenty kinds of leak', () => {
    expect(Object.keys(leaks).length).toBeGreaterThanOrEqual(20)
  })

  it.each(Object.entries(leaks))('finds every disguise of: %s', (_, cells) => {
    expect(cells.filter((cell) => !isCaught(cell))).toEqual([])
  })

  it('lets similar things pass: case numbers, article numbers, hashes, floats, titles', () => {
    expect(cleanCells.filter(isCaught)).toEqual([])
  })

  it('knows column names that announce it, in three languages, abbreviated and numbered', () => {
    const telling = [
      ...['PIN', 'phone_number', 'birth_date', 'e-mail', 'NAME', 'fullName', 'Date of birth', 'Street'],
      ...['ФИО', 'Ф.И.О.', 'дата_рождения', 'Дата рождения', 'Телефоны', 'Адрес проживания', 'Персональный номер'],
      ...['Аты_жөнү', 'Аты-жөнү', 'дареги', 'Туулган күнү', 'Фамилиясы', 'Паспорттун номери', 'Жеке номери'],
      ...['ИНН1', 'phone1', 'PINFL', 'birth', 'ADDR', 'LASTNM', 'FRSTNM', 'Ф. И. О.', 'phone_2', 'ТЕЛ.', 'DOB'],
    ]
    expect(telling.filter((name) => !announcesPerson(gate, name))).toEqual([])
    const plain = [
      ...['CASE_ID', 'SHIPPING', 'birth_year', 'opinion', 'extraction_method', 'TITLE_KY', 'ORDER_NO'],
      ...['ГОД_РОЖДЕНИЯ', 'Туулган жылы', 'Наименование суда', 'ИД_ЛИЦА', 'Соттун аты', 'court_name', 'x1'],
    ]
    expect(plain.filter((name) => announcesPerson(gate, name))).toEqual([])
  })

  it('knows file names that say who is inside, and no others', () => {
    const reported = [
      'Иванов_Пётр_Сергеевич.csv',
      'sentences_21505202401234.csv',
      'asanov_bakyt.csv',
      'sentences_14.03.1985.csv',
      'sentences_1985-03-14.csv.gz',
      'Асанов Бакыт/data.csv',
    ]
    expect(reported.filter((name) => !isNamed(name))).toEqual([])
    const plain = [
      'court_sentences_2024-Q1.csv.gz',
      'probation_services_2024-03.xlsx',
      'sentences_5_march_2024.csv',
      'sentences_31.12.2023.csv',
    ]
    expect(plain.filter(isNamed)).toEqual([])
  })

  it('takes no file with a name that is too long to be searched', () => {
    expect(isNamed(`${'x'.repeat(400)}.csv`)).toBe(true)
  })

  it('takes a full date for a date of birth where none is declared', () => {
    const isDate = (text: string) => judge(gate, text).dates.includes('FULL_DATE')
    expect(['05.03.1990', '5/3/1990', '1990-03-05', '05_03_1990'].filter((text) => !isDate(text))).toEqual([])
    expect(['205.1', '2024', '1.2.2', '12.2024'].filter(isDate)).toEqual([])
  })
})

describe('a file that carries personal data', () => {
  const refusal = (rows: Parameters<typeof sentencesCsv>[0]) =>
    take(file('court_sentences_x.csv', sentencesCsv([...soundRows(100), ...rows]))).then(
      () => undefined,
      (error: { code: string; message: string }) => error,
    )

  it.each(['05.03.1990', '5/3/1990', 'x1990-03-05', '5-3.1990'])('is refused for %s as a key', async (day) => {
    const found = await refusal([{ CASE_ID: day }])
    expect(found?.message).toContain('column CASE_ID: FULL_DATE in 1 row')
    expect(found?.message).not.toContain(day)
  })

  it.each([
    ['a full date in a code column', { COURT: '05.03.1990' }, 'column COURT: FULL_DATE in 1 row'],
    [
      'a date of birth for its year',
      { BIRTH_YEAR: '05.03.1990' },
      'BIRTH_YEAR: FULL_DATE in 1 row (give the year only)',
    ],
    [
      'text longer than the contract allows',
      { ARTICLE: 'кража из магазина ночью' },
      'column ARTICLE: FREE_TEXT in 1 row',
    ],
    ['a bank card', { ARTICLE: '4111111111111111' }, 'BANK_CARD in 1 row'],
  ])('is refused whole for %s, and its value is not told', async (_, cells, finding) => {
    const error = await refusal([cells])
    expect([error?.code, error?.message]).toEqual(['PERSONAL_DATA', expect.stringContaining(finding)])
    for (const value of Object.values(cells)) expect(error?.message).not.toContain(value)
  })

  it('is not refused for sixteen digits that no bank would give out', async () => {
    expect(await refusal([{ CASE_ID: '4111111111111112' }])).toBeUndefined()
  })

  it('is refused for a leak in a broken line and in a title', async () => {
    const good = sentencesCsv(soundRows(100))
    for (const text of [`${good}21505202401234;too few\n`, `Выписка: Иванов Пётр Сергеевич\n${good}`])
      await expect(take(file('court_sentences_x.csv', text))).rejects.toMatchObject({
        code: 'PERSONAL_DATA',
        message: expect.stringContaining('outside of rows'),
      })
  })

  it('is refused for a cell that is no cell', async () => {
    const rows = [...soundRows(10), { ARTICLE: 'x'.repeat(100_000) }]
    await expect(take(file('court_sentences_x.csv', sentencesCsv(rows)))).rejects.toMatchObject({
      code: 'FIELD_TOO_LONG',
    })
  })
})
