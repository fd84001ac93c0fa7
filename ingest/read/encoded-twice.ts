import { isAscii } from 'node:buffer'
import { Refusal } from '#foundation'
import { firstBytes } from './first-bytes.ts'

/** Encodings in which programs take UTF-8 for something else, and write it as UTF-8 once more. */
const mistaken = ['windows-1251', 'windows-1252', 'ibm866', 'koi8-r'] as const

/** Letters of Cyrillic are two bytes in UTF-8: one of these, and one from 0x80 to 0xBF. */
const firstByte = [0xd0, 0xd1, 0xd2, 0xd3]
const nextBytes = Array.from({ length: 0x40 }, (_, index) => 0x80 + index)

const pairsOf = mistaken.map((encoding) => {
  const text = new TextDecoder(encoding)
  const oneOf = (bytes: readonly number[]) => [...text.decode(Uint8Array.from(bytes))].join('').replaceAll('-', '\\-')
  // Where an encoding has no sign for a byte, programs keep the byte.
  const pair = `[${oneOf(firstByte)}][${oneOf(nextBytes)}\\u0080-\\u009f]`
  return { encoding, pair: new RegExp(pair, 'gu'), two: new RegExp(`${pair}${pair}`, 'u') }
})

const beyondAscii = /[^\0-\x7f]/gu
/** Of a hundred characters beyond ASCII so many stand in pairs; in a sound text hardly one does. */
const minShare = 80

/** As what a text in UTF-8 was read before it was written as UTF-8 once more; undefined for a sound text. */
export function encodedTwice(text: string): string | undefined {
  const all = countOf(text, beyondAscii)
  const isTwice = (pairs: number) => pairs * 2 * 100 >= all * minShare
  // One pair alone may be a code such as "С№"; two in a row make no word.
  return pairsOf.find(({ pair, two }) => two.test(text) && isTwice(countOf(text, pair)))?.encoding
}

const longestBeginning = 2 ** 20

/**
 * The beginning of a text says how the whole was written.
 *
 * @param path - of a text in UTF-8
 * @throws {@link Refusal} `WRONG_ENCODING`
 */
export function requireEncodedOnce(path: string, file: string): void {
  const bytes = firstBytes(path, longestBeginning)
  if (isAscii(bytes)) return
  const taken = encodedTwice(bytes.toString('utf8'))
  if (taken === undefined) return
  const advice = `The text was encoded twice: it was UTF-8, was read as ${taken}, and was written as UTF-8 once more. Export it from the register again, as CSV in UTF-8.`
  throw new Refusal('WRONG_ENCODING', advice, { file })
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
