import { quoteLiteral } from '#foundation'
import { foldedText } from '#jurisdictions'

/** Years before the year 1000 are written with fewer than four digits, or with zeros before them. */
const firstDay = `date '1000-01-01'`

/**
 * A date in one of the formats of a contract; NULL for other text. A year of `%Y` needs four digits, which the engine does
 * not ask for. The first day of 1900 is day 1 for spreadsheets, which count a 29 February 1900 that never was.
 */
export function writtenDate(text: string, formats: readonly string[]): string {
  const written = formats.filter((format) => format !== 'serial')
  const [whole, short] = [true, false].map((isWhole) => written.filter((format) => format.includes('%Y') === isWhole))
  const parts = [
    ...(whole?.length ? [fourDigits(parsed(text, whole))] : []),
    ...(short?.length ? [parsed(text, short)] : []),
    ...(written.length < formats.length ? [serial(text)] : []),
  ]
  return parts.length === 1 ? `${parts[0]}` : `coalesce(${parts.join(', ')})`
}

/** The first word of a date is the name of its month: its number takes the place. No month has another name than those declared. */
export function withMonthNumbers(
  text: string,
  { month_names: names }: { readonly month_names?: Readonly<Record<string, number>> | undefined },
): string {
  if (names === undefined) return text
  const word = `regexp_extract(${text}, '[\\p{L}\\p{M}]+')`
  const cases = Object.entries(names).map(
    ([name, month]) => `when ${quoteLiteral(foldedText(name).replace(/\.$/, ''))} then '${month}'`,
  )
  return `regexp_replace(${text}, '[\\p{L}\\p{M}]+\\.?', case lower(${word}) ${cases.join(' ')} else ${word} end)`
}

/** A date whose parts stand in columns of their own; NULL where there is no such day. Without a month or a day it is the first one. */
export function dateOfParts(
  {
    year,
    month,
    day,
  }: { readonly year: string; readonly month?: string | undefined; readonly day?: string | undefined },
  named: (input: string) => string,
): string {
  const part = (input: string | undefined) => (input === undefined ? `'1'` : `${named(input)}::integer`)
  const isWhole = `${named(year)} between 1000 and 9999`
  return `case when ${isWhole} then try_cast(concat(${[part(year), part(month), part(day)].join(`, '-', `)}) as date) end`
}

/** The day of a typed cell: a date, or midnight in the offset that stands beside it. */
export function typedDate(text: string, formats: readonly string[], atGreenwich: boolean): string {
  const midnight = `case when ${isMidnight(text, atGreenwich)} then try_cast(left(${text}, 10) as date) end`
  return `coalesce(${writtenDate(text, ['%Y-%m-%d', ...formats])}, ${midnight})`
}

/** Whether a typed cell holds another time of day, or midnight of a zone in which the register does not live. */
export function isTimeOfDay(text: string, atGreenwich: boolean): string {
  const moment = String.raw`\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*`
  return `regexp_full_match(${text}, '${moment}') and not ${isMidnight(text, atGreenwich)}`
}

/** The year of a whole number that was written with four digits, as its first day. */
export function firstOfYear(number: string): string {
  return `case when ${number} between 1000 and 9999 then make_date(${number}, 1, 1) end`
}

export function firstOfQuarter(text: string): string {
  const match = `regexp_full_match(${text}, '(19|20)\\d\\d-?Q[1-4]')`
  return `case when ${match} then make_date(left(${text}, 4)::integer, right(${text}, 1)::integer * 3 - 2, 1) end`
}

function isMidnight(text: string, atGreenwich: boolean): string {
  const otherZone = String.raw`[+-](0[1-9]|1\d)(:?[0-5]\d)?`
  const offset = atGreenwich ? String.raw`Z|[+-]\d{2}(:?[0-5]\d)?` : otherZone
  const pattern = String.raw`\d{4}-\d{2}-\d{2}[T ]00:00(:00(\.0+)?)?(${offset})?`
  return `regexp_full_match(${text}, '${pattern}')`
}

function parsed(text: string, formats: readonly string[]): string {
  return `try_strptime(${text}, [${formats.map(quoteLiteral).join(', ')}])::date`
}

function fourDigits(day: string): string {
  return `case when ${day} >= ${firstDay} then ${day} end`
}

function serial(text: string): string {
  return String.raw`case when regexp_full_match(${text}, '[1-9]\d{4}(\.0)?') then date '1899-12-30' + left(${text}, 5)::integer end`
}
