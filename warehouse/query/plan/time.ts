import type { Cube } from '../../catalog/cube.ts'
import { type Grain, grains, monthsIn } from '../../catalog/periods.ts'

/** The finest time of a cube. */
export function finestGrain({ rows }: Pick<Cube, 'rows'>): Grain {
  return grains.find((grain) => grain === rows[0]) ?? 'year'
}

/** Whether figures are stated for years, such as the population, and not counted on a day. */
export function isStatedByYear({ kind, rows }: Pick<Cube, 'kind' | 'rows'>): boolean {
  return kind === 'stock' && finestGrain({ rows }) === 'year'
}

/**
 * A stock stands for the last day of a period, so a year is the stock of its last quarter: of the finest periods in a
 * coarser one only the last counts.
 *
 * @returns how many finest periods there are in one of `grain`, or `undefined` where they may be added up
 */
export function stockPeriods(cube: Cube, grain: Grain | undefined): number | undefined {
  const finest = finestGrain(cube)
  if (cube.kind === 'flow' || grain === undefined || grain === finest) return undefined
  return monthsIn[grain] / monthsIn[finest]
}
