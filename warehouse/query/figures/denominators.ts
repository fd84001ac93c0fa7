import { quoteIdentifier } from '#foundation'
import { clausesOf } from '../../catalog/condition.ts'
import type { BaseCount } from '../../catalog/measures.ts'
import { cellReader } from '../../columns/typed-column.ts'
import type { CubeEngine } from '../../engines/cube-engine.ts'
import type { Plan } from '../plan/plan.ts'
import { finestGrain, stockPeriods } from '../plan/time.ts'
import { binder, conditionSql } from '../statement/binder.ts'
import { type Denominator, denominatorOver } from './denominator.ts'

/** Finds the denominator of a rate: by the codes of a row, for the months of its period. */
export type Denominators = (codes: Readonly<Record<string, unknown>>, first: number, last: number) => Denominator

const maxRows = 1_000_000

/**
 * Reads the denominators of a rate: a count of an establishment cube by the dimensions that both cubes know, averaged over
 * the months of a period. For a stock by year it is the one of the same day.
 */
export async function readDenominators(
  plan: Plan,
  { cube: name, where }: BaseCount,
  { dialect, read }: CubeEngine,
  signal: AbortSignal,
): Promise<Denominators> {
  const cube = plan.catalog.cubes.get(name)
  if (cube === undefined) throw new Error(`there is no cube ${name}`)
  const time = finestGrain(cube)
  const shared = plan.dimensions.filter(
    (dimension) => dimension.grain === undefined && cube.dimensions.has(dimension.name),
  )
  const filters = Object.entries(plan.where).filter(([dimension]) => cube.dimensions.has(dimension))
  const columns = [time, ...shared.map((dimension) => dimension.name)].map(quoteIdentifier).join(', ')
  const bound = binder(dialect)
  const asked = filters.map(([dimension, codes]) => ({ dimension, codes, isIn: true }))
  const condition = conditionSql([...clausesOf(where), ...asked], bound)
  const sql = `select ${columns}, ${dialect.float('sum(n)')} as n from ${dialect.table(name)}
    ${condition === undefined ? '' : `where ${condition}`} group by ${columns}`
  const columnsRead = await read({ table: name, sql, bound: bound.all }, signal, maxRows)
  const readers = new Map(columnsRead.map((column) => [column.name, cellReader(column)]))
  const byCodes = new Map<string, Map<number, number>>()
  for (let row = 0; row < (columnsRead[0]?.length ?? 0); row++) {
    const key = keyOf((dimension) => readers.get(dimension)?.(row))
    const periods = byCodes.get(key) ?? new Map<number, number>()
    byCodes.set(key, periods.set(Number(readers.get(time)?.(row)), Number(readers.get('n')?.(row))))
  }
  const isOneDay = stockPeriods(plan.cube, plan.grain) !== undefined
  return (codes, first, last) => {
    const known = byCodes.get(keyOf((dimension) => codes[dimension])) ?? new Map<number, number>()
    return denominatorOver(known, { first: isOneDay ? last : first, last }, time, plan)
  }

  function keyOf(code: (dimension: string) => unknown): string {
    return shared.map((dimension) => code(dimension.name)).join('|')
  }
}
