import { letters } from './letters.ts'

/** Letters of Cyrillic and Latin that look alike. */
const [cyrillic, latin] = ['аеосрхкіАЕОСРХВКМНТІ', 'aeocpxkiAEOCPXBKMHTI']
/** The same for Greek, whose words no register holds. */
const [greek, greekAsLatin] = ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ', 'ABEZHIKMNOPTYXaiknopux']

const asLatin = new Map([...cyrillic].map((letter, index) => [letter, latin[index] ?? letter]))
const asCyrillic = new Map([...latin].map((letter, index) => [letter, cyrillic[index] ?? letter]))
const fromGreek = new Map([...greek].map((letter, index) => [letter, greekAsLatin[index] ?? letter]))

/**
 * A text as it is searched: compatible characters in their usual form, characters without a shape left out, one kind of blank,
 * hyphen and digit, and words of one script.
 */
export function plainText(text: string): string {
  // Most cells are plain already, and looking is cheaper than replacing.
  const folded = /^[ -~Ѐ-ӿ№]*$/.test(text) ? text.replaceAll('№', '#') : unified(text)
  return /[A-Za-z]/.test(folded) && /[Ѐ-ӿ]/.test(folded) ? folded.replaceAll(/\p{L}+/gu, ofOneScript) : folded
}

function unified(text: string): string {
  return text
    .replaceAll('№', '#')
    .normalize('NFKC')
    .replaceAll(/\p{Cf}|\p{Variation_Selector}|\u034f|\u115f|\u3164/gu, '')
    .replaceAll(/[\p{Pd}\u2212\u00af\u02d7]/gu, '-')
    .replaceAll(/[\p{Zs}\t]/gu, ' ')
    .replaceAll(/[\u2044\u2215]/g, '/')
    .replaceAll(/[\u2018\u2019\u02bc\u0060]/g, "'")
    .replaceAll(/[\u037e\u061b]/g, ';')
    .replaceAll(/\p{Nd}/gu, digit)
    .replaceAll(/[Α-ω]/g, (letter) => fromGreek.get(letter) ?? letter)
}

/** Digits of all scripts stand in tens, from zero on. */
function digit(one: string): string {
  if (one <= '9') return one
  const code = one.codePointAt(0) ?? 0
  const below = Array.from({ length: 10 }, (_, back) => back).findIndex(
    (back) => !/\p{Nd}/u.test(String.fromCodePoint(code - back - 1)),
  )
  return String(below < 0 ? code % 10 : below)
}

/** A word with letters of two scripts is written in the one that has no look-alikes for all of it, or for most. */
function ofOneScript(word: string): string {
  if (!/[A-Za-z]/.test(word) || !/[Ѐ-ӿ]/.test(word)) return word
  const letters = [...word]
  const onlyCyrillic = letters.filter((letter) => letter > 'Ͽ' && !asLatin.has(letter)).length
  const onlyLatin = letters.filter((letter) => /[A-Za-z]/.test(letter) && !asCyrillic.has(letter)).length
  const table = onlyCyrillic >= onlyLatin ? asCyrillic : asLatin
  return letters.map((letter) => table.get(letter) ?? letter).join('')
}

/** How letters sound, so that one list finds the Cyrillic and the Latin spellings of a name. */
const { sounds } = letters

const spellings: readonly (readonly [RegExp, string])[] = [
  [/shch|sch/g, 'sh'],
  [/dzh|zh|dj/g, 'j'],
  [/kh|x/g, 'h'],
  [/ph/g, 'f'],
  [/tz/g, 'ts'],
  [/w/g, 'v'],
  [/y/g, 'i'],
  [/ie|ee/g, 'e'],
]

/** A word as it sounds, in small Latin letters: `Айгүл`, `Aigul` and `Aygul` are the same. */
export function soundOf(word: string): string {
  const small = word.toLowerCase()
  const spelled = /[^a-z]/.test(small)
    ? [
        ...small
          .replaceAll(/[йё]/g, (one) => (one === 'й' ? 'и' : 'е'))
          .normalize('NFD')
          .replaceAll(/\p{M}/gu, ''),
      ]
        .map((letter) => sounds[letter] ?? letter)
        .join('')
    : small
  const sound = spellings.reduce((spoken, [spelling, as]) => spoken.replaceAll(spelling, as), spelled)
  return [...sound].filter((letter, place) => letter !== sound[place - 1]).join('')
}
