import { describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { sentencesCsv, soundRows } from '../../cli/testing/sentences.ts'
import { file, take } from '../testing/take.ts'
import { encodedTwice } from './encoded-twice.ts'

const mistaken = ['windows-1251', 'windows-1252', 'ibm866', 'koi8-r']
const texts = ['Бишкек;Мужской;Первомайский районный суд', 'Аламүдүн, Өзгөн, Жаңы-Жол', 'CASE;ПОЛ\n1;Муж\n2;Жен']
/** As a program writes UTF-8 that it took for another encoding. */
const twice = (text: string, encoding: string) => new TextDecoder(encoding).decode(Buffer.from(text))

describe('a text in UTF-8 that was encoded twice', () => {
  it.each(texts.flatMap((text) => mistaken.map((encoding) => [encoding, text] as const)))(
    'is known as %s: %s',
    (encoding, text) => expect(encodedTwice(twice(text, encoding))).toBe(encoding),
  )

  it.each([
    ...texts,
    'CASE;SEX\n1;M',
    '1;С№;2;Р–;«Р»;Сёма',
    'é;È;Ñandú;ß',
    `${'Бишкек;'.repeat(20)}${twice('Ош', 'windows-1252')}`,
  ])('is not one that is sound for the most part: %s', (text) => expect(encodedTwice(text)).toBe(undefined))

  it('refuses the file as WRONG_ENCODING, with what happened to it', async () => {
    const refused = { code: 'WRONG_ENCODING', message: expect.stringContaining('read as windows-1252') }
    const rows = soundRows(9).map((row) => ({ ...row, COURT: 'Первомайский' }))
    const text = twice(sentencesCsv(rows), 'windows-1252')
    await expect(take(file('court_sentences_x.csv', text))).rejects.toMatchObject(refused)
    await expect(take(file('court_sentences_x.csv', `\ufeff${text}`))).rejects.toMatchObject(refused)
    const path = file('court_sentences_x.xlsx', '')
    const data = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(';').map((value) => (value === '' ? null : { type: String, value })))
    await writeWorkbook([{ sheet: 'A', data }] as never).toFile(path)
    await expect(take(path)).rejects.toMatchObject(refused)
  })
})
