import type { Calendar } from '#warehouse'

/**
 * A period as SDMX writes it. Years that do not begin on 1 January are reporting years, such as `2013-A1`; their quarters have the
 * same form as others, and months are those of the calendar everywhere.
 *
 * @see SDMX 3.0, section 6, technical notes: time and time format
 */
export function periodOfStandard(period: string, { yearStarts }: Calendar): string {
  return yearStarts !== 1 && /^\d{4}$/.test(period) ? `${period}-A1` : period
}

/** Our code of a period of a query: the standard has two forms for a year, and both are read as one of the jurisdiction. */
export function periodOfQuery(period: string): string {
  return period.replace(/^(\d{4})-A1$/, '$1')
}

/** The value of `REPORTING_YEAR_START_DAY`: a month and a day as XML Schema writes them, such as `--04-01`. */
export function startDay({ yearStarts }: Calendar): string {
  return `--${String(yearStarts).padStart(2, '0')}-01`
}
