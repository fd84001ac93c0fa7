import { mean, sum } from 'd3-array'
import { requireFinite, requirePeriods } from '../numeric/assertions.ts'

export interface StlOptions {
  /** Periods in a year: 12 for months, 4 for quarters. */
  readonly frequency: number
  /** Width of the seasonal window, odd and at least 7; `periodic` for a season that stays the same. */
  readonly seasonal: number | 'periodic'
  /** Whether outlying periods weigh less. */
  readonly robust?: boolean
}

export interface Decomposed {
  readonly seasonal: readonly number[]
  readonly trend: readonly number[]
  readonly remainder: readonly number[]
}

/**
 * Splits a series into season, trend and remainder, which add up to it.
 *
 * @throws {@link Refusal} `TOO_FEW_PERIODS` below two whole years and one period, `GAP_IN_SERIES`
 * @see Cleveland, R. et al. (1990), Journal of Official Statistics 6: STL. Every point is smoothed, none interpolated;
 *   local lines for the trend and the low pass, local constants for the season, as in R's `stl`
 */
export function stl(series: readonly number[], { frequency, seasonal, robust = false }: StlOptions): Decomposed {
  requireFinite(series, 'The figures')
  requirePeriods(series.length, 2 * frequency + 1, 'A seasonal adjustment')
  const isPeriodic = seasonal === 'periodic'
  const seasonalWindow = isPeriodic ? 10 * series.length + 1 : seasonal
  const windows = {
    frequency,
    seasonal: seasonalWindow,
    trend: nextOdd(Math.ceil((1.5 * frequency) / (1 - 1.5 / seasonalWindow))),
    lowPass: nextOdd(frequency),
  }
  const [inner, outer] = robust ? [1, 15] : [2, 0]
  let weights: number[] | undefined
  let parts = { seasonal: series.map(() => 0), trend: series.map(() => 0) }
  for (let round = 0; round <= outer; round++) {
    for (let pass = 0; pass < inner; pass++) parts = innerPass(series, parts.trend, windows, weights)
    const remainder = series.map((value, at) => value - (parts.seasonal[at] as number) - (parts.trend[at] as number))
    if (round < outer) weights = robustWeights(remainder)
  }
  const season = isPeriodic ? cycleMeans(parts.seasonal, frequency) : parts.seasonal
  const remainder = series.map((value, at) => value - (season[at] as number) - (parts.trend[at] as number))
  return { seasonal: season, trend: parts.trend, remainder }
}

interface Windows {
  readonly frequency: number
  readonly seasonal: number
  readonly trend: number
  readonly lowPass: number
}

function innerPass(series: readonly number[], trend: readonly number[], windows: Windows, weights?: readonly number[]) {
  const { frequency } = windows
  const detrended = series.map((value, at) => value - (trend[at] as number))
  const cycle = cycleSubseries(detrended, windows, weights)
  const low = loess(movingAverage(movingAverage(movingAverage(cycle, frequency), frequency), 3), windows.lowPass, 1)
  const seasonal = series.map((_, at) => (cycle[at + frequency] as number) - (low[at] as number))
  const adjusted = series.map((value, at) => value - (seasonal[at] as number))
  return { seasonal, trend: loess(adjusted, windows.trend, 1, weights) }
}

/** Each month's own series, smoothed and carried one year beyond both ends. */
function cycleSubseries(
  detrended: readonly number[],
  { frequency, seasonal }: Windows,
  weights?: readonly number[],
): number[] {
  const cycle = new Array<number>(detrended.length + 2 * frequency).fill(0)
  for (let phase = 0; phase < frequency; phase++) {
    const places = []
    for (let at = phase; at < detrended.length; at += frequency) places.push(at)
    const own = places.map((at) => detrended[at] as number)
    const ownWeights = weights && places.map((at) => weights[at] as number)
    const smoothed = [-1, ...own.keys(), own.length].map((at) => localFit(own, at, seasonal, 0, ownWeights))
    for (const [year, value] of smoothed.entries()) cycle[phase + year * frequency] = value
  }
  return cycle
}

function loess(values: readonly number[], window: number, degree: 0 | 1, weights?: readonly number[]): number[] {
  return values.map((_, at) => localFit(values, at, window, degree, weights))
}

/** The value at `at` of a line or constant through the nearest `window` points, weighed by the cube of their nearness. */
function localFit(
  values: readonly number[],
  at: number,
  window: number,
  degree: 0 | 1,
  weights?: readonly number[],
): number {
  const { length } = values
  const half = Math.floor(window / 2)
  const left = window >= length ? 0 : Math.min(Math.max(0, Math.ceil(at) - half), length - window)
  const right = window >= length ? length - 1 : left + window - 1
  const beyond = window > length ? Math.floor((window - length) / 2) : 0
  const reach = Math.max(at - left, right - at) + beyond
  const chosen = new Float64Array(right - left + 1)
  let [sum, centre] = [0, 0]
  for (let index = left; index <= right; index++) {
    const distance = Math.abs(index - at)
    const weight = distance <= 0.001 * reach ? 1 : distance < 0.999 * reach ? (1 - (distance / reach) ** 3) ** 3 : 0
    chosen[index - left] = weight * (weights?.[index] ?? 1)
    sum += chosen[index - left] as number
    centre += (chosen[index - left] as number) * index
  }
  if (sum <= 0) return values[Math.min(Math.max(0, at), length - 1)] as number
  centre /= sum
  let spread = 0
  for (let index = left; index <= right; index++)
    spread += ((chosen[index - left] as number) / sum) * (index - centre) ** 2
  const isLine = degree === 1 && Math.sqrt(spread) > 0.001 * (length - 1)
  const tilt = isLine ? (at - centre) / spread : 0
  let value = 0
  for (let index = left; index <= right; index++)
    value += ((chosen[index - left] as number) / sum) * (1 + tilt * (index - centre)) * (values[index] as number)
  return value
}

function movingAverage(values: readonly number[], width: number): number[] {
  let whole = sum(values.slice(0, width))
  const means = [whole / width]
  for (let at = width; at < values.length; at++) {
    whole += (values[at] as number) - (values[at - width] as number)
    means.push(whole / width)
  }
  return means
}

/** @see Cleveland et al. (1990), section 2.4: bisquare weights of six median absolute remainders */
function robustWeights(remainder: readonly number[]): number[] {
  const sizes = remainder.map(Math.abs)
  const sorted = sizes.toSorted((one, other) => one - other)
  const middle = sorted.length / 2
  const median = ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2
  const far = 6 * median
  return sizes.map((size) => (size <= 0.001 * far ? 1 : size <= 0.999 * far ? (1 - (size / far) ** 2) ** 2 : 0))
}

function cycleMeans(seasonal: readonly number[], frequency: number): number[] {
  const means = Array.from({ length: frequency }, (_, phase) =>
    mean(seasonal.filter((_value, at) => at % frequency === phase)),
  )
  return seasonal.map((_, at) => means[at % frequency] ?? 0)
}

function nextOdd(width: number): number {
  return width % 2 === 0 ? width + 1 : width
}
