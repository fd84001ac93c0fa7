import { describe, expect, it } from 'vitest'
import { CyrillicEvidence } from './looks-like-text.ts'

const rows = ['Дело-12;Лицо-7;Первомайский районный суд г. Бишкек;Мужской', 'Дело-13;Лицо-8;Аламүдүн;Ёлкин № 5 «Б»']
const text = rows.map((row) => row.replaceAll('ү', 'у')).join('\n')

/** Letters of KOI8-R and of code page 866 where windows-1251 has its own. */
const koi8 = 'юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ'
const inKoi8 = (letter: string) => (koi8.includes(letter) ? 0xc0 + koi8.indexOf(letter) : 0x3f)
const inDos = (letter: string) => {
  const place = letter.charCodeAt(0) - 0x410
  return place < 0 || place > 63 ? 0x3f : place < 48 ? 0x80 + place : 0xb0 + place
}
const inWindows = (letter: string) => {
  const place = letter.charCodeAt(0) - 0x410
  return place < 0 || place > 63 ? 0x3f : 0xc0 + place
}
const bytes = (encode: (letter: string) => number) =>
  Buffer.from([...text].map((letter) => (letter < '\x80' ? letter.charCodeAt(0) : encode(letter))))

function isSound(file: Buffer): boolean {
  const evidence = new CyrillicEvidence()
  evidence.look(new TextDecoder('windows-1251').decode(file))
  return evidence.isSound
}

describe('text that is read as windows-1251', () => {
  it('is that encoding', () => {
    expect(isSound(bytes(inWindows))).toBe(true)
    expect(isSound(Buffer.from('CASE_ID;SEX\n1;2'))).toBe(true)
    expect(isSound(Buffer.concat([Buffer.from('CASE_ID;SEX\n1;'), Buffer.from([0xcc])]))).toBe(true)
  })

  it.each([
    ['code page 866', bytes(inDos)],
    ['KOI8-R', bytes(inKoi8)],
    ['UTF-8 without one of its bytes', Buffer.from(text).subarray(1)],
    [
      'UTF-8 with one damaged row',
      Buffer.concat([Buffer.from(text.repeat(50)), Buffer.from([0xd0]), Buffer.from('x')]),
    ],
  ])('is refused where it is %s', (_, file) => {
    expect(isSound(file)).toBe(false)
  })
})
