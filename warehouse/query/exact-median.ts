import { quoteIdentifier } from '#foundation'
import { normalQuantile, tailsOf } from '#statistics'
import type { Dataset } from '../catalog/dataset.ts'
import type { Form } from '../catalog/measures.ts'

/**
 * Columns with a median, and the two values between which it lies with the wanted confidence: order statistics with ranks
 * from the normal approximation of the binomial distribution (Conover 1999, Practical Nonparametric Statistics, section 3.2).
 */
export function exactMedian(
  name: string,
  { median: value, of }: Extract<Form, { median: string }>,
  { counts }: Dataset,
  interval: number | undefined,
): string[] {
  const where = `filter (${[counts[of]?.where, `${value} is not null`].filter(Boolean).join(' and ')})`
  const median = `median(${value}) ${where} as ${quoteIdentifier(name)}`
  if (interval === undefined) return [median]
  const sorted = `list(${value} order by ${value}) ${where}`
  const reach = `${normalQuantile(1 - tailsOf(interval) / 2)} * sqrt(count(${value}) ${where}) / 2`
  const half = `count(${value}) ${where} / 2`
  return [
    median,
    `list_extract(${sorted}, greatest(1, floor(${half} - ${reach})::integer)) as ${quoteIdentifier(`${name}_lower`)}`,
    `list_extract(${sorted}, least((count(${value}) ${where})::integer, ceil(${half} + ${reach})::integer + 1)) as ${quoteIdentifier(`${name}_upper`)}`,
  ]
}
