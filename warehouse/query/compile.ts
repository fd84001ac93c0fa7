import { type DuckDBType, INTEGER, VARCHAR } from '@duckdb/node-api'
import { quoteIdentifier, type Statement } from '#foundation'
import { normalQuantile, tailsOf } from '#statistics'
import { type CountName, counts, measureForms } from '../catalog/measures.ts'
import type { MonthRange } from '../catalog/periods.ts'
import type { Plan } from './plan.ts'

/** Compiles a plan to one statement with bound values. Identifiers come from the catalog. */
export function compile(plan: Plan): Statement {
  const bound = binder()
  const dimensions = plan.dimensions.map(({ name }) => quoteIdentifier(name))
  const conditions = [...filters(plan, bound), ...period(plan, bound)]
  const sql = [
    `select ${[...dimensions, ...aggregates(plan)].join(', ')}`,
    'from persons',
    conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`,
    dimensions.length === 0 ? '' : `group by ${dimensions.join(', ')}`,
    dimensions.length === 0 ? '' : `order by ${dimensions.join(', ')}`,
  ]
  return { sql: sql.filter((line) => line !== '').join('\n'), parameters: bound.values, types: bound.types }
}

/** The counts that the measures of a plan are made of, each once. */
export function countsOf({ measures }: Plan): readonly CountName[] {
  const names = measures.flatMap(({ name }): CountName[] => {
    const form = measureForms[name]
    return form.form === 'share' || form.form === 'odds' ? [form.events, form.total] : [form.count]
  })
  return [...new Set(names)]
}

function aggregates(plan: Plan): string[] {
  const whole = countsOf(plan).map((name) => `(${counts[name]})::integer as ${quoteIdentifier(name)}`)
  return [...whole, ...plan.measures.flatMap(({ name }) => medianColumns(name, plan))]
}

/**
 * A median, and the two values between which it lies with the wanted confidence: order statistics with ranks from the
 * normal approximation of the binomial distribution (Conover 1999, Practical Nonparametric Statistics, section 3.2).
 */
function medianColumns(name: keyof typeof measureForms, { question }: Plan): string[] {
  const form = measureForms[name]
  if (form.form !== 'median') return []
  const where = `filter (${form.filter})`
  const median = `median(${form.value}) ${where} as ${quoteIdentifier(name)}`
  if (question.interval === undefined) return [median]
  const sorted = `list(${form.value} order by ${form.value}) filter (${form.filter} and ${form.value} is not null)`
  const reach = `${normalQuantile(1 - tailsOf(question.interval) / 2)} * sqrt(count(${form.value}) ${where}) / 2`
  const half = `count(${form.value}) ${where} / 2`
  return [
    median,
    `list_extract(${sorted}, greatest(1, floor(${half} - ${reach})::integer)) as ${quoteIdentifier(`${name}_lower`)}`,
    `list_extract(${sorted}, least((count(${form.value}) ${where})::integer, ceil(${half} + ${reach})::integer + 1)) as ${quoteIdentifier(`${name}_upper`)}`,
  ]
}

function filters({ question }: Plan, bound: Binder): string[] {
  return Object.entries(question.where).map(([name, codes]) => {
    const places = codes.map((code) => bound.add(code, VARCHAR))
    return `${quoteIdentifier(name)} in (${places.join(', ')})`
  })
}

function period({ asked, compared }: Plan, bound: Binder): string[] {
  const between = ({ first, last }: MonthRange) =>
    `month between ${bound.add(first, INTEGER)} and ${bound.add(last, INTEGER)}`
  if (compared !== undefined) return [`(${between(asked)} or ${between(compared)})`]
  return asked.first === 0 && asked.last >= 9999 * 12 ? [] : [between(asked)]
}

interface Binder {
  readonly values: (string | number)[]
  readonly types: DuckDBType[]
  add(value: string | number, type: DuckDBType): string
}

function binder(): Binder {
  const values: (string | number)[] = []
  const types: DuckDBType[] = []
  const add = (value: string | number, type: DuckDBType) => {
    types.push(type)
    return `$${values.push(value)}`
  }
  return { values, types, add }
}
