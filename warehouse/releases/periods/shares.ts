import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, selectRow } from '#foundation'
import type { Disclosure } from '#jurisdictions'
import type { Cube } from '../../catalog/cube.ts'
import { type CubeProtection, protectionOf } from '../../disclosure/cube-rule.ts'
import type { ClosedPeriod } from './closed-period.ts'

/** Which part of the work on a release a cube is, and what comes before it; all of them add up to 1. */
export interface CubeShare {
  readonly before: number
  readonly own: number
}

/** Estimates how the time of a release divides over its cubes: it grows with the small cells and the tables that are minded. */
export async function sharesOf(
  connection: DuckDBConnection,
  cubes: readonly Cube[],
  disclosure: Disclosure,
  { first, last }: ClosedPeriod,
): Promise<ReadonlyMap<string, CubeShare>> {
  const span = { firstYear: Math.floor(first / 4), lastYear: Math.floor(last / 4) }
  const weights = new Map<string, number>()
  for (const cube of cubes) {
    const protection = protectionOf(cube, disclosure, 0, span)
    const small = protection === undefined ? 0 : await smallCells(connection, protection)
    weights.set(cube.name, small * (protection?.rule.families.length ?? 0))
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  let before = 0
  return new Map(
    [...weights].map(([name, weight]) => {
      const share = { before: before / Math.max(total, 1), own: weight / Math.max(total, 1) }
      before += weight
      return [name, share]
    }),
  )
}

async function smallCells(connection: DuckDBConnection, { cube, cells, rule }: CubeProtection): Promise<number> {
  const { small } = await selectRow<{ small: number }>(
    connection,
    `select count(*) as small from (
       select 1 from facts.counted.${quoteIdentifier(cube.name)}
       group by ${cells.map(quoteIdentifier).join(', ')} having count(*) < ${rule.base})`,
  )
  return small
}
