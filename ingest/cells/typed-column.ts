import { quoteIdentifier, quoteLiteral } from '#foundation'
import { type ColumnContract, foldedText } from '#jurisdictions'
import { folded, withoutZeros } from './fold.ts'
import {
  dateOfParts,
  firstOfQuarter,
  firstOfYear,
  isTimeOfDay,
  typedDate,
  withMonthNumbers,
  writtenDate,
} from './read-date.ts'
import { firstOfFiscalYear } from './read-fiscal-year.ts'
import { asMonths, inUnit, lengthInMonths, unitTexts } from './read-length.ts'
import { decimalNumber, type Notation, wholeNumber } from './read-number.ts'

/** How one canonical column is read: an expression over text, and the conditions over its value that set a row aside. */
export interface ColumnParser {
  readonly expression: string
  readonly faults: readonly RowFault[]
}

/** The name of a value that was read: apart from the names that senders use. */
export function valueNamed(name: string): string {
  return quoteIdentifier(`value ${name}`)
}

export interface RowFault {
  readonly code: string
  readonly when: string
}

/** How the cells of a file are written. */
export interface ParseOptions {
  readonly notation: Notation
  /** They come from typed cells: ISO dates, numbers in the notation of the contract, `true` and `false`. */
  readonly typed: boolean
  /** Keys are pseudonyms of the platform already: rows that come back from quarantine. */
  readonly rekeyed: boolean
  /** The day of the run where the register lives, as an ISO date. */
  readonly today: string
  /** The register lives where universal time is kept. */
  readonly atGreenwich: boolean
  /** The first day that the column can hold, as an ISO date; `undefined` where it holds no dates. */
  readonly earliest: string | undefined
  /** The column is a part of the key of a row: an empty cell would make different rows one. */
  readonly isKey: boolean
  /** The column holds codes that a typed file may write as 2.0. */
  readonly floatCodes: boolean
}

/**
 * The typed reading of one column, as SQL over text. Codes stay text here: a lookup finds their canonical code.
 * An empty cell is NULL; text that cannot be read as the declared type is a fault, never a guess.
 *
 * @param source - the column of the file; `undefined` for a constant, and for what is made of inputs
 */
export function typedColumn(
  name: string,
  source: string | undefined,
  column: ColumnContract,
  cells: ParseOptions,
): ColumnParser {
  const text = cellText(source, column)
  const value = valueNamed(name)
  const isGiven = givenIn(text, column)
  return {
    expression: `${typedValue(text, column, cells)} as ${value}`,
    faults: [
      ...(column.optional && !cells.isKey ? [] : [{ code: 'MISSING_VALUE', when: `not (${isGiven})` }]),
      ...unreadable({ text, value, isGiven }, column, cells),
      ...limits(value, column, cells),
    ],
  }
}

function cellText(
  source: string | undefined,
  { value, default: ifEmpty, missing_values: missing }: ColumnContract,
): string {
  if (value !== undefined) return quoteLiteral(value)
  if (source === undefined) return 'null::varchar'
  const filled = (missing ?? []).reduce(
    (inner, spelling) => `nullif(${inner}, ${quoteLiteral(spelling)})`,
    quoteIdentifier(source),
  )
  return ifEmpty === undefined ? filled : `coalesce(${filled}, ${quoteLiteral(ifEmpty)})`
}

function givenIn(text: string, column: ColumnContract): string {
  const parts = 'parts' in column ? Object.values(column.parts ?? {}).filter((part) => part !== undefined) : []
  if (parts.length === 0) return `${text} is not null`
  return parts.map((input) => `${valueNamed(input)} is not null`).join(' or ')
}

interface Cell {
  readonly text: string
  readonly value: string
  readonly isGiven: string
}

function unreadable(
  { text, value, isGiven }: Cell,
  column: ColumnContract,
  { typed, atGreenwich, notation }: ParseOptions,
): readonly RowFault[] {
  if (column.type === 'length' && column.unit_from !== undefined)
    return withUnit(valueNamed(column.unit_from), decimalNumber(text, notation), isGiven, column)
  const code = unreadableCode[column.type]
  if (code === undefined) return []
  const when = `(${isGiven}) and ${value} is null`
  if (column.type !== 'date' || column.parts !== undefined || !typed) return [{ code, when }]
  const isMoment = `case when ${when} then ${isTimeOfDay(text, atGreenwich)} else false end`
  return [
    { code, when: `${when} and not (${isMoment})` },
    { code: 'TIME_OF_DAY', when: isMoment },
  ]
}

/** A number whose unit says that it is none of time may be anything. */
function withUnit(
  unit: string,
  number: string,
  isGiven: string,
  column: Extract<ColumnContract, { type: 'length' }>,
): readonly RowFault[] {
  const isOneOf = (texts: readonly string[]) =>
    texts.length === 0 ? 'false' : `coalesce(${folded(unit)} in (${texts.map(quoteLiteral).join(', ')}), false)`
  const all = unitTexts(column)
  const ofTime = all.filter(([, meant]) => meant !== 'none')
  return [
    { code: 'NOT_A_LENGTH', when: `${isGiven} and ${number} is null and ${isOneOf(ofTime.map(([text]) => text))}` },
    { code: 'UNKNOWN_UNIT', when: `${isGiven} and not ${isOneOf(all.map(([text]) => text))}` },
  ]
}

const unreadableCode: Readonly<Partial<Record<ColumnContract['type'], string>>> = {
  integer: 'NOT_A_WHOLE_NUMBER',
  decimal: 'NOT_A_NUMBER',
  length: 'NOT_A_LENGTH',
  date: 'NOT_A_DATE',
  year: 'NOT_A_YEAR',
  quarter: 'NOT_A_QUARTER',
  boolean: 'NOT_YES_OR_NO',
}

const decimalsOf = (typed: boolean) => (typed ? 'typed' : 'never')

function typedValue(text: string, column: ColumnContract, cells: ParseOptions): string {
  const { notation, typed, rekeyed, atGreenwich } = cells
  switch (column.type) {
    case 'key':
      return rekeyed ? text : `pseudonym(${text})`
    case 'integer':
      return wholeNumber(text, notation, column.written_as_decimal ? 'declared' : decimalsOf(typed))
    case 'decimal':
      return asMonths(decimalNumber(text, notation), column.unit)
    case 'length':
      return lengthInMonths(column, { text, number: decimalNumber(text, notation), named: valueNamed })
    case 'date':
      if (column.parts !== undefined) return dateOfParts(column.parts, valueNamed)
      return typed
        ? typedDate(withMonthNumbers(text, column), column.format, atGreenwich)
        : writtenDate(withMonthNumbers(text, column), column.format)
    case 'year':
      if (column.fiscal !== undefined) return firstOfFiscalYear(text, column.fiscal, typed)
      return firstOfYear(
        `case when not starts_with(${text}, '0') then ${wholeNumber(text, notation, decimalsOf(typed))} end`,
      )
    case 'quarter':
      return firstOfQuarter(text)
    case 'boolean':
      return typed
        ? yesOrNo(withoutZeros(text), ['true', ...column.true], ['false', ...column.false])
        : yesOrNo(text, column.true, column.false)
    default:
      return cells.floatCodes ? withoutZeros(text) : text
  }
}

function yesOrNo(text: string, yes: readonly string[], no: readonly string[]): string {
  const isIn = (spelt: string, answers: readonly string[]) => `${spelt} in (${answers.map(quoteLiteral)})`
  const isFolded = (answers: readonly string[]) => isIn(folded(text), answers.map(foldedText))
  // Nearly all cells are spelt as declared, which is found far sooner.
  return `case when ${isIn(text, yes)} then true when ${isIn(text, no)} then false
    when ${isFolded(yes)} then true when ${isFolded(no)} then false end`
}

function limits(value: string, column: ColumnContract, cells: ParseOptions): readonly RowFault[] {
  switch (column.type) {
    case 'integer':
    case 'decimal':
      return within(perUnit(value, column), column.range ?? yearsOfBirth(cells))
    case 'length':
      return column.range ? within(value, column.range) : [{ code: 'OUT_OF_RANGE', when: `${value} < 0` }]
    case 'year':
      return column.range ? within(`year(${value})`, column.range) : since(value, cells.earliest)
    case 'quarter':
      return since(value, cells.earliest)
    case 'date':
      return [
        ...(column.may_be_future ? [] : [{ code: 'IN_THE_FUTURE', when: `${value} > ${day(cells.today)}` }]),
        ...since(value, column.not_before ?? cells.earliest),
      ]
    default:
      return []
  }
}

/** Of numbers only years of birth have an earliest day. */
function yearsOfBirth({ earliest, today }: ParseOptions): readonly [number, number] | undefined {
  return earliest === undefined ? undefined : [Number(earliest.slice(0, 4)), Number(today.slice(0, 4))]
}

function since(value: string, earliest: string | undefined): readonly RowFault[] {
  return earliest === undefined ? [] : [{ code: 'OUT_OF_RANGE', when: `${value} < ${day(earliest)}` }]
}

function day(date: string): string {
  return `date ${quoteLiteral(date)}`
}

/** The range of a length is stated in the unit of the sender. */
function perUnit(value: string, column: ColumnContract): string {
  return column.type === 'decimal' ? inUnit(value, column.unit) : value
}

function within(value: string, range: readonly [number, number] | undefined): readonly RowFault[] {
  return range === undefined ? [] : [{ code: 'OUT_OF_RANGE', when: `${value} not between ${range[0]} and ${range[1]}` }]
}
