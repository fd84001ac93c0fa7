import {
  type CooperativeTask,
  type Interval,
  type Projection,
  percentiles,
  projectStockFlow,
  seededRandom,
} from '#statistics'
import type { ProjectionOptions } from './projection-options.ts'
import type { HistoricalSeries } from './projection-past.ts'
import { basisOf, drawnBasis, scenarioOf } from './projection-scenario.ts'

const season = 4
const runs = 200
const level = 95

/** By how many persons a reform changes a stock. */
export interface Effect {
  readonly change: number
  readonly interval: Interval
}

/** What a reform changes, quarter by quarter. */
export interface Reform {
  readonly prison: readonly Effect[]
  readonly supervision: readonly Effect[]
}

/**
 * What a reform changes, with an interval for what it rests on: inflows, stays, lengths of sentences and revocations are drawn anew,
 * and the same histories are carried on with and without it.
 *
 * @returns `undefined` without a reform
 */
export function* reformOf(
  pasts: HistoricalSeries,
  options: ProjectionOptions,
  error: number,
): CooperativeTask<Reform | undefined> {
  const { divert, earlier, revocations, periods } = options
  if (divert === 0 && earlier === 0 && revocations === 0) return undefined
  const shortened = earlier === 0 ? undefined : yield* shorterStays(pasts, options)
  const random = seededRandom(1)
  const found = scenarioOf(basisOf(pasts), options)
  const drawn = Array.from({ length: runs }, () => scenarioOf(drawnBasis(pasts, error, random), options))
  const shift = (run: number | undefined, at: number) => {
    if (shortened === undefined) return 0
    const [plain, shorter] = shortened.map(({ expected, runs: own }) => (run === undefined ? expected : own[run]))
    return (shorter?.[at] ?? 0) - (plain?.[at] ?? 0)
  }
  const along = (stock: 'prison' | 'supervision', shifts: boolean) =>
    Array.from({ length: periods }, (_, at): Effect => {
      const changes = drawn.map((one, run) => (one[stock][at] as number) + (shifts ? shift(run, at) : 0))
      const change = (found[stock][at] as number) + (shifts ? shift(undefined, at) : 0)
      const { lower, upper } = percentiles(changes, level)
      return { change, interval: { lower: Math.min(lower, change), upper: Math.max(upper, change) } }
    })
  return { prison: along('prison', true), supervision: along('supervision', false) }
}

/** The same histories, drawn anew with equal seeds, without and with less of the time served. */
function* shorterStays(
  pasts: HistoricalSeries,
  { periods, earlier }: ProjectionOptions,
): CooperativeTask<readonly Projection[]> {
  const plain = yield* projectStockFlow(pasts.sentenced, { periods, season, runs })
  return [plain, yield* projectStockFlow(pasts.sentenced, { periods, season, runs, earlier })]
}
