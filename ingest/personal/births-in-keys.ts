import { longestLife } from './dates.ts'
import type { Gate } from './gate.ts'
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
  readonly day: string
  readonly month: string
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
  const digits = cells.map((cell) => digitsOf(plainText(cell)))
  return hasBirths(digits, [...eight, ...six], years)
}

/** The same of the cells of two columns side by side, whose digits make a date of eight only together. */
export function areOfBirthsTogether(pairs: readonly (readonly [string, string])[], years: Years): boolean {
  const digits = pairs.map((pair) => [pair.map((cell) => plainText(cell).replaceAll(/\D/g, '')).join('')])
  const borders = pairs.map(([one]) => plainText(one).replaceAll(/\D/g, '').length)
  return hasBirths(digits, eight, years, borders)
}

/** The groups of digits of a cell, whatever stands between them. */
function digitsOf(plain: string): readonly string[] {
  return plain.match(/\d+/g) ?? []
}

function hasBirths(
  cells: readonly (readonly string[])[],
  forms: readonly Form[],
  years: Years,
  borders?: readonly number[],
): boolean {
  const events = cells.map((groups) => eventsIn(groups, years))
  return forms.some((form) => {
    const places = new Map<string, Birth[]>()
    for (const [index, groups] of cells.entries())
      for (const { from, labels, digits } of windowsOf(groups, form.length, borders?.[index])) {
        const birth = dateIn(digits, form, (year) => isBirth(year, years))
        const isEvent = events[index]?.some((event) => event.from <= from && event.to >= from + form.length)
        if (birth !== undefined && !isEvent) for (const label of labels) addTo(places, label, birth)
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

interface Window {
  readonly from: number
  readonly digits: string
  /** Where it stands, counted from the beginning and from the end. */
  readonly labels: readonly [string, string]
}

/** So many digits one behind the other: inside one group, or whole groups; with a border, on both sides of it. */
function windowsOf(groups: readonly string[], length: number, border?: number): readonly Window[] {
  const all = groups.join('')
  const edges = new Set(groups.map((_, at) => groups.slice(0, at).join('').length)).add(all.length)
  return Array.from({ length: Math.max(0, all.length - length + 1) }, (_, from) => {
    const to = from + length
    const isParted = [...edges].some((edge) => edge > from && edge < to)
    const isSeen = border === undefined ? !isParted || (edges.has(from) && edges.has(to)) : from < border && to > border
    return isSeen ? [{ from, digits: all.slice(from, to), labels: [`${from}`, `-${all.length - from}`] as const }] : []
  }).flat()
}

/** Dates of the time of the register: what reads like one is no date of birth. */
function eventsIn(groups: readonly string[], years: Years): readonly { readonly from: number; readonly to: number }[] {
  return [...eight, ...six].flatMap((form) =>
    windowsOf(groups, form.length).flatMap(({ from, digits }) =>
      dateIn(digits, form, (year) => isEvent(year, years)) === undefined ? [] : [{ from, to: from + form.length }],
    ),
  )
}

function dateIn(
  digits: string,
  { day: d, month: m, year: [from, to] }: Form,
  is: (year: number) => boolean,
): Birth | undefined {
  const [day, month] = [digits.slice(d, d + 2), digits.slice(m, m + 2)]
  if (Number(day) < 1 || Number(day) > 31 || Number(month) < 1 || Number(month) > 12) return undefined
  const written = digits.slice(from, to)
  const possible = written.length === 4 ? [written] : [`20${written}`, `19${written}`]
  const year = possible.map(Number).find(is)
  return year === undefined ? undefined : { day, month, year }
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
  const found = cells.filter((cell) => digitsOf(plainText(cell)).some(isPhone))
  return found.length >= Math.max(fewest, half * cells.length)
}
