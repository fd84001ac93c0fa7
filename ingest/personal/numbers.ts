import { luhn, type Run, runsIn, stretches, withoutLetter, withoutMoments } from './digits.ts'
import type { Gate, SoughtNumber, SoughtPhone } from './gate.ts'

/** What was found in a text: classes that are certain, and those that a column has to confirm by its other cells. */
export interface Found {
  readonly sure: readonly string[]
  readonly likely: readonly string[]
}

/** No number of anybody has fewer digits; others may be written as letters. */
const fewestDigits = 7

/** Classes of numbers in a plain text: personal numbers, cards, phones. */
export function numbersIn(gate: Gate, text: string): Found {
  if (text.replaceAll(/\D/g, '').length < fewestDigits) return { sure: [], likely: [] }
  const without = withoutMoments(text)
  const runs = runsIn(without)
  const codesOf = (is: (number: SoughtNumber) => boolean) => gate.numbers.flatMap((one) => (is(one) ? [one.code] : []))
  const numbers = runs.flatMap((run) => codesOf((number) => !number.chance && isNumber(run, number)))
  const cut = runs.flatMap((run) => codesOf((number) => number.chance && isNumber(run, number)))
  const parted = withoutLetter(without).flatMap((digits) => codesOf((number) => number.spread && isIn(digits, number)))
  const phones = runsIn(withoutDates(without)).map((run) => phoneIn(gate, run, without.length))
  const of = (certainty: 'sure' | 'likely') => phones.flatMap((phone) => (phone?.is === certainty ? [phone.code] : []))
  const announced = gate.announced?.test(without.toLowerCase()) ? ['NUMBER_WITH_ITS_NAME'] : []
  return {
    sure: [...new Set([...numbers, ...of('sure'), ...announced])],
    likely: [...new Set([...cut, ...parted, ...of('likely')])],
  }
}

const dates = /(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?!\d)/g

function withoutDates(text: string): string {
  return text.replaceAll(dates, ' # ')
}

/** A number with a fraction: only what stands before the mark can be a number of somebody. */
function isFraction({ written }: Run): boolean {
  return /^\d+[.,]\d+$/.test(written)
}

function isNumber(run: Run, number: SoughtNumber): boolean {
  const { spread, pattern, length, check } = number
  const groups = run.groups.map((group) => withoutZeros(group, length))
  const candidates = isFraction(run) ? groups.slice(0, 1) : stretches({ groups }, length)
  const isOne = (digits: string) => pattern.test(digits) && (check !== 'luhn' || luhn(digits))
  if (spread) return isInGroups(run, check) && candidates.some(isOne)
  return isAlone(run, length) && candidates.some(isOne)
}

/** Zeros before a number make it longer and hide nothing. */
function withoutZeros(group: string, length: number): string {
  const more = group.length - length
  return more > 0 && /^0*$/.test(group.slice(0, more)) ? group.slice(more) : group
}

/** Whether digits are a number whose form chance seldom makes. */
function isIn(digits: string, { length, pattern, check }: SoughtNumber): boolean {
  return check === undefined && digits.length === length && pattern.test(digits)
}

/** A check digit confirms one in ten, so what it confirms must not be put together of short numbers. */
function isInGroups({ groups }: Run, check: string | undefined): boolean {
  return check === undefined || groups.length === 1 || groups.every(({ length }) => length >= 3)
}

/** The digits are one number, by themselves or in few groups, and at most one letter stands before them. */
function isAlone({ groups, digits, before, after }: Run, length: number): boolean {
  if (/\p{L}{2}$|[\p{N}_]\p{L}$|^\p{L}-$/u.test(before) || /\p{L}/u.test(after)) return false
  const isWhole = groups.some((group) => group.length === length)
  return isWhole || (digits.length === length && groups.length <= 5 && groups.every((group) => group.length >= 3))
}

interface Phone {
  readonly code: string
  readonly is: 'sure' | 'likely'
}

function phoneIn(gate: Gate, run: Run, characters: number): Phone | undefined {
  if (isFraction(run) || /\p{L}$/u.test(run.before)) return undefined
  const isPlus = run.before.endsWith('+') || run.before.endsWith('+(')
  const own = gate.phones.flatMap(
    (phone, index) => phoneOf(phone, run, { isPlus, characters, isOwn: index === 0 }) ?? [],
  )
  const sure = own.find(({ is }) => is === 'sure')
  if (sure !== undefined) return sure
  if (isPlus && run.digits.length >= 10 && run.digits.length <= 14) return { code: 'FOREIGN_PHONE', is: 'sure' }
  return own[0]
}

interface About {
  readonly isPlus: boolean
  readonly characters: number
  readonly isOwn: boolean
}

function phoneOf(phone: SoughtPhone, run: Run, { isPlus, characters, isOwn }: About): Phone | undefined {
  const code = isOwn ? 'PHONE' : 'FOREIGN_PHONE'
  const { country, trunk, length, national, mobile } = phone
  const isAfter = (start: string) =>
    stretches(run, start.length + length).some(
      (digits) => digits.startsWith(start) && national.test(digits.slice(start.length)),
    )
  const isOne = run.groups.length === 1
  const isCell = run.written.length === characters
  if (isAfter(`00${country}`) || ((isPlus || country.length > 1) && isAfter(country))) return { code, is: 'sure' }
  if (trunk !== '' && isAfter(trunk)) return { code, is: isOne && isCell && !isOwn ? 'likely' : 'sure' }
  if (mobile === undefined || run.digits.length !== length || !mobile.test(run.digits)) return undefined
  if (!isOne) return { code, is: run.groups.every((group) => group.length <= 4) ? 'sure' : 'likely' }
  return isCell ? { code, is: 'likely' } : undefined
}
