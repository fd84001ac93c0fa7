import { quoteIdentifier } from '#foundation'
import { clausesOf } from '../../catalog/condition.ts'
import type { Grain } from '../../catalog/periods.ts'
import { cellReader } from '../../columns/typed-column.ts'
import type { CubeEngine } from '../../engines/cube-engine.ts'
import type { Plan } from '../plan/plan.ts'
import { binder, conditionSql } from './binder.ts'
import { countsOf, restsOf } from './compile.ts'

/** How many units stand in the cells of a table in which anybody stands, over all that is covered. */
export interface CellSizes {
  readonly smallest: number
  /** The share of cells that stand for fewer than `few`. */
  readonly few: number
}

/**
 * Reads how small the cells of a table are: of all counts of a plan, and of the other side of its shares, the smallest. It is used to
 * decide, and never told.
 *
 * @param levels - dimensions that the table tells apart, beside time
 * @param grain - how it parts time, if at all
 */
export async function cellSizes(
  levels: readonly string[],
  grain: Grain | undefined,
  few: number,
  plan: Plan,
  cubes: CubeEngine,
  signal: AbortSignal,
): Promise<CellSizes> {
  const { dialect } = cubes
  const bound = binder(dialect)
  const known = new Map(countsOf(plan))
  const countOf = (name: string) =>
    dialect.integer(dialect.count(conditionSql(clausesOf(known.get(name)?.where), bound)))
  const sets = [...[...known.keys()].map(countOf), ...restsOf(plan).map((rest) => rest.map(countOf).join(' - '))]
  const counts = sets.map((set, at) => `${set} as c${at}`)
  const keys = [...levels, ...(grain === undefined ? [] : [grain])].map(quoteIdentifier).join(', ')
  const figures = counts.flatMap((_, at) => [
    `${dialect.integer(`coalesce(min(nullif(c${at}, 0)), 0)`)} as smallest${at}`,
    `${dialect.float(`coalesce(avg(case when c${at} = 0 then null when c${at} < ${few} then 1 else 0 end), 0)`)} as few${at}`,
  ])
  const sql = `select ${figures.join(', ')} from (select ${counts.join(', ')} from ${dialect.table(plan.cube.name)}${keys === '' ? '' : ` group by ${keys}`}) as cells`
  const columns = await cubes.read({ table: plan.cube.name, sql, bound: bound.all }, signal, 1)
  const found = new Map(columns.map((column) => [column.name, Number(cellReader(column)(0))]))
  const of = (name: string) => sets.map((_, at) => found.get(`${name}${at}`) ?? 0)
  return { smallest: Math.min(...of('smallest')), few: Math.max(...of('few')) }
}
