import type { ColumnFacts, NumberCounts } from './column-facts.ts'
import { dateFormats } from './column-facts.ts'
import type { ProfiledType, TableProfile } from './profile.ts'

/** Of the filled cells so many have to be of a type. */
const nearlyAll = 0.98
/** A column with more distinct cells is not one of codes. */
export const maxCodes = 200
/** Distinct cells, of all filled ones, from which a column says something of each row. */
const mostlyDifferent = 0.5

/** Which formats read the dates of a column, and whether day and month could change places. */
export interface DateReading {
  readonly formats: readonly string[]
  readonly isAmbiguous: boolean
}

/** The type of a column, by what its cells look like. */
export function profiledType(facts: ColumnFacts): ProfiledType {
  const { filled, distinct, quarters, numbers, blanks } = facts
  const isAll = (count: number) => count >= nearlyAll * filled
  if (filled === 0) return 'empty'
  if (isAll(quarters)) return 'quarter'
  if (readingOf(facts) !== undefined) return 'date'
  if (isAll(numbers.whole)) return 'integer'
  if (isAll(allNumbers(numbers))) return 'decimal'
  if (repeats(facts)) return 'code'
  return distinct >= mostlyDifferent * filled && blanks === 0 ? 'key' : 'text'
}

/** Whether the cells of a column are few and repeat. */
export function repeats({ distinct, filled }: Pick<ColumnFacts, 'distinct' | 'filled'>): boolean {
  return distinct <= maxCodes && distinct <= mostlyDifferent * filled
}

function allNumbers({ whole, point, comma, blankGroups, pointGroups, commaGroups }: NumberCounts): number {
  // A group of three digits behind a mark is both a decimal number and a grouped one.
  return whole + Math.max(point, pointGroups) + Math.max(comma, commaGroups) + blankGroups
}

/** The formats that read nearly all dates of a column; `undefined` where they are not dates. */
export function readingOf({ filled, dates, numbers }: ColumnFacts): DateReading | undefined {
  const best = Math.max(...dates)
  if (filled === 0 || best < nearlyAll * filled) return undefined
  const all = dateFormats.filter((_, index) => (dates[index] ?? 0) >= best)
  const [first = ''] = all
  // Whole numbers of eight digits are dates only where each of them is one.
  if (first === '%Y%m%d' && (best < filled || numbers.whole < filled)) return undefined
  const isAmbiguous = all.includes('%d/%m/%Y') && all.includes('%m/%d/%Y')
  return { formats: [first], isAmbiguous }
}

/** How the numbers of a table are written, by all of its columns that are numbers. */
export function notationOf(columns: readonly ColumnFacts[]): Pick<TableProfile, 'decimal' | 'thousands'> {
  const numeric = columns.filter((facts) => profiledType(facts) === 'decimal').map(({ numbers }) => numbers)
  const sum = (kind: keyof NumberCounts) => numeric.reduce((all, numbers) => all + numbers[kind], 0)
  const decimal = sum('comma') > sum('point') ? ',' : '.'
  const mark = decimal === ',' ? 'point' : 'comma'
  const hasGroups = sum(decimal === ',' ? 'pointGroups' : 'commaGroups') > 0
  return { decimal, thousands: hasGroups ? [' ', mark === 'point' ? '.' : ','] : [' '] }
}
