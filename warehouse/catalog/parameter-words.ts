import { z } from 'zod'
import { type Place, packagePath, Refusal, readYaml, type Wanted } from '#foundation'
import type { Language } from '#jurisdictions'
import { phrases } from './phrases.ts'

const kinds = [
  ...(['whole_number', 'number', 'year', 'period', 'whole_period'] as const),
  ...(['day_or_release', 'period_filter', 'names', 'some_of', 'one_of', 'once', 'known'] as const),
] as const

const texts = readYaml(
  packagePath('warehouse', 'query', 'parameter-words.yaml'),
  z.record(z.enum(kinds), phrases),
  'CATALOG_INVALID',
)

/** Characters of a name that are repeated, and values that are named: more of them nobody reads. */
const [longestName, maxNamed] = [60, 60]

/** What a parameter takes, as a reader is told who wrote something else; `undefined` where the refusal is about something else. */
export function parameterWords({ code, place }: Refusal, language: Language): string | undefined {
  const { parameter, allowed = [] } = place
  const wanted = place.wanted ?? (/^(UNKNOWN_|BAD_PARAMETER$)/.test(code) && allowed.length > 0 ? oneOf : undefined)
  return parameter === undefined || wanted === undefined ? undefined : said(parameter, { wanted, allowed }, language)
}

const oneOf: Wanted = { is: 'one_of' }

/** A refusal of what was written for a parameter. */
export function wrongParameter(
  code: 'BAD_PARAMETER' | 'BAD_PERIOD' | 'REPEATED_PARAMETER' | 'UNKNOWN_PARAMETER',
  parameter: string,
  { wanted, allowed = [] }: Pick<Place, 'allowed'> & { readonly wanted: Wanted },
  hint = '',
): Refusal {
  const message = `${said(parameter, { wanted, allowed }, 'en')}${hint}`
  return new Refusal(code, message, { parameter, wanted, ...(allowed.length === 0 ? {} : { allowed }) })
}

function said(
  parameter: string,
  { wanted, allowed }: { readonly wanted: Wanted; readonly allowed: readonly string[] },
  language: Language,
): string {
  const named = allowed.length > maxNamed ? [...allowed.slice(0, maxNamed), '…'] : allowed
  const slots: Readonly<Record<string, string>> = {
    parameter: parameter.slice(0, longestName),
    allowed: named.join(', '),
    least: String(wanted.least),
    greatest: String(wanted.greatest),
  }
  return texts[wanted.is][language].replaceAll(/\{(\w+)\}/g, (slot, name: string) => slots[name] ?? slot)
}

/** A number in plain digits, from `least` to `greatest`. */
export function numberParameter(is: 'whole_number' | 'number', min: number, max: number) {
  const pattern = is === 'number' ? /^-?\d{1,9}(\.\d{1,9})?$/ : /^\d{1,9}$/
  const isRight = (text: string) => pattern.test(text) && Number(text) >= min && Number(text) <= max
  return z
    .string()
    .refine(isRight, wants({ is, least: min, greatest: max }))
    .transform(Number)
    .meta({ type: is === 'number' ? 'number' : 'integer', minimum: min, maximum: max })
}

/** What a schema of a parameter says of itself where a text does not fit. */
export function wants(wanted: Wanted) {
  return { params: { wanted } }
}

/**
 * The refusal of the first parameter that its schema does not take.
 *
 * @param names - what there is, of parameters that take names
 */
export function refusedParameter(
  issues: readonly z.core.$ZodIssue[],
  names: Readonly<Record<string, readonly string[]>> = {},
): Refusal {
  const [first] = issues
  const parameter = String(first?.path[0] ?? '')
  if (first?.code === 'invalid_value')
    return wrongParameter('BAD_PARAMETER', parameter, { wanted: oneOf, allowed: first.values.map(String) })
  const wanted = first?.code === 'custom' ? (first.params?.['wanted'] as Wanted | undefined) : undefined
  const allowed = names[parameter] ?? []
  const otherwise: Wanted = { is: allowed.length === 0 ? 'names' : 'some_of' }
  return wrongParameter('BAD_PARAMETER', parameter, { wanted: wanted ?? otherwise, allowed })
}
