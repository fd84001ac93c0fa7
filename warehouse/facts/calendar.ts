/** In which month, from 1 to 12, the years of a jurisdiction begin. */
export interface Calendar {
  readonly yearStarts: number
}

/** Months since year 0, both ends included: every period is a range of whole months. */
export interface MonthRange {
  readonly first: number
  readonly last: number
}

/** What every jurisdiction had in releases of before it could state another. */
export const calendarYears: Calendar = { yearStarts: 1 }

/** The calendar that a jurisdiction states. */
export function calendarOf({ profile }: { readonly profile: { readonly year_starts: number } }): Calendar {
  return { yearStarts: profile.year_starts }
}

/**
 * The month that an ISO date lies in, as months since the first month of year 0. Twelve of them are a year, and three a
 * quarter, in whatever month years begin: everything else reckons with these numbers, and never with dates.
 */
export function monthOf(date: string, calendar: Calendar): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - calendar.yearStarts
}

/** The year that an ISO date lies in. */
export function yearOf(date: string, calendar: Calendar): number {
  return Math.floor(monthOf(date, calendar) / 12)
}

/** The quarter that an ISO date lies in, since year 0. */
export function quarterOf(date: string, calendar: Calendar): number {
  return Math.floor(monthOf(date, calendar) / 3)
}

/** The day that stands as far from the first of January as a day from the first day of its year: what axes of years count by. */
export function dayInYear(date: string, calendar: Calendar): string {
  return daysOf({ first: monthOf(date, calendar), last: 0 }, calendarYears).from.slice(0, 8) + date.slice(8)
}

/** First and last day of a range of months, as ISO dates. */
export function daysOf({ first, last }: MonthRange, calendar: Calendar): { from: string; to: string } {
  return { from: isoDay(first, 1, calendar), to: isoDay(last + 1, 0, calendar) }
}

/**
 * What statements say to reckon in these years: `year(day{{shift}})` and `quarter(day{{shift}})` are those of a day, and
 * `{{until}}` leads back from the first day of a calendar year, or of a quarter, to that of one of these.
 */
export function calendarSlots({ yearStarts }: Calendar): { readonly shift: string; readonly until: string } {
  const months = yearStarts - 1
  return months === 0
    ? { shift: '', until: '' }
    : { shift: ` - interval ${months} months`, until: ` + interval ${months} months` }
}

/** Day 0 of a month is the last day of the month before. */
function isoDay(month: number, day: number, { yearStarts }: Calendar): string {
  const since = month + yearStarts - 1
  const written = new Date(Date.UTC(Math.floor(since / 12), since % 12, day)).toISOString()
  // Whoever asks for everything asks up to the last year that can be written, and a part of that lies beyond.
  return written.startsWith('+') ? '9999-12-31' : written.slice(0, 10)
}
