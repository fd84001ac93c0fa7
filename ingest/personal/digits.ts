import { letters } from './letters.ts'

/** Digits with nothing but marks between them. */
export interface Run {
  /** As it is written. */
  readonly written: string
  readonly groups: readonly string[]
  /** All digits. */
  readonly digits: string
  /** What stands before the first digit, two characters at most. */
  readonly before: string
  readonly after: string
}

/** Letters that stand for digits where digits stand around them. */
const { look_alikes: lookAlikes } = letters

/** A moment of a log, which has as many digits as a personal number. */
const moment =
  /(?<!\d)(?:19|20)\d\d[-./]?(?:0[1-9]|1[0-2])[-./]?(?:0[1-9]|[12]\d|3[01])[ T_]?(?:[01]\d|2[0-3]):?[0-5]\d:?[0-5]\d(?:[.,]\d{1,9})?(?!\d)/g

/** The runs of digits in a plain text, moments of logs left out. */
export function runsIn(text: string): readonly Run[] {
  const folded = withDigits(text)
  return [...runsAsWritten(text), ...(folded === text ? [] : runsAsWritten(folded))]
}

function runsAsWritten(plain: string): readonly Run[] {
  return [...plain.matchAll(/\d(?:[ ._/:,()-]{0,3}\d)*/g)].map((found) => {
    const [written] = found
    const groups = written.match(/\d+/g) ?? []
    const at = found.index
    const end = at + written.length
    return {
      written,
      groups,
      digits: groups.join(''),
      before: plain.slice(Math.max(0, at - 2), at),
      after: plain[end] ?? '',
    }
  })
}

/** An identifier of a database (RFC 9562), whose digits are drawn. */
const identifier = /(?<![\p{L}\p{N}])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\p{L}\p{N}])/giu
/** Fewer letters than drawn ones have may be written around a number. */
const fewestLetters = 4

/** Without moments of logs and identifiers of databases. */
export function withoutMoments(text: string): string {
  return text
    .replaceAll(identifier, (found) => (found.replaceAll(/[^a-f]/gi, '').length < fewestLetters ? found : ' # '))
    .replaceAll(moment, (found) => (isPersonal(found) ? found : ' # '))
}

/** Some moments of 2010 to 2012 read like a personal number; these stay. */
function isPersonal(found: string): boolean {
  return /^[012](?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{7}$/.test(found)
}

/** Of so many digits some may be written as letters, but no more than half of them. */
const fewestDigits = 7

function withDigits(text: string): string {
  if (!/[^\d\s.,:/()-]/.test(text)) return text
  return text.replaceAll(/[\dOoОоDIli|ЗзЧSбБBВ](?:[ ._/:-]{0,2}[\dOoОоDIli|ЗзЧSбБBВ])*/g, (found) => {
    const digits = found.replaceAll(/\D/g, '').length
    const letters = found.replaceAll(/[\d ._/:-]/g, '').length
    const isNumber = letters > 0 && digits >= fewestDigits && letters <= digits
    return isNumber ? found.replaceAll(/[^\d ._/:-]/g, (letter) => lookAlikes[letter] ?? letter) : found
  })
}

/** Digits of a word with one letter among them, which is left out: `K21505198A501234`. */
export function withoutLetter(text: string): readonly string[] {
  const words = text.matchAll(/(?<![\p{L}\p{N}])\p{L}{0,2}(\d{2,12})\p{L}(\d{2,12})(?![\p{L}\p{N}])/gu)
  return [...words].map(([, before = '', after = '']) => before + after)
}

/** Neighbouring groups whose digits are so many, put together. */
export function stretches({ groups }: Pick<Run, 'groups'>, count: number): readonly string[] {
  return groups.flatMap((_, first) => {
    let digits = ''
    for (let at = first; at < groups.length && digits.length < count; at++) digits += groups[at] ?? ''
    return digits.length === count ? [digits] : []
  })
}

/** Whether the check digit of a card confirms the others (Luhn 1960). */
export function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
