import type { Gate } from './gate.ts'
import { namePartOf } from './name-parts.ts'

/** Letters for which a digit may stand in a name, Cyrillic and Latin. */
const meant: Readonly<Record<string, readonly [cyrillic: string, latin: string]>> = {
  0: ['о', 'o'],
  1: ['и', 'il'],
  3: ['ез', 'e'],
  4: ['ач', 'a'],
  5: ['', 's'],
  6: ['б', 'b'],
  7: ['', 't'],
  8: ['в', 'b'],
}

const maxReplaced = 2
/** A word with digits among its letters. Latin ones begin with a capital, which drawn keys seldom do. */
const mixed = /(?<![\p{L}\p{N}_-])(?:[A-Z][a-z]{0,20}\d[a-z\d]{1,20}|[Ѐ-ӿ]{1,20}\d[Ѐ-ӿ\d]{1,20})(?![\p{L}\p{N}_-])/gu

/** A plain text with letters in place of digits, in words that are names then: `M4mat0v`. */
export function withLetters(gate: Gate, text: string): string {
  if (!/\p{L}\d/u.test(text)) return text
  return text.replaceAll(mixed, (word) => readings(word).find((reading) => isName(gate, reading)) ?? word)
}

function isName(gate: Gate, word: string): boolean {
  return ['surname', 'given', 'patronymic'].includes(namePartOf(gate, word.toLowerCase()))
}

/** Every way to read the digits of a word as letters; none for a word with many. */
function readings(word: string): readonly string[] {
  const digits = word.replaceAll(/\D/g, '').length
  if (digits > maxReplaced || word.length < 2 * digits + 2) return []
  const script = /[A-Za-z]/.test(word) ? 1 : 0
  return [...word].reduce<readonly string[]>(
    (read, letter) => read.flatMap((start) => [...(meant[letter]?.[script] ?? letter)].map((one) => start + one)),
    [''],
  )
}
