import { quoteIdentifier } from '#foundation'
import { type Clause, clausesOf } from '../../catalog/condition.ts'
import type { Cube } from '../../catalog/cube.ts'
import { type BaseCount, baseCountsOf } from '../../catalog/measures.ts'
import { type Grain, monthsIn } from '../../catalog/periods.ts'
import type { CubeStatement, Dialect } from '../../engines/cube-engine.ts'
import { type MonthRange, monthOf } from '../../facts/calendar.ts'
import { type Plan, releaseOf } from '../plan/plan.ts'
import { finestGrain, isStatedByYear, stockPeriods } from '../plan/time.ts'
import { type Binder, binder, conditionSql } from './binder.ts'
import { bandColumn, bandsOf, keyColumn } from './columns.ts'
import { exactMedian } from './exact-median.ts'

/** Compiles a plan to one statement of an engine, with bound values. Identifiers come from the catalog. */
export function compile(plan: Plan, dialect: Dialect): CubeStatement {
  const bound = binder(dialect)
  const table = sourceTable(plan)
  const dimensions = plan.dimensions.map(({ name }) => quoteIdentifier(name))
  const conditions = conditionsOf(plan, bound)
  const sql = [
    `select ${[...dimensions, ...aggregates(plan, dialect, bound)].join(', ')}`,
    `from ${dialect.table(table)}`,
    conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`,
    dimensions.length === 0 ? '' : `group by ${dimensions.join(', ')}`,
    dimensions.length === 0 ? '' : `order by ${dimensions.join(', ')}`,
  ]
  return { table, sql: sql.filter((line) => line !== '').join('\n'), bound: bound.all }
}

/** Which rows of its cube a plan counts, as SQL with bound values: codes and periods. */
export function conditionsOf(plan: Plan, bound: Binder): readonly string[] {
  return [...filters(plan, bound), ...periods(plan, bound), ...ofCoveredDays(plan, bound), ...lastOfPeriod(plan)]
}

/** The counts that the measures of a plan are made of, each once. */
export function countsOf({ measures, dataset }: Plan): readonly (readonly [name: string, count: BaseCount])[] {
  const names = new Set(measures.flatMap(({ form }) => baseCountsOf(form)))
  return Object.entries(dataset.counts).filter(([name]) => names.has(name))
}

/** The counts of which a share tells the other side: who belongs to the whole, and not to the part. */
export function restsOf({ measures }: Pick<Plan, 'measures'>): readonly (readonly [whole: string, part: string])[] {
  return measures.flatMap(({ form }) => ('share' in form ? [[form.of, form.share] as const] : []))
}

/** The smallest table of a release that knows every dimension that a question needs, or the cube itself. */
export function sourceTable(plan: Plan): string {
  const { cube, measures, where, dimensions } = plan
  const rollups = releaseOf(plan)?.cubes[cube.name]?.rollups ?? []
  const mentioned = countsOf(plan).flatMap(([, { where: condition }]) => Object.keys(condition ?? {}))
  const bands = measures.flatMap(({ form }) => ('median' in form ? [form.bands] : []))
  const needed = [
    ...dimensions.map(({ name }) => name),
    ...Object.keys(where),
    ...mentioned,
    ...bands,
    ...timeNeeded(plan),
  ]
  return rollups.find((rollup) => needed.every((name) => rollup.dimensions.includes(name)))?.table ?? cube.name
}

function timeNeeded({ cube, asked, compared, grain }: Plan): readonly string[] {
  if (isEver(asked) && stockPeriods(cube, grain) === undefined) return []
  return [coarsest([asked, ...(compared ? [compared] : [])], cube, grain)]
}

function aggregates(plan: Plan, dialect: Dialect, bound: Binder): string[] {
  const { cube, protection, measures } = plan
  const count = (name: string, clauses: readonly Clause[]) => {
    const where = conditionSql(clauses, bound)
    const whole = protection.holds === 'counts' ? dialect.sum('n', where) : dialect.count(where)
    const column = `${dialect.integer(whole)} as ${quoteIdentifier(name)}`
    return protection.holds === 'keyed-rows'
      ? [column, `${dialect.keys(where)} as ${quoteIdentifier(keyColumn(name))}`]
      : [column]
  }
  const medians = measures.flatMap(({ name, form }) => {
    if (!('median' in form)) return []
    if (protection.isExact) return exactMedian(name, form, plan, dialect, bound)
    const clauses = clausesOf(plan.dataset.counts[form.of]?.where)
    return bandsOf(form.bands, cube).flatMap(({ code }) =>
      count(bandColumn(form.of, code), [...clauses, { dimension: form.bands, codes: [code], isIn: true }]),
    )
  })
  return [...countsOf(plan).flatMap(([name, { where }]) => count(name, clausesOf(where))), ...medians]
}

function filters({ where }: Plan, bound: Binder): string[] {
  const clauses = Object.entries(where).map(([dimension, codes]) => ({ dimension, codes, isIn: true }))
  return clauses.flatMap((clause) => conditionSql([clause], bound) ?? [])
}

function periods({ asked, compared, cube, grain }: Plan, bound: Binder): string[] {
  const time = coarsest([asked, ...(compared ? [compared] : [])], cube, grain)
  const between = ({ first, last }: MonthRange) => {
    const [from, to] = [first, last].map((month) => bound.add(Math.floor(month / monthsIn[time]), 'integer'))
    return `${quoteIdentifier(time)} between ${from} and ${to}`
  }
  if (compared !== undefined) return [`(${between(asked)} or ${between(compared)})`]
  return isEver(asked) ? [] : [between(asked)]
}

const isEver = ({ first, last }: MonthRange) => first === 0 && last >= 9999 * 12

/** The coarsest time of a cube in which the periods begin and end: coarser tables have fewer rows. */
function coarsest(ranges: readonly MonthRange[], cube: Cube, grain: Grain | undefined): Grain {
  if (stockPeriods(cube, grain) !== undefined) return finestGrain(cube)
  const fits = (months: number) =>
    ranges.every(({ first, last }) => isEver({ first, last }) || (first % months === 0 && (last + 1) % months === 0))
  const known = (['year', 'quarter', 'month'] as const).filter((name) => cube.dimensions.has(name))
  return known.find((name) => fits(monthsIn[name])) ?? finestGrain(cube)
}

/**
 * Facts tell of days that no extract covers, such as admissions of people who were there when a register began: counted, they would make
 * a year of which nearly nothing is known. A release has covered periods only.
 */
function ofCoveredDays({ cube, coverage, edition, asked, compared = asked, catalog }: Plan, bound: Binder): string[] {
  if (edition.kind === 'release' || coverage === null || isStatedByYear(cube)) return []
  const [first, last] = [monthOf(coverage.from, catalog.jurisdiction), monthOf(coverage.to, catalog.jurisdiction)]
  const isInside = (range: MonthRange) => range.first >= first && range.last <= last
  if (isInside(asked) && isInside(compared)) return []
  const time = finestGrain(cube)
  const between = [first, last].map((month) => bound.add(Math.floor(month / monthsIn[time]), 'integer'))
  return [`${quoteIdentifier(time)} between ${between.join(' and ')}`]
}

/** Of a stock by year, only the last quarter counts. */
function lastOfPeriod({ cube, grain }: Plan): string[] {
  const periods = stockPeriods(cube, grain)
  return periods === undefined ? [] : [`${quoteIdentifier(finestGrain(cube))} % ${periods} = ${periods - 1}`]
}
