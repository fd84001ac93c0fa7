import type { Contract } from '#jurisdictions'
import type { Gate } from './gate.ts'
import { plainText } from './plain-text.ts'

/** A full date in figures of the years 1900 to 2099, the day or the year first. */
const dayFirst = /(?<![\d.])(?:0?[1-9]|[12]\d|3[01])[ ./_:-](?:0?[1-9]|1[0-2])[ ./_:-](?:19|20)\d\d(?!\d)/
const yearFirst = /(?<!\d)(?:19|20)\d\d[ ./_:-](?:0?[1-9]|1[0-2])[ ./_:-](?:0?[1-9]|[12]\d|3[01])(?!\d)/

const twoDigitsEach = /(?<![\p{L}\p{N}.])(?:0[1-9]|[12]\d|3[01])[./-](?:0[1-9]|1[0-2])[./-]\d\d(?![\p{L}\p{N}])/u

/** A month in Roman numerals, with Cyrillic letters that look like them. */
const romanMonth =
  /(?<![\p{L}\p{N}])\d{1,2}[ ./_-](?:[XХ][IІ]{0,2}|[IІ]{1,3}|[IІ]?[VXХ]|V[IІ]{1,3})[ ./_-](?:(?:19|20)\d\d|\d\d)(?!\d)/u
const smallRomanMonth = /(?<![\p{L}\p{N}])\d{1,2}[./_-](?:xi{0,2}|i{1,3}|i?[vx]|vi{1,3})[./_-](?:19|20)\d\d(?!\d)/u

/** Classes of dates in a plain text: `FULL_DATE` in figures, `WRITTEN_DATE` with a month in words or Roman numerals. */
export function datesIn(gate: Gate, text: string): readonly string[] {
  if (!/\d\d/.test(text)) return []
  const isRoman = romanMonth.test(text) || smallRomanMonth.test(text)
  return [
    ...(dayFirst.test(text) || yearFirst.test(text) ? ['FULL_DATE'] : []),
    ...(/\p{L}/u.test(text) && (isRoman || gate.writtenDate.test(text.toLowerCase())) ? ['WRITTEN_DATE'] : []),
  ]
}

/**
 * Whether a plain text has a date with a year of two digits. Numbers of articles look like it, so the other cells of a column have to
 * confirm it.
 */
export function hasShortDate(text: string): boolean {
  return twoDigitsEach.test(text)
}

/** Whether the year of a short date can be none of this century: what could be is taken for an event. */
export function isShortBirth(text: string, today = new Date()): boolean {
  const [found = ''] = twoDigitsEach.exec(plainText(text)) ?? []
  return 2000 + Number(found.slice(-2)) > today.getUTCFullYear()
}

/** Nobody who is alive was born longer ago. */
export const longestLife = 110

/**
 * The years in which a date of birth of somebody in a register can lie: nobody alive is older, and what lies in the time of the register
 * is an event. It is asked of columns that are not kept.
 */
export function birthYears({ delivery }: Pick<Contract, 'delivery'>, today = new Date()): readonly [number, number] {
  const start = delivery.not_before ?? delivery.coverage?.from
  const last = start === undefined ? today.getUTCFullYear() : Number(start.slice(0, 4)) - 1
  return [today.getUTCFullYear() - longestLife, last]
}

/** The year of a full date. */
export function yearIn(date: string): number {
  return Number(/(?:19|20)\d\d/.exec(plainText(date))?.[0])
}
