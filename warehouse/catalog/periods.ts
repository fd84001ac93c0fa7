import { type Calendar, daysOf, type MonthRange, monthOf } from '../facts/calendar.ts'
import { wrongParameter } from './parameter-words.ts'

/** How long the periods of a series may be, the longest first. */
export const grains = ['year', 'quarter', 'month'] as const
/** One of {@link grains}. */
export type Grain = (typeof grains)[number]

/** How many months a period of each grain has. */
export const monthsIn: Readonly<Record<Grain, number>> = { year: 12, quarter: 3, month: 1 }

/** Reads `2020`, `2020-Q1` or `2020-01`; a year and its quarters are named by the calendar year in which it begins. @throws {@link Refusal} `BAD_PERIOD` */
export function parsePeriod(text: string, parameter: string, calendar: Calendar): { grain: Grain; range: MonthRange } {
  const [, year = '', quarter, month] = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/.exec(text) ?? []
  if (year === '') {
    throw wrongParameter('BAD_PERIOD', parameter, { wanted: { is: 'period' } })
  }
  const start = Number(year) * 12
  if (quarter) return { grain: 'quarter', range: span(start + (Number(quarter) - 1) * 3, 'quarter') }
  if (month) return { grain: 'month', range: span(monthOf(text, calendar), 'month') }
  return { grain: 'year', range: span(start, 'year') }
}

/** What a person reads for a period: `2013/14` and `2013/14-Q1` where the year does not begin on 1 January. */
export function periodLabel(period: string, { yearStarts }: Calendar): string {
  const [, year, quarter = ''] = /^(\d{4})(-Q[1-4])?$/.exec(period) ?? []
  if (year === undefined || yearStarts === 1) return period
  return `${year}/${String((Number(year) + 1) % 100).padStart(2, '0')}${quarter}`
}

/** The code of a period that somebody wrote as people read it; what is no such label stays as it is. */
export function periodCode(text: string, calendar: Calendar): string {
  const [, year = '', quarter = ''] = /^(\d{4})\/\d{2}(-Q[1-4])?$/.exec(text) ?? []
  const code = year + quarter
  return periodLabel(code, calendar) === text ? code : text
}

/** The name of the period of the given grain that holds a month. */
export function periodName(month: number, grain: Grain, calendar: Calendar): string {
  const year = String(Math.floor(month / 12))
  if (grain === 'year') return year
  if (grain === 'quarter') return `${year}-Q${Math.floor((month % 12) / 3) + 1}`
  return daysOf({ first: month, last: month }, calendar).from.slice(0, 7)
}

function span(first: number, grain: Grain): MonthRange {
  return { first, last: first + monthsIn[grain] - 1 }
}
