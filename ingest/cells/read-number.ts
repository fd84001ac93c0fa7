import { quoteLiteral } from '#foundation'
import type { Contract } from '#jurisdictions'

/** How numbers are written, as the contract says. */
export type Notation = Pick<Contract['format'], 'decimal' | 'thousands'> &
  Partial<Pick<Contract['format'], 'currency_signs'>>

/** What may stand between thousands; spreadsheets write several kinds of spaces and apostrophes. */
const spellings: Readonly<Record<Notation['thousands'][number], string>> = {
  '.': '.',
  ',': ',',
  ' ': ' \u00a0\u202f\u2009',
  "'": "'\u2019",
}

/** The number that a text is in a notation; NULL where it is none. Between thousands stands what is declared, or nothing. */
export function decimalNumber(cell: string, notation: Notation): string {
  const { decimal } = notation
  const text = withoutSigns(cell, notation)
  const foreign = decimal === ',' ? ['.', '_'] : ['_']
  const isPlain = foreign.map((mark) => `not contains(${text}, '${mark}')`).join(' and ')
  const number = (written: string) => `try_cast(${withPoint(written, notation)} as double)`
  const plain = `case when ${isPlain} then ${number(text)} end`
  const grouped = groupedCases(text, notation, `(\\${decimal}\\d+)?`, number)
  const value = grouped.length === 0 ? plain : `coalesce(${plain}, case ${grouped.join(' ')} end)`
  return `case when isfinite(${value}) then ${value} end`
}

/** Which zeros may stand behind the decimal mark of a whole number: three of them may be a thousand that somebody typed. */
const zerosBehind = { never: undefined, typed: '(0{0,2}|0{4,})', declared: '0*' } as const

/**
 * A cast alone would round 1.5 to 2, so a decimal mark is accepted only where the contract says so or the cells are typed, and
 * only before zeros.
 */
export function wholeNumber(cell: string, notation: Notation, decimals: keyof typeof zerosBehind): string {
  const text = withoutSigns(cell, notation)
  const plain = String.raw`[+-]?\d{1,9}`
  const zeros = zerosBehind[decimals]
  const isDecimal = `regexp_full_match(${text}, '${plain}\\${notation.decimal}${zeros}')`
  const cases = [
    `when regexp_full_match(${text}, '${plain}') then ${text}::integer`,
    ...(zeros !== undefined ? [`when ${isDecimal} then ${withPoint(text, notation)}::double::integer`] : []),
    ...groupedCases(text, notation, '', (digits) => `try_cast(${digits} as integer)`),
  ]
  return `case ${cases.join(' ')} end`
}

/** One sign of a currency before or behind a number is no part of it. */
function withoutSigns(text: string, { currency_signs: signs = [] }: Notation): string {
  if (signs.length === 0) return text
  const sign = `(?:${signs.map((one) => one.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`
  const [before, behind] = [`^${sign}\\s*([-+]?\\d.*)$`, `^([-+]?\\d.*?)\\s*${sign}$`].map(quoteLiteral)
  return `regexp_replace(regexp_replace(${text}, ${before}, '\\1'), ${behind}, '\\1')`
}

/** Groups of three, each after the same separator. */
function groupedCases(
  text: string,
  { thousands }: Notation,
  rest: string,
  read: (digits: string) => string,
): readonly string[] {
  return thousands.map((separator) => {
    const marks = spellings[separator]
    const pattern = `[+-]?\\d{1,3}([${marks}]\\d{3})+${rest}`
    return `when regexp_full_match(${text}, ${quoteLiteral(pattern)}) then ${read(`translate(${text}, ${quoteLiteral(marks)}, '')`)}`
  })
}

function withPoint(text: string, { decimal }: Notation): string {
  return decimal === ',' ? `replace(${text}, ',', '.')` : text
}
