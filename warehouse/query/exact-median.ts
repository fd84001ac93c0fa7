import { quoteIdentifier } from '#foundation'
import { normalQuantile, tailsOf } from '#statistics'
import type { Dataset } from '../catalog/dataset.ts'
import type { Form } from '../catalog/measures.ts'
import type { Dialect } from '../engines/cube-engine.ts'

/**
 * Columns with a median, and the two values between which it lies with the wanted confidence: order statistics with ranks
 * from the normal approximation of the binomial distribution (Conover 1999, Practical Nonparametric Statistics, section 3.2).
 */
export function exactMedian(
  name: string,
  { median: value, of }: Extract<Form, { median: string }>,
  { counts }: Dataset,
  interval: number | undefined,
  dialect: Dialect,
): string[] {
  const where = [counts[of]?.where, `${value} is not null`].filter(Boolean).join(' and ')
  const median = `${dialect.median(value, where)} as ${quoteIdentifier(name)}`
  if (interval === undefined) return [median]
  const count = dialect.count(where)
  const reach = `${normalQuantile(1 - tailsOf(interval) / 2)} * sqrt(${count}) / 2`
  const lower = `greatest(1, ${dialect.integer(`floor(${count} / 2 - ${reach})`)})`
  const upper = `least(${dialect.integer(count)}, ${dialect.integer(`ceil(${count} / 2 + ${reach}) + 1`)})`
  return [
    median,
    `${dialect.ranked(value, lower, where)} as ${quoteIdentifier(`${name}_lower`)}`,
    `${dialect.ranked(value, upper, where)} as ${quoteIdentifier(`${name}_upper`)}`,
  ]
}
