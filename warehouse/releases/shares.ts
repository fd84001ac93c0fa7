import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, selectRow } from '#foundation'
import type { Disclosure } from '#jurisdictions'
import type { Cube } from '../catalog/cube.ts'
import { protectionOf } from '../disclosure/cube-rule.ts'
import type { ClosedPeriod } from './closed-period.ts'

/** Which part of the work on a release a cube is, and what comes before it; all of them add up to 1. */
export interface CubeShare {
  readonly before: number
  readonly own: number
}

/** Estimates how the time of a release divides over its cubes: it grows with the units and with the tables that are minded. */
export async function sharesOf(
  connection: DuckDBConnection,
  cubes: readonly Cube[],
  disclosure: Disclosure,
  { first, last }: ClosedPeriod,
): Promise<ReadonlyMap<string, CubeShare>> {
  const span = { firstYear: Math.floor(first / 4), lastYear: Math.floor(last / 4) }
  const weights = new Map<string, number>()
  for (const cube of cubes) {
    const families = protectionOf(cube, disclosure, 0, span)?.rule.families.length ?? 0
    const counted = `select count(*) as units from facts.counted.${quoteIdentifier(cube.name)}`
    const { units } = families === 0 ? { units: 0 } : await selectRow<{ units: number }>(connection, counted)
    weights.set(cube.name, families * units)
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
