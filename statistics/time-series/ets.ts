import { requireFinite, requirePeriods } from '../numeric/assertions.ts'
import type { CooperativeTask } from '../numeric/cooperative.ts'
import { minimize } from '../numeric/nelder-mead.ts'
import { type EtsForm, type EtsParameters, etsAlong, etsForecast } from './state-space.ts'

export interface EtsFit {
  readonly form: EtsForm
  readonly parameters: EtsParameters
  /** The less, the better, within one series. */
  readonly aicc: number
  readonly forecast: readonly number[]
}

/** Season that multiplies goes with errors that multiply: otherwise its variance has no bound. */
const forms: readonly EtsForm[] = (['A', 'M'] as const).flatMap((error) =>
  (['N', 'A', 'Ad'] as const).flatMap((trend) =>
    (['N', 'A', 'M'] as const)
      .filter((season) => season !== 'M' || error === 'M')
      .map((season) => ({ error, trend, season })),
  ),
)

/**
 * What exponential smoothing foretells. Of all forms, with errors that add or multiply, without trend, with one that goes on or one
 * that dies out, without season or with one that adds or multiplies, the one with the least AICc is taken.
 *
 * @param periods - to come
 * @param season - periods in a year; 1 for none
 * @param memory - for whoever asks again with a longer part of the same series
 * @throws {@link Refusal} `TOO_FEW_PERIODS`, `GAP_IN_SERIES`
 * @see Hyndman, R. et al. (2008), Forecasting with Exponential Smoothing, sections 5.2 and 7.2
 */
export function* exponentialSmoothing(
  series: readonly number[],
  periods: number,
  season: number,
  memory: EtsMemory = new Map(),
): CooperativeTask<EtsFit> {
  requireFinite(series, 'The figures')
  requirePeriods(series.length, 2 * season + 2, 'Exponential smoothing')
  const isPositive = series.every((value) => value > 0)
  let best: EtsFit | undefined
  for (const form of forms) {
    if ((form.season !== 'N' && season === 1) || (form.error === 'M' && !isPositive)) continue
    const found = fitted(series, form, { periods, season, memory })
    if (found !== undefined && (best === undefined || found.aicc < best.aicc)) best = found
    yield
  }
  return best ?? steady(series, periods)
}

/** A series that never changes: nothing is left to be learned. */
function steady(series: readonly number[], periods: number): EtsFit {
  const level = series.at(-1) as number
  const form = { error: 'A', trend: 'N', season: 'N' } as const
  const parameters = { alpha: 1, beta: 0, gamma: 0, phi: 1, level, trend: 0, seasons: [] }
  return { form, parameters, aicc: 0, forecast: Array.from({ length: periods }, () => level) }
}

const minParameter = 1e-4
const dampings = { min: 0.8, max: 0.98 }
const searching = { maxRounds: 800, tolerance: 1e-5 }

/** By form where the search ended: the next one begins there. */
export type EtsMemory = Map<EtsForm, readonly number[]>

export interface Fitting {
  readonly periods: number
  readonly season: number
  readonly memory?: EtsMemory
}

/** A form with its most likely parameters; `undefined` where the series is too short for it or leaves no error. */
export function fitted(
  series: readonly number[],
  form: EtsForm,
  { periods, season, memory = new Map() }: Fitting,
): EtsFit | undefined {
  const layout = layoutOf(form, season, series)
  const free = layout.start.length + 1
  if (series.length - free - 1 < 1) return undefined
  const costOf = (point: Float64Array) => {
    const parameters = layout.read(point)
    if (!isAllowed(parameters, form)) return Number.POSITIVE_INFINITY
    const { cost } = etsAlong(series, form, parameters)
    return Number.isNaN(cost) ? Number.POSITIVE_INFINITY : cost
  }
  const search = (from: readonly number[], part: number) =>
    minimize(costOf, from, { ...searching, steps: layout.steps.map((step) => step * part) })
  const known = memory.get(form)
  const again = known && search(known, -0.5)
  // The likelihood has several hills: where a search costs little, it begins anew each time.
  const anew = known === undefined || form.season === 'N' ? search([...search(layout.start, 1).at], -0.5) : undefined
  const found = again === undefined || (anew !== undefined && anew.cost < again.cost) ? (anew as Found) : again
  if (!Number.isFinite(found.cost)) return undefined
  memory.set(form, [...found.at])
  const parameters = layout.read(found.at)
  const { state } = etsAlong(series, form, parameters)
  const forecast = etsForecast(form, parameters, state, series.length, periods)
  if (!forecast.every(Number.isFinite)) return undefined
  return { form, parameters, aicc: aiccOf(found.cost, free, series.length), forecast }
}

type Found = ReturnType<typeof minimize>

export function aiccOf(cost: number, free: number, length: number): number {
  return cost + 2 * free + (2 * free * (free + 1)) / (length - free - 1)
}

function isAllowed({ alpha, beta, gamma, phi, seasons }: EtsParameters, { trend, season }: EtsForm): boolean {
  if (!(alpha >= minParameter && alpha <= 1 - minParameter)) return false
  if (trend !== 'N' && !(beta >= minParameter && beta <= alpha)) return false
  if (season !== 'N' && !(gamma >= minParameter && gamma <= 1 - alpha)) return false
  if (season === 'M' && !seasons.every((one) => one > 0)) return false
  return trend !== 'Ad' || (phi >= dampings.min && phi <= dampings.max)
}

/** How the parameters of a form lie in a point, and where the search begins. */
interface Layout {
  readonly start: readonly number[]
  readonly steps: readonly number[]
  read(point: Float64Array): EtsParameters
}

function layoutOf({ trend, season }: EtsForm, year: number, series: readonly number[]): Layout {
  const [hasTrend, isDamped, hasSeason] = [trend !== 'N', trend === 'Ad', season !== 'N']
  const begun = beginning(series, hasSeason ? year : 1, season === 'M')
  const size = Math.max(1e-9, begun.spread)
  const alpha = 0.2
  const start = [
    alpha,
    ...(hasTrend ? [alpha / 10] : []),
    ...(hasSeason ? [0.05] : []),
    ...(isDamped ? [0.97] : []),
    (hasTrend ? begun.level : begun.mean) / size,
    ...(hasTrend ? [begun.step / size] : []),
    ...(hasSeason ? begun.seasons.slice(0, -1) : []).map((one) => (season === 'M' ? one : one / size)),
  ]
  const steps = [
    0.3,
    ...(hasTrend ? [0.05] : []),
    ...(hasSeason ? [0.1] : []),
    ...(isDamped ? [-0.08] : []),
    0.5,
    ...(hasTrend ? [0.1] : []),
    ...(hasSeason ? begun.seasons.slice(0, -1) : []).map(() => (season === 'M' ? 0.05 : 0.3)),
  ]
  const sum = season === 'M' ? year : 0
  return {
    start,
    steps,
    read(point) {
      let place = 0
      const next = () => point[place++] as number
      const [own, beta, gamma, phi] = [next(), hasTrend ? next() : 0, hasSeason ? next() : 0, isDamped ? next() : 1]
      const [level, step] = [next() * size, hasTrend ? next() * size : 0]
      const seasons = hasSeason ? begun.seasons.slice(0, -1).map(() => next() * (season === 'M' ? 1 : size)) : []
      if (hasSeason) seasons.push(sum - seasons.reduce((total, one) => total + one, 0))
      return { alpha: own, beta, gamma, phi, level, trend: step, seasons }
    },
  }
}

/** A first guess: season as the mean distance from the yearly mean, level and step as the line through the first periods. */
function beginning(series: readonly number[], year: number, multiplies: boolean) {
  const years = Math.floor(series.length / year)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const seasons = Array.from({ length: year }, (_, place) =>
    mean(
      Array.from({ length: years }, (__, at) => {
        const middle = mean(series.slice(at * year, (at + 1) * year))
        const value = series[at * year + place] as number
        return multiplies ? value / middle : value - middle
      }),
    ),
  )
  const early = series
    .slice(0, Math.max(10, 2 * year))
    .map((value, at) => (multiplies ? value / (seasons[at % year] as number) : value - (seasons[at % year] as number)))
  const [middle, time] = [mean(early), (early.length - 1) / 2]
  const covariance = early.reduce((sum, value, at) => sum + (at - time) * (value - middle), 0)
  const step = covariance / early.reduce((sum, _, at) => sum + (at - time) ** 2, 0)
  // From the first periods only: what is remembered of a shorter part is in the same unit.
  const first = series.slice(0, early.length)
  const moves = first.slice(1).map((value, at) => Math.abs(value - (first[at] as number)))
  return { seasons, mean: middle, step, level: middle - step * (time + 1), spread: mean(moves) }
}
