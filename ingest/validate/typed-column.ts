import { quoteIdentifier, quoteLiteral } from '#foundation'
import type { ColumnContract, Contract } from '#jurisdictions'

/** How one house column is read: the expression of its value, and the conditions under which the row is set aside. */
export interface TypedColumn {
  readonly value: string
  readonly faults: readonly Fault[]
}

export interface Fault {
  readonly code: string
  readonly when: string
}

/**
 * The typed reading of one source column, as SQL over text. Codes stay text here: {@link mapCodes} looks them up.
 * An empty cell is NULL; text that cannot be read as the declared type is a fault, never a guess.
 */
export function typedColumn(source: string, column: ColumnContract, format: Contract['format']): TypedColumn {
  const text = withoutEmpty(quoteIdentifier(source), column)
  const value = typedValue(text, column, format)
  const unreadable = unreadableCode[column.type]
  return {
    value,
    faults: [
      ...(column.optional ? [] : [{ code: 'MISSING_VALUE', when: `${text} is null` }]),
      ...(unreadable === undefined ? [] : [{ code: unreadable, when: `${text} is not null and ${value} is null` }]),
      ...limits(value, text, column),
    ],
  }
}

const unreadableCode: Readonly<Partial<Record<ColumnContract['type'], string>>> = {
  integer: 'NOT_A_WHOLE_NUMBER',
  decimal: 'NOT_A_NUMBER',
  date: 'NOT_A_DATE',
  year: 'NOT_A_YEAR',
  boolean: 'NOT_YES_OR_NO',
}

function withoutEmpty(text: string, { empty }: ColumnContract): string {
  return (empty ?? []).reduce((inner, spelling) => `nullif(${inner}, ${quoteLiteral(spelling)})`, text)
}

function typedValue(text: string, column: ColumnContract, { decimal }: Contract['format']): string {
  switch (column.type) {
    case 'key':
      return `pseudonym(${text})`
    case 'integer':
      return wholeNumber(text, column.written_as_decimal)
    case 'decimal':
      return inMonths(number(text, decimal), column.unit)
    case 'date':
      return `try_strptime(${text}, ${quoteLiteral(column.format)})::date`
    case 'year':
      return `try_cast(${wholeNumber(text, false)}::varchar || '-01-01' as date)`
    case 'boolean':
      return `case when ${text} in (${column.true.map(quoteLiteral)}) then true when ${text} in (${column.false.map(quoteLiteral)}) then false end`
    default:
      return text
  }
}

/** A cast alone would round 1.5 to 2, so a point is accepted only where the contract says so, and only before zeros. */
function wholeNumber(text: string, writtenAsDecimal: boolean): string {
  const pattern = writtenAsDecimal ? String.raw`[+-]?\d+(\.0*)?` : String.raw`[+-]?\d+`
  return `case when regexp_full_match(${text}, '${pattern}') then try_cast(${text} as integer) end`
}

/** Thin and unbroken spaces separate thousands in the region's spreadsheets. */
function number(text: string, decimal: string): string {
  const plain = decimal === '.' ? text : `replace(translate(${text}, chr(160) || chr(8239) || ' ', ''), ',', '.')`
  return `case when isfinite(try_cast(${plain} as double)) then try_cast(${plain} as double) end`
}

/** 365 days are 12 months exactly, so that a sentence of whole years falls on the edge of its band and not below. */
function inMonths(value: string, unit: 'days' | 'months' | undefined): string {
  return unit === 'days' ? `${value} * 12 / 365` : value
}

function limits(value: string, text: string, column: ColumnContract): readonly Fault[] {
  switch (column.type) {
    case 'text':
      return [{ code: 'TEXT_TOO_LONG', when: `length(${text}) > ${column.max_length}` }]
    case 'integer':
    case 'decimal':
      return column.range ? [outOfRange(perUnit(value, column), column.range)] : []
    case 'year':
      return column.range ? [outOfRange(`year(${value})`, column.range)] : []
    case 'date':
      return [
        { code: 'IN_THE_FUTURE', when: `${value} > current_date` },
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
