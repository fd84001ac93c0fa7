import { longestLife } from './dates.ts'
import type { Gate } from './gate.ts'
import { type Digits, digitsOf, groupsIn, windowsOf } from './key-digits.ts'
import { plainText } from './plain-text.ts'

/** The years in which somebody of a register can have been born. */
export type Years = readonly [first: number, last: number]

/** A date of birth in digits: the places of day, month and year in it. */
interface Form {
  readonly length: number
  readonly day: number
  readonly month: number
  readonly year: readonly [from: number, to: number]
}

/** A drawn number is one by chance in 0.04 % for eight digits and in 3.5 % for six. */
const eight: readonly Form[] = [
  { length: 8, day: 0, month: 2, year: [4, 8] },
  { length: 8, day: 6, month: 4, year: [0, 4] },
]
const six: readonly Form[] = [
  { length: 6, day: 0, month: 2, year: [4, 6] },
  { length: 6, day: 4, month: 2, year: [0, 2] },
]

interface Birth {
  readonly day: number
  readonly month: number
  readonly year: number
}

/** Of the different cells so many have a date at the same place, and so many at least. */
const [half, fewest] = [0.5, 8]
/** Counters keep some digits for long; births have at least so many days, months and years. */
const minKinds = 4

/**
 * Whether cells hold dates of birth: at the same place of at least half of them stands a date of a plausible year, and these differ as
 * births do. Drawn keys and counters hold one far less often, or always nearly the same.
 */
export function areOfBirths(cells: readonly string[], years: Years): boolean {
  const digits = cells.map((cell) => digitsOf(groupsIn(plainText(cell))))
  return hasBirths(digits, [...eight, ...six], years)
}

/** The same of the cells of two columns side by side, whose digits make a date of eight only together. */
export function areOfBirthsTogether(pairs: readonly (readonly [string, string])[], years: Years): boolean {
  const digits = pairs.map((pair) => {
    const [one, other] = pair.map((cell) => groupsIn(plainText(cell)).join(''))
    return { ...digitsOf([`${one}${other}`]), border: one?.length }
  })
  return hasBirths(digits, eight, years)
}

/** Births are rare: whether one is an event, and its place from the beginning and from the end, is asked of them only. */
function hasBirths(cells: readonly Digits[], forms: readonly Form[], years: Years): boolean {
  return forms.some((form) => {
    const places = new Map<string, Birth[]>()
    for (const digits of cells)
      for (const from of windowsOf(digits, form.length)) {
        const birth = dateIn(digits.all, from, form, (year) => isBirth(year, years))
        if (birth === undefined || isInEvent(digits, from, form, years)) continue
        for (const label of [`${from}`, `-${digits.all.length - from}`]) addTo(places, label, birth)
      }
    return [...places.values()].some((births) => isEnough(births, cells.length))
  })
}

function addTo(places: Map<string, Birth[]>, label: string, birth: Birth): void {
  const others = places.get(label)
  if (others === undefined) places.set(label, [birth])
  else others.push(birth)
}

function isEnough(births: readonly Birth[], cells: number): boolean {
  const kinds = (of: (birth: Birth) => unknown) => new Set(births.map(of)).size
  const differ = [kinds(({ day }) => day), kinds(({ month }) => month), kinds(({ year }) => year)]
  return births.length >= Math.max(fewest, half * cells) && differ.every((count) => count >= minKinds)
}

/** Whether the digits lie in a date of the time of the register: what reads like one is no date of birth. */
function isInEvent({ all, edges }: Digits, from: number, { length }: Form, years: Years): boolean {
  return [...eight, ...six].some((form) =>
    windowsOf({ all, edges }, form.length).some(
      (start) =>
        start <= from &&
        start + form.length >= from + length &&
        dateIn(all, start, form, (year) => isEvent(year, years)) !== undefined,
    ),
  )
}

function dateIn(
  all: string,
  at: number,
  { day: d, month: m, year: [from, to] }: Form,
  is: (year: number) => boolean,
): Birth | undefined {
  const [day, month] = [twoDigits(all, at + d), twoDigits(all, at + m)]
  if (day < 1 || day > 31 || month < 1 || month > 12) return undefined
  const written = all.slice(at + from, at + to)
  const possible = written.length === 4 ? [written] : [`20${written}`, `19${written}`]
  const year = possible.map(Number).find(is)
  return year === undefined ? undefined : { day, month, year }
}

function twoDigits(all: string, at: number): number {
  return Number(all.slice(at, at + 2))
}

function isBirth(year: number, [first, last]: Years): boolean {
  return year >= first && year <= last
}

function isEvent(year: number, [first, last]: Years): boolean {
  return year > last && year <= first + longestLife
}

/** Whether the digits of at least half of the cells are a phone with what is dialled before it, behind something else. */
export function areOfPhones({ phones }: Gate, cells: readonly string[]): boolean {
  const isPhone = (digits: string) =>
    phones.some(({ country, trunk, length, mobile, national }) =>
      [country, trunk].some(
        (start) =>
          start !== '' &&
          digits.length === start.length + length &&
          digits.startsWith(start) &&
          (mobile ?? national).test(digits.slice(start.length)),
      ),
    )
  const found = cells.filter((cell) => groupsIn(plainText(cell)).some(isPhone))
  return found.length >= Math.max(fewest, half * cells.length)
}
