import { quoteIdentifier } from '#foundation'
import { alphaOf, normalQuantile } from '#statistics'
import { columnName } from '../../catalog/answer-columns.ts'
import { clausesOf } from '../../catalog/condition.ts'
import type { MeasureExpression } from '../../catalog/measures.ts'
import type { Dialect } from '../../engines/cube-engine.ts'
import type { Plan } from '../plan/plan.ts'
import { type Binder, conditionSql } from './binder.ts'

/**
 * Columns with a median, and the two values between which it lies with the wanted confidence: order statistics with ranks
 * from the normal approximation of the binomial distribution (Conover 1999, Practical Nonparametric Statistics, section 3.2).
 */
export function exactMedian(
  name: string,
  { median, of }: Extract<MeasureExpression, { median: string }>,
  { dataset: { counts }, question: { interval } }: Pick<Plan, 'dataset' | 'question'>,
  dialect: Dialect,
  bound: Binder,
): string[] {
  const value = quoteIdentifier(median)
  const condition = conditionSql(clausesOf(counts[of]?.where), bound)
  const where = [...(condition === undefined ? [] : [condition]), `${value} is not null`].join(' and ')
  const column = `${dialect.median(value, where)} as ${quoteIdentifier(name)}`
  if (interval === undefined) return [column]
  const count = dialect.count(where)
  const reach = `${normalQuantile(1 - alphaOf(interval) / 2)} * sqrt(${count}) / 2`
  const lower = `greatest(1, ${dialect.integer(`floor(${count} / 2 - ${reach})`)})`
  const upper = `least(${dialect.integer(count)}, ${dialect.integer(`ceil(${count} / 2 + ${reach}) + 1`)})`
  return [
    column,
    `${dialect.ranked(value, lower, where)} as ${quoteIdentifier(columnName(name, 'lower'))}`,
    `${dialect.ranked(value, upper, where)} as ${quoteIdentifier(columnName(name, 'upper'))}`,
  ]
}
