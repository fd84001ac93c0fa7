import { wrongParameter } from './parameter-words.ts'

/** How long the periods of a series may be, the longest first. */
export const grains = ['year', 'quarter', 'month'] as const
/** One of {@link grains}. */
export type Grain = (typeof grains)[number]

/** Months since year 0, both ends included: every period is a range of whole months. */
export interface MonthRange {
  readonly first: number
  readonly last: number
}

/** How many months a period of each grain has. */
export const monthsIn: Readonly<Record<Grain, number>> = { year: 12, quarter: 3, month: 1 }

/** Reads `2020`, `2020-Q1` or `2020-01`. @throws {@link Refusal} `BAD_PERIOD` */
export function parsePeriod(text: string, parameter: string): { grain: Grain; range: MonthRange } {
  const [, year = '', quarter, month] = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/.exec(text) ?? []
  if (year === '') {
    throw wrongParameter('BAD_PERIOD', parameter, { wanted: { is: 'period' } })
  }
  const january = Number(year) * 12
  if (quarter) return { grain: 'quarter', range: span(january + (Number(quarter) - 1) * 3, 'quarter') }
  if (month) return { grain: 'month', range: span(january + Number(month) - 1, 'month') }
  return { grain: 'year', range: span(january, 'year') }
}

/** The name of the period of the given grain that holds a month. */
export function periodName(month: number, grain: Grain): string {
  const year = String(Math.floor(month / 12))
  if (grain === 'year') return year
  if (grain === 'quarter') return `${year}-Q${Math.floor((month % 12) / 3) + 1}`
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`
}

/** The month that an ISO date lies in, as months since year 0. */
export function monthOf(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
}

/** First and last day of a range of months, as ISO dates. */
export function daysOf({ first, last }: MonthRange): { from: string; to: string } {
  return { from: isoDay(first, 1), to: isoDay(last + 1, 0) }
}

/** Day 0 of a month is the last day of the month before. */
function isoDay(month: number, day: number): string {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12, day)).toISOString().slice(0, 10)
}

function span(first: number, grain: Grain): MonthRange {
  return { first, last: first + monthsIn[grain] - 1 }
}
