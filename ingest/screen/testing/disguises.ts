/** A way in which a value comes that should not be seen, or is only badly typed. */
export interface Disguise {
  readonly name: string
  readonly of: (value: string) => string
}

const wide = (value: string) =>
  [...value].map((one) => (/[!-~]/.test(one) ? String.fromCodePoint(0xfee0 + (one.codePointAt(0) ?? 0)) : one)).join('')
const otherDigits = (zero: number) => (value: string) =>
  value.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
const between = (mark: string) => (value: string) => {
  const middle = Math.floor(value.length / 2)
  return value.slice(0, middle) + mark + value.slice(middle)
}
const separated = (mark: string) => (value: string) => {
  if (/[^\dA-Za-z]/.test(value)) return value.replaceAll(/[^\dA-Za-z+]+/g, mark)
  return value.replaceAll(/(\d{3,7}?)(?=\d{3})/g, `$1${mark}`)
}
const blanks = (mark: string) => (value: string) => value.replaceAll(/[ ]+/g, mark)

/** Latin letters that look like Cyrillic ones, and the other way round. */
const twins = new Map([...'аеосрхАЕОСРХВКМНТ'].map((letter, index) => [letter, 'aeocpxAEOCPXBKMHT'[index] ?? letter]))
const back = new Map([...twins].map(([one, other]) => [other, one]))
const twinned = (value: string) =>
  [...value]
    .map((letter, index) => (index % 2 === 1 ? (twins.get(letter) ?? back.get(letter) ?? letter) : letter))
    .join('')

const plain: Disguise = { name: 'as it is', of: (value) => value }
const inText: Disguise = { name: 'in a text', of: (value) => `см. ${value} (копия)` }
const zeroWidth: Disguise = { name: 'with a zero-width space', of: between('\u200b') }
const softHyphen: Disguise = { name: 'with a soft hyphen', of: between('\u00ad') }

/** For numbers whose separators do not matter. */
export const ofNumbers: readonly Disguise[] = [
  plain,
  inText,
  zeroWidth,
  softHyphen,
  { name: 'in full-width characters', of: wide },
  { name: 'in Arabic digits', of: otherDigits(0x0660) },
  { name: 'with en dashes', of: separated('–') },
  { name: 'with underscores', of: separated('_') },
  { name: 'with slashes', of: separated('/') },
  { name: 'with colons', of: separated(':') },
  { name: 'with narrow blanks', of: separated('\u202f') },
  { name: 'with the letter O for 0', of: (value) => value.replaceAll('0', 'O') },
  { name: 'with a letter before', of: (value) => `A${value}` },
]

/** For codes of letters and digits, links and what else is more than digits. */
export const ofMarks: readonly Disguise[] = [
  plain,
  inText,
  zeroWidth,
  softHyphen,
  { name: 'in full-width characters', of: wide },
  { name: 'with a word joiner', of: between('\u2060') },
  { name: 'with a mark of direction', of: between('\u200f') },
  { name: 'in brackets', of: (value) => `(${value})` },
  { name: 'in quotation marks', of: (value) => `«${value}»` },
  { name: 'behind a colon', of: (value) => `N1: ${value}` },
]

export const ofDates: readonly Disguise[] = [
  plain,
  inText,
  zeroWidth,
  softHyphen,
  { name: 'in full-width characters', of: wide },
  { name: 'in Arabic digits', of: otherDigits(0x06f0) },
  { name: 'with en dashes', of: (value) => value.replaceAll(/[./-](?=\d)/g, '–') },
  { name: 'with underscores', of: (value) => value.replaceAll(/[./ -](?=\S)/g, '_') },
  { name: 'with wide blanks', of: (value) => value.replaceAll(/[. /-](?=\S)/g, '\u2003') },
  { name: 'in brackets', of: (value) => `(${value})` },
]

export const ofNames: readonly Disguise[] = [
  plain,
  zeroWidth,
  { name: 'in small letters', of: (value) => value.toLowerCase() },
  { name: 'in capitals', of: (value) => value.toUpperCase() },
  { name: 'with two blanks', of: blanks('  ') },
  { name: 'with underscores', of: blanks('_') },
  { name: 'with slashes', of: blanks('/') },
  { name: 'with commas', of: blanks(', ') },
  { name: 'with unbroken blanks', of: blanks('\u00a0') },
  { name: 'with thin blanks', of: blanks('\u2009') },
  { name: 'with a word joiner', of: between('\u2060') },
  { name: 'in letters of two scripts', of: twinned },
  { name: 'in full-width characters', of: wide },
  { name: 'with a number before', of: (value) => `12. ${value}` },
]

export const ofPlaces: readonly Disguise[] = [
  plain,
  inText,
  zeroWidth,
  softHyphen,
  { name: 'in small letters', of: (value) => value.toLowerCase() },
  { name: 'in capitals', of: (value) => value.toUpperCase() },
  { name: 'with two blanks', of: blanks('  ') },
  { name: 'with unbroken blanks', of: blanks('\u00a0') },
  { name: 'in letters of two scripts', of: twinned },
  { name: 'behind a word', of: (value) => `живёт: ${value}` },
]
