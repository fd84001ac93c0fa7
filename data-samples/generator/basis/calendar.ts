import { Refusal } from '#foundation'
import type { RandomSource } from './random.ts'

/** A calendar month, `month` from 1 to 12. */
export interface Month {
  readonly year: number
  readonly month: number
}

/** The first and the last quarter that are written. */
export interface Window {
  readonly first: number
  readonly last: number
}

const day = 86_400_000

/** Months on one line: 2020-01 is 24240. */
export function monthNumber({ year, month }: Month): number {
  return year * 12 + month - 1
}

export function calendarMonth(number: number): Month {
  return { year: Math.floor(number / 12), month: (number % 12) + 1 }
}

/** Quarters on one line: the first of 2020 is 8080. */
export function quarterOf(date: Date): number {
  return date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3)
}

/** The last month of a quarter, such as `2024-03`. */
export function lastMonthOf(quarter: number): string {
  return lastDayOf(quarter).toISOString().slice(0, 7)
}

export function firstDayOf(quarter: number): Date {
  return new Date(Date.UTC(Math.floor(quarter / 4), (quarter % 4) * 3, 1))
}

export function lastDayOf(quarter: number): Date {
  return addDays(firstDayOf(quarter + 1), -1)
}

export function quartersOf({ first, last }: Window): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** A random day of a quarter, but not before the earliest one, even if that comes later. */
export function randomDayIn(quarter: number, earliest: Date, random: RandomSource): Date {
  const day = addDays(firstDayOf(quarter), random.below(90))
  if (day >= earliest) return day
  const last = lastDayOf(quarter)
  return earliest <= last ? addDays(earliest, random.below(daysBetween(earliest, last) + 1)) : earliest
}

export function addDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * day)
}

export function daysBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / day)
}

export function isoDate(date: Date): string {
  return `${date.getUTCFullYear()}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`
}

/** `31.12.2024`, as the senders write it; an empty text for no date. */
export function russianDate(date: Date | undefined): string {
  if (date === undefined) return ''
  return `${twoDigits(date.getUTCDate())}.${twoDigits(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}

/** Days of a month on which courts sit. */
export function workdays({ year, month }: Month): readonly Date[] {
  const days = Array.from({ length: 31 }, (_, index) => new Date(Date.UTC(year, month - 1, index + 1)))
  return days.filter((date) => date.getUTCMonth() === month - 1 && date.getUTCDay() % 6 !== 0)
}

/** @throws {@link Refusal} `BAD_PERIOD` unless the text is a month such as `2024-03` */
export function parseMonth(text: string, parameter: 'from' | 'to'): Month {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? []
  if (year && month) return { year: Number(year), month: Number(month) }
  throw new Refusal('BAD_PERIOD', 'A month is written as 2024-03.', { parameter })
}
