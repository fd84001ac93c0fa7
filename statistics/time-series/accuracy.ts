import { requireFinite, requirePeriods } from '../numeric/assertions.ts'

/** What a forecast has to beat: the last value and the mean step so far. @throws {@link Refusal} `TOO_FEW_PERIODS`, `GAP_IN_SERIES` */
export function driftForecast(series: readonly number[], periods: number): readonly number[] {
  requireFinite(series, 'The figures')
  requirePeriods(series.length, 2, 'A mean step')
  const [first, last] = [series[0] as number, series.at(-1) as number]
  const step = (last - first) / (series.length - 1)
  return Array.from({ length: periods }, (_, at) => last + step * (at + 1))
}

/** The same period a year before. @throws {@link Refusal} `TOO_FEW_PERIODS`, `GAP_IN_SERIES` */
export function seasonalNaive(series: readonly number[], periods: number, season: number): readonly number[] {
  requireFinite(series, 'The figures')
  requirePeriods(series.length, season, 'The same period a year before')
  return Array.from({ length: periods }, (_, at) => series[series.length - season + (at % season)] as number)
}
