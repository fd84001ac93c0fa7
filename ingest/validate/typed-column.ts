import { quoteIdentifier, quoteLiteral } from '#foundation'
import type { ColumnContract, Contract } from '#jurisdictions'

/** How one house column is read: an expression over text, and the conditions over its value that set a row aside. */
export interface TypedColumn {
  readonly expression: string
  readonly faults: readonly Fault[]
}

/** The name of a value that was read: apart from the names that senders use. */
export function valueNamed(name: string): string {
  return quoteIdentifier(`value ${name}`)
}

export interface Fault {
  readonly code: string
  readonly when: string
}

/** How the cells of a file are written. */
export interface Cells {
  readonly decimal: Contract['format']['decimal']
  /** They come from typed cells: ISO dates, decimal points, `true` and `false`. */
  readonly typed: boolean
  /** Keys are pseudonyms of the house already: rows that come back from quarantine. */
  readonly rekeyed: boolean
}

/**
 * The typed reading of one source column, as SQL over text. Codes stay text here: a lookup finds their house code.
 * An empty cell is NULL; text that cannot be read as the declared type is a fault, never a guess.
 */
export function typedColumn(name: string, source: string, column: ColumnContract, cells: Cells): TypedColumn {
  const text = withoutEmpty(quoteIdentifier(source), column)
  const value = valueNamed(name)
  const unreadable = unreadableCode[column.type]
  return {
    expression: `${typedValue(text, column, cells)} as ${value}`,
    faults: [
      ...(column.optional ? [] : [{ code: 'MISSING_VALUE', when: `${text} is null` }]),
      ...(unreadable === undefined ? [] : [{ code: unreadable, when: `${text} is not null and ${value} is null` }]),
      ...limits(value, column),
    ],
  }
}

const unreadableCode: Readonly<Partial<Record<ColumnContract['type'], string>>> = {
  integer: 'NOT_A_WHOLE_NUMBER',
  decimal: 'NOT_A_NUMBER',
  date: 'NOT_A_DATE',
  year: 'NOT_A_YEAR',
  quarter: 'NOT_A_QUARTER',
  boolean: 'NOT_YES_OR_NO',
}

function withoutEmpty(text: string, { empty }: ColumnContract): string {
  return (empty ?? []).reduce((inner, spelling) => `nullif(${inner}, ${quoteLiteral(spelling)})`, text)
}

function typedValue(text: string, column: ColumnContract, { decimal, typed, rekeyed }: Cells): string {
  switch (column.type) {
    case 'key':
      return rekeyed ? text : `pseudonym(${text})`
    case 'integer':
      return wholeNumber(text, column.written_as_decimal || typed)
    case 'decimal':
      return inMonths(number(text, decimal === ',' && !typed), column.unit)
    case 'date':
      return date(text, typed ? ['%Y-%m-%d', ...column.format] : column.format)
    case 'year':
      return `try_cast(${wholeNumber(text, typed)}::varchar || '-01-01' as date)`
    case 'quarter':
      return quarter(text)
    case 'boolean':
      return yesOrNo(
        text,
        typed ? ['true', ...column.true] : column.true,
        typed ? ['false', ...column.false] : column.false,
      )
    default:
      return text
  }
}

/** Thin and unbroken spaces separate thousands in the region's spreadsheets. */
const spaces = `chr(160) || chr(8239) || chr(8201) || ' '`

/** A cast alone would round 1.5 to 2, so a point is accepted only where the contract says so, and only before zeros. */
function wholeNumber(text: string, writtenAsDecimal: boolean): string {
  const plain = String.raw`[+-]?\d{1,9}`
  const grouped = String.raw`[+-]?\d{1,3}([ \x{a0}\x{202f}\x{2009}]\d{3})+`
  const cases = [
    `when regexp_full_match(${text}, '${plain}') then ${text}::integer`,
    ...(writtenAsDecimal ? [`when regexp_full_match(${text}, '${plain}\\.0*') then ${text}::double::integer`] : []),
    `when regexp_full_match(${text}, '${grouped}') then try_cast(translate(${text}, ${spaces}, '') as integer)`,
  ]
  return `case ${cases.join(' ')} end`
}

function number(text: string, withComma: boolean): string {
  const grouped = `replace(translate(${text}, ${spaces}, ''), ',', '.')`
  const plain = withComma
    ? `coalesce(try_cast(${text} as double), case when not contains(${text}, '.') then try_cast(${grouped} as double) end)`
    : `try_cast(${text} as double)`
  return `case when isfinite(${plain}) then ${plain} end`
}

/** The first day of 1900 is day 1 for spreadsheets, which count a 29 February 1900 that never was. */
function date(text: string, formats: readonly string[]): string {
  const written = formats.filter((format) => format !== 'serial')
  const parsed = `try_strptime(${text}, [${written.map(quoteLiteral).join(', ')}])::date`
  if (written.length === formats.length) return parsed
  const serial = String.raw`case when regexp_full_match(${text}, '[1-9]\d{4}(\.0)?') then date '1899-12-30' + left(${text}, 5)::integer end`
  return `coalesce(${parsed}, ${serial})`
}

function quarter(text: string): string {
  const match = `regexp_full_match(${text}, '(19|20)\\d\\d-?Q[1-4]')`
  return `case when ${match} then make_date(left(${text}, 4)::integer, right(${text}, 1)::integer * 3 - 2, 1) end`
}

function yesOrNo(text: string, yes: readonly string[], no: readonly string[]): string {
  return `case when ${text} in (${yes.map(quoteLiteral)}) then true when ${text} in (${no.map(quoteLiteral)}) then false end`
}

/** 365 days are 12 months exactly, so that a sentence of whole years falls on the edge of its band and not below. */
function inMonths(value: string, unit: 'days' | 'months' | undefined): string {
  return unit === 'days' ? `${value} * 12 / 365` : value
}

function limits(value: string, column: ColumnContract): readonly Fault[] {
  switch (column.type) {
    case 'integer':
    case 'decimal':
      return column.range ? [outOfRange(perUnit(value, column), column.range)] : []
    case 'year':
      return column.range ? [outOfRange(`year(${value})`, column.range)] : []
    case 'date':
      return [
        ...(column.may_be_future ? [] : [{ code: 'IN_THE_FUTURE', when: `${value} > current_date` }]),
        ...(column.not_before
          ? [{ code: 'OUT_OF_RANGE', when: `${value} < date ${quoteLiteral(column.not_before)}` }]
          : []),
      ]
    default:
      return []
  }
}

/** The range of a length is stated in the unit of the sender. */
function perUnit(value: string, column: ColumnContract): string {
  return column.type === 'decimal' && column.unit === 'days' ? `${value} * 365 / 12` : value
}

function outOfRange(value: string, [least, greatest]: readonly [number, number]): Fault {
  return { code: 'OUT_OF_RANGE', when: `${value} not between ${least} and ${greatest}` }
}
