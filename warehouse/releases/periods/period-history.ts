import type { Cube } from '../../catalog/cube.ts'
import { finestGrain } from '../../query/plan/time.ts'
import type { ReleaseManifest } from '../store/manifest.ts'
import { batchesByQuarter, type Draws, mayBeRevised, publishedDraws, quartersIn } from './draws.ts'

/** A release that is being made, after those before it. */
export interface ReleaseHistory {
  readonly id: string
  readonly draws: Draws
  readonly revise: boolean
  /** The releases before, each the previous one of the next, the oldest first. */
  readonly earlier: readonly ReleaseManifest[]
}

/** A period of a cube as a release finds it. */
export interface PeriodHistory {
  /** Since year 0. */
  readonly period: number
  /** Whether it stays as the release before has it. */
  readonly isFixed: boolean
  /** The yearly batches that drew it anew, in their order. */
  readonly batches: readonly string[]
}

/**
 * What earlier releases made of periods of a cube. A period of several quarters is drawn anew with all of them or not at all:
 * else tables by year and tables by month would have draws of their own, and there would be more of them to average.
 */
export function periodHistory(
  cube: Cube,
  periods: readonly number[],
  { id, draws, revise, earlier }: ReleaseHistory,
): readonly PeriodHistory[] {
  const published = publishedDraws(earlier.at(-1))
  const batches = batchesByQuarter([...earlier, { id, draws: { ...draws } }])
  return periods.map((period) => {
    const quarters = quartersIn(period, finestGrain(cube)).filter((quarter) => quarter in draws)
    const isPublished = quarters.length > 0 && quarters.every((quarter) => quarter in published)
    const isOpen = revise && quarters.every((quarter) => mayBeRevised(quarter, published))
    const [first = [], ...others] = quarters.map((quarter) => batches.get(quarter) ?? [])
    const common = first.filter((batch) => others.every((other) => other.includes(batch)))
    return { period, isFixed: isPublished && !isOpen, batches: common }
  })
}
