import { quoteLiteral } from '#foundation'
import { type ColumnContract, foldedText, type LengthUnit } from '#jurisdictions'
import { folded } from './fold.ts'

export type LengthContract = Extract<ColumnContract, { type: 'length' }>

/** 365 days are 12 months exactly, so that a sentence of whole years falls on the edge of its band and not below. */
const inMonths: Readonly<Record<LengthUnit, (value: string) => string>> = {
  days: (value) => `${value} * 12 / 365`,
  weeks: (value) => `${value} * 84 / 365`,
  months: (value) => value,
  years: (value) => `${value} * 12`,
}

/** A number in a unit of time as months. */
export function asMonths(value: string, unit: LengthUnit | undefined): string {
  return unit === undefined ? value : inMonths[unit](value)
}

const ofMonths: typeof inMonths = {
  days: (months) => `${months} * 365 / 12`,
  weeks: (months) => `${months} * 365 / 84`,
  months: (months) => months,
  years: (months) => `${months} / 12`,
}

/** Months as a number in the unit of the sender. */
export function inUnit(months: string, unit: LengthUnit | undefined): string {
  return unit === undefined ? months : ofMonths[unit](months)
}

/** Texts of units, without regard to case, by what they mean. */
export function unitTexts({ units }: LengthContract): readonly (readonly [text: string, unit: LengthUnit | 'none'])[] {
  return Object.entries(units).map(([text, unit]) => [foldedText(text), unit])
}

/**
 * A length in months, as SQL; NULL where the cell is none.
 *
 * @param text - the cell
 * @param number - the number that the cell is
 * @param named - the value of an input
 */
export function lengthInMonths(
  column: LengthContract,
  {
    text,
    number,
    named,
  }: { readonly text: string; readonly number: string; readonly named: (input: string) => string },
): string {
  const { unit, unit_from: unitFrom, digits, parts } = column
  if (parts !== undefined) return sumOfParts(parts, named)
  if (digits !== undefined) return packed(text, digits)
  if (unitFrom === undefined) return asMonths(number, unit)
  const cases = unitTexts(column).map(
    ([spelt, meant]) => `when ${quoteLiteral(spelt)} then ${meant === 'none' ? 'null' : asMonths(number, meant)}`,
  )
  return cases.length === 0 ? 'null::double' : `(case ${folded(named(unitFrom))} ${cases.join(' ')} end)::double`
}

/** No length where no part is given; one that is not given counts nothing beside others. */
function sumOfParts(parts: NonNullable<LengthContract['parts']>, named: (input: string) => string): string {
  const given = Object.entries(parts).map(([unit, input]) => asMonths(named(input), unit as LengthUnit))
  const sum = given.map((months) => `coalesce(${months}, 0)`).join(' + ')
  return `case when coalesce(${given.join(', ')}) is not null then (${sum})::double end`
}

/** Programs that take a length for a number lose its zeros at the front. */
function packed(text: string, digits: string): string {
  const whole = `lpad(${text}, ${digits.length}, '0')`
  const parts = [...digits.matchAll(/y+|m+|d+/g)].map(({ 0: letters, index }) => {
    const unit = ({ y: 'years', m: 'months', d: 'days' } as const)[letters.charAt(0) as 'y' | 'm' | 'd']
    return asMonths(`substr(${whole}, ${index + 1}, ${letters.length})::double`, unit)
  })
  return `case when regexp_full_match(${text}, '\\d{1,${digits.length}}') then ${parts.join(' + ')} end`
}
