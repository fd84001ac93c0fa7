/** A form of exponential smoothing by its parts: errors that add or multiply, a trend, a season. */
export interface EtsForm {
  readonly error: 'A' | 'M'
  /** None, or what is added each period; `Ad` loses a part of it each period. */
  readonly trend: 'N' | 'A' | 'Ad'
  readonly season: 'N' | 'A' | 'M'
}

/** How much of an error stays, and where the series begins. */
export interface EtsParameters {
  /** Part of an error that stays in the level. */
  readonly alpha: number
  /** Part that stays in the trend, at most `alpha`. */
  readonly beta: number
  /** Part that stays in the season, at most `1 - alpha`. */
  readonly gamma: number
  /** Part of the trend that is left after each period. */
  readonly phi: number
  readonly level: number
  readonly trend: number
  /** Of the periods of the first year, in their order; they add up to 0, or to the length of the year where they multiply. */
  readonly seasons: readonly number[]
}

/** Where the series has come to. */
export interface EtsState {
  level: number
  trend: number
  readonly seasons: Float64Array
}

export interface EtsRun {
  /** Minus twice the logarithm of the likelihood, without its constant. */
  readonly cost: number
  readonly state: EtsState
}

/**
 * Runs a form of exponential smoothing along a series.
 *
 * @see Hyndman, R. et al. (2008), Forecasting with Exponential Smoothing, tables 2.2 and 2.3 and section 5.1
 */
export function etsAlong(series: readonly number[], { error, season, trend }: EtsForm, from: EtsParameters): EtsRun {
  const { alpha, beta, gamma, phi } = from
  const state: EtsState = { level: from.level, trend: from.trend, seasons: Float64Array.from(from.seasons) }
  const year = state.seasons.length
  const growth = trend === 'N' ? 0 : beta / alpha
  let [squares, sizes] = [0, 0]
  for (let at = 0; at < series.length; at++) {
    const value = series[at] as number
    const place = year === 0 ? 0 : at % year
    const own = state.seasons[place] ?? 0
    const carried = phi * state.trend
    const before = state.level + carried
    const foretold = season === 'N' ? before : season === 'A' ? before + own : before * own
    const miss = error === 'A' ? value - foretold : (value - foretold) / foretold
    squares += miss * miss
    if (error === 'M') sizes += Math.log(Math.abs(foretold))
    const shown = season === 'N' ? value : season === 'A' ? value - own : value / own
    const level = before + alpha * (shown - before)
    state.trend = carried + growth * (level - before)
    if (season !== 'N') {
      const seen = season === 'A' ? value - before : value / before
      state.seasons[place] = own + gamma * (seen - own)
    }
    state.level = level
  }
  return { cost: series.length * Math.log(squares) + 2 * sizes, state }
}

/** What a state foretells for the periods after a series of a length. */
export function etsForecast(
  { season }: EtsForm,
  { phi }: EtsParameters,
  { level, trend, seasons }: EtsState,
  length: number,
  periods: number,
): readonly number[] {
  let [reach, left] = [0, 1]
  return Array.from({ length: periods }, (_, at) => {
    left *= phi
    reach += left
    const value = level + reach * trend
    const own = seasons[(length + at) % Math.max(1, seasons.length)] ?? 0
    return season === 'N' ? value : season === 'A' ? value + own : value * own
  })
}
