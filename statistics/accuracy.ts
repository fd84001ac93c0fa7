import { requireFinite } from './require.ts'

export interface Accuracy {
  readonly meanError: number
  readonly meanAbsolute: number
  readonly rootMeanSquare: number
  /** Per cent. */
  readonly meanAbsolutePercent: number
  /** Against the mean step of the series before: below 1 is better than saying that nothing changes. */
  readonly scaled: number
}

/**
 * How far forecasts were from what came.
 *
 * @param season - 1 to scale by steps from one period to the next, 12 or 4 by the same period a year before
 * @see Hyndman, R. and Koehler, A. (2006), International Journal of Forecasting 22
 */
export function accuracyOf(
  train: readonly number[],
  actual: readonly number[],
  forecast: readonly number[],
  season = 1,
): Accuracy {
  requireFinite([...train, ...actual, ...forecast], 'The figures')
  const errors = actual.map((value, at) => value - (forecast[at] as number))
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const steps = train.slice(season).map((value, at) => Math.abs(value - (train[at] as number)))
  const meanAbsolute = mean(errors.map(Math.abs))
  return {
    meanError: mean(errors),
    meanAbsolute,
    rootMeanSquare: Math.sqrt(mean(errors.map((error) => error ** 2))),
    meanAbsolutePercent: 100 * mean(errors.map((error, at) => Math.abs(error / (actual[at] as number)))),
    scaled: meanAbsolute / mean(steps),
  }
}

/** What a forecast has to beat: the last value and the mean step so far. */
export function driftForecast(series: readonly number[], periods: number): readonly number[] {
  const [first, last] = [series[0] as number, series.at(-1) as number]
  const step = (last - first) / (series.length - 1)
  return Array.from({ length: periods }, (_, at) => last + step * (at + 1))
}

/** The same period a year before. */
export function seasonalNaive(series: readonly number[], periods: number, season: number): readonly number[] {
  return Array.from({ length: periods }, (_, at) => series[series.length - season + (at % season)] as number)
}
