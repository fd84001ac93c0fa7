import type { FiscalYear } from '#jurisdictions'

const prefix = '(?i)(FY ?)?'

/**
 * The first day of a year that is written as a contract declares. Of two years the later one has to be the next: `2013/15` is none.
 *
 * @param typed - whether the cell may be a number of a workbook, such as 2014.0
 */
export function firstOfFiscalYear(text: string, { starts, written }: FiscalYear, typed: boolean): string {
  const readings = written.map((way) => (way === 'both' ? firstOfBoth(text) : ofOne(text, way, typed)))
  const year = readings.length === 1 ? `${readings[0]}` : `coalesce(${readings.join(', ')})`
  return `case when ${year} between 1000 and 9999 then make_date(${year}, ${starts}, 1) end`
}

function firstOfBoth(text: string): string {
  const part = (place: number) => `regexp_extract(${text}, '${prefix}([0-9]{4}) ?[/–-] ?([0-9]{4}|[0-9]{2})', ${place})`
  const isWhole = `regexp_full_match(${text}, '${prefix}[0-9]{4} ?[/–-] ?([0-9]{4}|[0-9]{2})')`
  const next = `(try_cast(${part(2)} as integer) + 1)::varchar`
  return `case when ${isWhole} and ${part(3)} in (${next}, right(${next}, 2)) then try_cast(${part(2)} as integer) end`
}

function ofOne(text: string, way: 'first' | 'last', typed: boolean): string {
  const isYear = `regexp_full_match(${text}, '${prefix}[0-9]{4}${typed ? '([.]0)?' : ''}')`
  const year = `try_cast(regexp_extract(${text}, '[0-9]{4}') as integer)`
  return `case when ${isYear} then ${year}${way === 'last' ? ' - 1' : ''} end`
}
