import { requirePositive } from '../numeric/assertions.ts'
import type { CooperativeTask } from '../numeric/cooperative.ts'
import { driftForecast, seasonalNaive } from '../time-series/accuracy.ts'
import { type EtsMemory, exponentialSmoothing } from '../time-series/ets.ts'
import {
  addProjections,
  minPeriodsForProjection,
  type Projection,
  projectStockFlow,
  type StockFlow,
} from './stock-flow.ts'

/** The models that a projection tries on the past: stocks and flows, exponential smoothing, the mean step, the same season before. */
export const projectionModels = ['stockFlow', 'ets', 'drift', 'seasonalNaive'] as const
/** One of {@link projectionModels}. */
export type ProjectionModel = (typeof projectionModels)[number]

/** The logarithms of what came ÷ what was foretold: by horizon, 1 first, and in it by origin, the earliest first. */
export type PastErrors = readonly (readonly number[])[]

/** How each model erred on the past, and what it foretells now. */
export interface BackTest {
  readonly errors: Readonly<Record<ProjectionModel, PastErrors>>
  /** What all models foretell with all that is known, by the procedure that was tried. */
  readonly forecasts: Forecasts
}

/** What each model foretells of the sum of compartments, period by period. */
export type Forecasts = Readonly<Record<ProjectionModel, readonly number[]>>

function* forecastsOf(
  compartments: readonly StockFlow[],
  periods: number,
  season: number,
  memory: EtsMemory,
): CooperativeTask<Forecasts> {
  const whole = stocksTogether(compartments)
  const projections: Projection[] = []
  for (const compartment of compartments)
    projections.push(yield* projectStockFlow(compartment, { periods, season, runs: 0 }))
  const { forecast } = yield* exponentialSmoothing(whole, periods, season, memory)
  return {
    stockFlow: addProjections(projections).expected,
    ets: forecast,
    drift: driftForecast(whole, periods),
    seasonalNaive: seasonalNaive(whole, periods, season),
  }
}

/**
 * What each model foretells, and how it would have done: forecasts are made from each period on with what was known then, and held
 * against what came.
 *
 * @param compartments - such as remand and prison; the stock–flow model carries each on by itself, the others their sum
 * @param longest - the longest horizon that is foretold and tried
 * @returns no errors for horizons that no period is far enough from the beginning and the end for
 * @throws {@link Refusal} as {@link projectStockFlow}, {@link exponentialSmoothing}; `ZERO_DENOMINATOR` for a stock of nobody
 * @see Tashman, L. (2000), International Journal of Forecasting 16: rolling origins
 */
export function* backTest(
  compartments: readonly StockFlow[],
  longest: number,
  season: number,
): CooperativeTask<BackTest> {
  const whole = stocksTogether(compartments)
  requirePositive(whole, 'The stocks')
  const empty = () => Array.from({ length: longest }, (): number[] => [])
  const errors = { stockFlow: empty(), ets: empty(), drift: empty(), seasonalNaive: empty() }
  const memory: EtsMemory = new Map()
  for (let known = minPeriodsForProjection(season); known < whole.length; known++) {
    const past = compartments.map(({ stocks, inflows }) => ({
      stocks: stocks.slice(0, known),
      inflows: inflows.slice(0, known),
    }))
    const ahead = Math.min(longest, whole.length - known)
    const foretold = yield* forecastsOf(past, ahead, season, memory)
    for (const model of projectionModels)
      for (let at = 0; at < ahead; at++)
        errors[model][at]?.push(missOf(whole[known + at] as number, foretold[model][at] as number))
  }
  return { errors, forecasts: yield* forecastsOf(compartments, longest, season, memory) }
}

/** A forecast of nobody or fewer counts as one of a half: it errs, but not without bound. */
function missOf(came: number, foretold: number): number {
  return Math.log(came / Math.max(0.5, foretold))
}

/** Mean absolute error in per cent of what came, at a horizon; `undefined` where nothing was tried. */
export function meanErrorOf(errors: PastErrors, horizon: number): number | undefined {
  const own = errors[horizon - 1] ?? []
  if (own.length === 0) return undefined
  return (100 * own.reduce((sum, error) => sum + Math.abs(-Math.expm1(-error)), 0)) / own.length
}

/**
 * The models by how little they erred on the past, the best first.
 *
 * @param horizons - over which the mean errors are averaged; those that were not tried are left out
 */
export function rankedModels({ errors }: BackTest, horizons: readonly number[]): readonly ProjectionModel[] {
  const error = (model: ProjectionModel) =>
    horizons.reduce((sum, horizon) => sum + (meanErrorOf(errors[model], horizon) ?? 0), 0)
  return [...projectionModels].sort((one, other) => error(one) - error(other))
}

function stocksTogether(compartments: readonly StockFlow[]): readonly number[] {
  return (compartments[0]?.stocks ?? []).map((_, at) =>
    compartments.reduce((sum, { stocks }) => sum + (stocks[at] ?? Number.NaN), 0),
  )
}
