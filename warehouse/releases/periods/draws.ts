import { quarterName } from '#foundation'
import { type Grain, monthsIn } from '../../catalog/periods.ts'
import { calendarYears, quarterOf } from '../../facts/calendar.ts'
import { parseQuarter } from '../../quality/open-quarters.ts'
import type { ReleaseManifest } from '../store/manifest.ts'
import type { ClosedPeriod } from './closed-period.ts'

/** How often each quarter was drawn, by name. Its first publication is the first time. */
export type Draws = Readonly<Record<string, number>>

/** Each draw has noise of its own, and noise can be averaged: after the third a quarter stays as it is for ever. */
const maxDraws = 3

/** Whether a yearly batch may still let corrections into a quarter, as it was drawn until now. */
export function mayBeRevised(quarter: string, draws: Draws): boolean {
  return (draws[quarter] ?? 0) < maxDraws
}

/** How often each quarter of a new release has been drawn with it. */
export function drawsOf(
  previous: ReleaseManifest | undefined,
  { first, last }: Pick<ClosedPeriod, 'first' | 'last'>,
  revise: boolean,
): Draws {
  const published = publishedDraws(previous)
  return Object.fromEntries(
    quarters(first, last).map((quarter) => {
      const drawn = published[quarter]
      if (drawn === undefined) return [quarter, 1]
      return [quarter, revise && mayBeRevised(quarter, published) ? drawn + 1 : drawn]
    }),
  )
}

/** The quarters that a release holds with their draws. Earlier versions drew each of them once. */
export function publishedDraws(release: ReleaseManifest | undefined): Draws {
  if (release === undefined) return {}
  if (release.draws !== undefined) return release.draws
  const begins = Object.values(release.coverages).map(({ from }) => quarterOf(from, calendarYears))
  const all = quarters(Math.min(...begins), parseQuarter(release.through))
  return Object.fromEntries(all.map((quarter) => [quarter, 1]))
}

/**
 * The yearly batches that drew each quarter anew, in their order.
 *
 * @param history - a release after those before it, the oldest first
 */
export function batchesByQuarter(
  history: readonly Pick<ReleaseManifest, 'id' | 'draws'>[],
): ReadonlyMap<string, readonly string[]> {
  const batches = new Map<string, string[]>()
  for (const { id, draws = {} } of history)
    for (const [quarter, draw] of Object.entries(draws)) {
      const known = batches.get(quarter) ?? []
      if (draw > known.length + 1) batches.set(quarter, [...known, id])
    }
  return batches
}

/** The quarters of a period, or the one that it lies in. @param period - since year 0 */
export function quartersIn(period: number, grain: Grain): readonly string[] {
  const first = Math.floor((period * monthsIn[grain]) / 3)
  return quarters(first, first + Math.ceil(monthsIn[grain] / 3) - 1)
}

function quarters(first: number, last: number): readonly string[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => quarterName(first + index))
}
