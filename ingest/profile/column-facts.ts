import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, selectRow } from '#foundation'
import { writtenDate } from '../cells/read-date.ts'

/** Formats of dates that are tried, the likelier first where two read the same cells. */
export const dateFormats = [
  ...['%Y-%m-%d', '%d.%m.%Y', '%d/%m/%Y', '%m/%d/%Y', '%d-%m-%Y', '%Y/%m/%d', '%Y.%m.%d', '%Y%m%d', '%Y-%m'],
  ...['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%d.%m.%Y %H:%M:%S', '%d/%m/%Y %H:%M'],
]

/** Kinds of numbers, as patterns of the whole cell. */
export const numberKinds = {
  whole: String.raw`[+-]?\d{1,9}`,
  point: String.raw`[+-]?\d*\.\d+`,
  comma: String.raw`[+-]?\d*,\d+`,
  blankGroups: String.raw`[+-]?\d{1,3}([ \x{a0}\x{202f}]\d{3})+([.,]\d+)?`,
  pointGroups: String.raw`[+-]?\d{1,3}(\.\d{3})+(,\d+)?`,
  commaGroups: String.raw`[+-]?\d{1,3}(,\d{3})+(\.\d+)?`,
} as const

/** Counts of the cells of a column. */
export type NumberCounts = Readonly<Record<keyof typeof numberKinds, number>>

/** What one look at a column gives. */
export interface ColumnFacts {
  readonly rows: number
  readonly filled: number
  readonly distinct: number
  readonly longest: number
  readonly years: number
  readonly quarters: number
  readonly blanks: number
  readonly numbers: NumberCounts
  /** Cells that each of {@link dateFormats} reads. */
  readonly dates: readonly number[]
}

/** Looks at all cells of a column. */
export async function columnFacts(connection: DuckDBConnection, table: string, name: string): Promise<ColumnFacts> {
  const cell = quoteIdentifier(name)
  const matches = (pattern: string) => `count(*) filter (regexp_full_match(${cell}, ${quoteLiteral(pattern)}))`
  const kinds = Object.entries(numberKinds).map(([kind, pattern]) => `${matches(pattern)} as ${kind}`)
  const formats = dateFormats.map((format, index) => `count(*) filter (${isDate(cell, format)}) as date_${index}`)
  const row = await selectRow<Record<string, number>>(
    connection,
    `select count(*) as "rows", count(${cell}) as filled, count(distinct ${cell}) as "distinct",
       coalesce(max(length(${cell})), 0) as longest, ${matches('(19|20)\\d\\d')} as years,
       ${matches('(19|20)\\d\\d-?Q[1-4]')} as quarters, count(*) filter (contains(${cell}, ' ')) as blanks,
       ${[...kinds, ...formats].join(', ')}
     from ${table}`,
  )
  const count = (key: string) => row[key] ?? 0
  return {
    ...{ rows: count('rows'), filled: count('filled'), distinct: count('distinct'), longest: count('longest') },
    ...{ years: count('years'), quarters: count('quarters'), blanks: count('blanks') },
    numbers: {
      ...{ whole: count('whole'), point: count('point'), comma: count('comma') },
      blankGroups: count('blankGroups'),
      ...{ pointGroups: count('pointGroups'), commaGroups: count('commaGroups') },
    },
    dates: dateFormats.map((_, index) => count(`date_${index}`)),
  }
}

/** A date of a register: the year has four digits and is one of the last or of this century. */
function isDate(cell: string, format: string): string {
  const digits = `regexp_matches(${cell}, '\\d{4}')`
  return `case when ${digits} then year(${writtenDate(cell, [format])}) between 1900 and 2100 end`
}
