import { requireFinite, requirePeriods } from '../numeric/assertions.ts'

interface Weights {
  readonly level: number
  readonly trend: number
  readonly season: number
  /** How much of the trend is left after each period. */
  readonly damping: number
}

/** A coarse net: the sum of squares is flat around its least. */
const net = {
  level: [0.1, 0.3, 0.5, 0.7, 0.9],
  trend: [0, 0.05, 0.1, 0.3],
  season: [0, 0.1, 0.3, 0.5],
  damping: [0.8, 0.9, 0.98],
}

export interface Smoothed {
  readonly forecast: readonly number[]
  /** How far each period was from what the ones before foretold, after the first year. */
  readonly errors: readonly number[]
  /** The part of an error that stays in the level. */
  readonly levelWeight: number
}

/**
 * What exponential smoothing foretells: level, damped trend and additive season, whose weights are those with the least
 * squares one period ahead.
 *
 * @param season - periods in a year; 1 for none
 * @throws {@link Refusal} `TOO_FEW_PERIODS`, `GAP_IN_SERIES`
 * @see Hyndman, R. et al. (2008), Forecasting with Exponential Smoothing: the model (A, Ad, A)
 */
export function smoothed(series: readonly number[], periods: number, season: number): Smoothed {
  requireFinite(series, 'The figures')
  requirePeriods(series.length, 2 * season + 2, 'Exponential smoothing')
  const seasons = season === 1 ? [0] : net.season
  let best = { squares: Number.POSITIVE_INFINITY, forecast: [], errors: [], levelWeight: 0 } as Tried
  for (const level of net.level)
    for (const trend of net.trend.filter((weight) => weight <= level))
      for (const own of seasons.filter((weight) => weight <= 1 - level))
        for (const damping of net.damping) {
          const found = smooth(series, periods, season, { level, trend, season: own, damping })
          if (found.squares < best.squares) best = found
        }
  return best
}

interface Tried extends Smoothed {
  readonly squares: number
}

function smooth(series: readonly number[], periods: number, season: number, weights: Weights): Tried {
  const mean = (from: number) => series.slice(from, from + season).reduce((sum, value) => sum + value, 0) / season
  let level = mean(0)
  let trend = (mean(season) - level) / season
  const seasons = series.slice(0, season).map((value) => (season === 1 ? 0 : value - level))
  const errors: number[] = []
  for (const [at, value] of series.entries()) {
    const place = at % season
    const foretold = level + weights.damping * trend + (seasons[place] as number)
    const error = value - foretold
    if (at >= season) errors.push(error)
    level += weights.damping * trend + weights.level * error
    trend = weights.damping * trend + weights.trend * error
    seasons[place] = (seasons[place] as number) + weights.season * error
  }
  const forecast: number[] = []
  for (let at = 0, reach = 0, left = 1; at < periods; at++) {
    left *= weights.damping
    reach += left
    forecast.push(level + reach * trend + (seasons[(series.length + at) % season] as number))
  }
  const squares = errors.reduce((sum, error) => sum + error ** 2, 0)
  return { squares, forecast, errors, levelWeight: weights.level }
}
