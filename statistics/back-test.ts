import { driftForecast, seasonalNaive } from './accuracy.ts'
import { smoothed } from './smoothing.ts'
import type { Steps } from './steps.ts'
import { addProjections, bandsOf, type Projection, projectStockFlow, type StockFlow } from './stock-flow.ts'

export interface BackTest {
  /** Periods between what was known and what was foretold. */
  readonly horizon: number
  /** How many forecasts were made, each with what was known before. */
  readonly origins: number
  /** Mean absolute error in per cent, by model. */
  readonly errors: Readonly<Record<'stockFlow' | 'drift' | 'smoothing' | 'seasonalNaive', number>>
  /** The share of outcomes within the band of 95 %. */
  readonly coverage: number
  /** Whether the stock-flow model erred less than saying that the mean step goes on. */
  readonly beatsDrift: boolean
}

const fewestYears = 4
const runs = 100

/**
 * How the projection would have done: it is made from each period on with what was known then, and held against what came.
 *
 * @param compartments - that are projected each by itself and judged together, such as remand and prison
 * @param horizon - periods ahead
 * @returns `undefined` when no period is far enough from the beginning and the end
 * @see Tashman, L. (2000), International Journal of Forecasting 16: rolling origins
 */
export function* backTest(
  compartments: readonly StockFlow[],
  horizon: number,
  season: number,
): Steps<BackTest | undefined> {
  const whole = togetherStocks(compartments)
  const errors = { stockFlow: 0, drift: 0, smoothing: 0, seasonalNaive: 0 }
  let [origins, inside] = [0, 0]
  for (let known = fewestYears * season + 1; known + horizon <= whole.length; known++) {
    const past = whole.slice(0, known)
    const came = whole[known + horizon - 1] as number
    const projections: Projection[] = []
    for (const { stocks, inflows } of compartments) {
      const before = { stocks: stocks.slice(0, known), inflows: inflows.slice(0, known) }
      projections.push(yield* projectStockFlow(before, { periods: horizon, season, runs }))
    }
    const { expected, runs: drawn } = addProjections(projections)
    const band = bandsOf(drawn, 95).at(-1)
    const missed = (forecast: readonly number[]) => (100 * Math.abs((forecast.at(-1) as number) - came)) / came
    errors.stockFlow += missed(expected)
    errors.drift += missed(driftForecast(past, horizon))
    errors.smoothing += missed(smoothed(past, horizon, season).forecast)
    errors.seasonalNaive += missed(seasonalNaive(past, horizon, season))
    if (band !== undefined && band.lower <= came && came <= band.upper) inside += 1
    origins += 1
  }
  if (origins === 0) return undefined
  const mean = (total: number) => total / origins
  return {
    horizon,
    origins,
    errors: {
      stockFlow: mean(errors.stockFlow),
      drift: mean(errors.drift),
      smoothing: mean(errors.smoothing),
      seasonalNaive: mean(errors.seasonalNaive),
    },
    coverage: inside / origins,
    beatsDrift: errors.stockFlow < errors.drift,
  }
}

function togetherStocks(compartments: readonly StockFlow[]): readonly number[] {
  return (compartments[0]?.stocks ?? []).map((_, at) =>
    compartments.reduce((sum, { stocks }) => sum + (stocks[at] as number), 0),
  )
}
