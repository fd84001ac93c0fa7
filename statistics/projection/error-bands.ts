import { sum } from 'd3-array'
import type { Interval } from '../numeric/interval.ts'
import { tQuantile } from '../numeric/quantiles.ts'
import type { PastErrors } from './back-test.ts'

/** How often a band held in the past, each outcome against a band made without it and its neighbours. */
export interface BandHits {
  readonly inside: number
  readonly of: number
}

/** A band around a forecast that is told. */
export interface ErrorBand {
  /** The forecast is multiplied and divided by the exponential of it. */
  readonly reach: number
  /** The horizon whose errors it comes from: a shorter one where its own has too few, or where its own band did not hold. */
  readonly from: number
  readonly held: BandHits
}

/** The bands that may be told around a forecast so many periods ahead; `null` where none may. */
export interface BandsAt {
  /** Periods ahead. */
  readonly horizon: number
  /** Past errors of this horizon. */
  readonly errors: number
  readonly band80: ErrorBand | null
  readonly band95: ErrorBand | null
}

/** A band is told where so many errors exist that one more would lie among them so often, and where it held as often as this. */
const levels = {
  band80: { level: 0.8, minShare: 0.7, tried: 4 },
  band95: { level: 0.95, minShare: 0.9, tried: 10 },
} as const
/** Errors from which a band of the past is made. */
const fewestKnown = 4
type BandLevel = (typeof levels)[keyof typeof levels]

/**
 * Which bands may be told around a forecast, by what its errors on the past were: 95 % only where at least 19 errors of the
 * horizon exist and the band held, else carried on from a shorter horizon, to at most twice its length; 80 % likewise from four
 * errors on; else none.
 *
 * @param errors - of the model, by horizon
 * @param periods - to come
 * @see Vovk, V., Gammerman, A. and Shafer, G. (2005), Algorithmic Learning in a Random World: the rank of the error that the next
 *   one does not exceed
 */
export function bandsFrom(errors: PastErrors, periods: number): readonly BandsAt[] {
  const horizons = Array.from({ length: periods }, (_, at) => at + 1)
  const [band80, band95] = [levels.band80, levels.band95].map((level) => {
    const own = horizons.map((horizon) => ownBand(errors, horizon, level))
    return rising(horizons.map((horizon) => own[horizon - 1] ?? carriedOn(errors, own, horizon)))
  })
  return horizons.map((horizon, at) => {
    const [narrow, wide] = [band80?.[at] ?? null, band95?.[at] ?? null]
    const outer = narrow && wide && narrow.reach > wide.reach ? { ...wide, reach: narrow.reach } : wide
    return { horizon, errors: errors[at]?.length ?? 0, band80: narrow, band95: outer }
  })
}

/** The band around a forecast. */
export function bandAround(forecast: number, { reach }: ErrorBand): Interval {
  return { lower: forecast * Math.exp(-reach), upper: forecast * Math.exp(reach) }
}

function ownBand(errors: PastErrors, horizon: number, level: BandLevel): ErrorBand | null {
  const sizes = (errors[horizon - 1] ?? []).map(Math.abs)
  if (rankOf(sizes.length, level) > sizes.length) return null
  const hits = bandHits(sizes, horizon, level)
  if (hits.of < level.tried || hits.inside < level.minShare * hits.of) return null
  return { reach: reachOf(sizes, level), from: horizon, held: hits }
}

/** The rank that the next error exceeds no more often than the level allows. */
function rankOf(count: number, { level }: BandLevel): number {
  return Math.ceil(level * (count + 1) - 1e-9)
}

/** The error of that rank; where there are too few, what normal errors of the same size would exceed as often. */
function reachOf(sizes: readonly number[], level: BandLevel): number {
  const rank = rankOf(sizes.length, level)
  const sorted = sizes.toSorted((one, other) => one - other)
  if (rank <= sizes.length) return sorted[rank - 1] as number
  const size = Math.sqrt(sum(sizes, (one) => one ** 2) / sizes.length)
  return tQuantile((1 + level.level) / 2, sizes.length) * size * Math.sqrt(1 + 1 / sizes.length)
}

/** Each band as it would have been made then: from the errors that were known when the forecast was made. */
function bandHits(sizes: readonly number[], horizon: number, level: BandLevel): BandHits {
  let [inside, of] = [0, 0]
  for (const [at, size] of sizes.entries()) {
    const known = sizes.slice(0, Math.max(0, at - horizon + 1))
    if (known.length < fewestKnown) continue
    of += 1
    if (size <= reachOf(known, level)) inside += 1
  }
  return { inside, of }
}

function carriedOn(errors: PastErrors, own: readonly (ErrorBand | null)[], horizon: number): ErrorBand | null {
  for (let shorter = horizon - 1; shorter >= horizon / 2; shorter--) {
    const band = own[shorter - 1]
    if (band == null) continue
    const [here, there] = [spreadOf(errors[horizon - 1]), spreadOf(errors[shorter - 1])]
    const grown = here !== undefined && there !== undefined && there > 0 ? here / there : 0
    return { ...band, reach: band.reach * Math.max(Math.sqrt(horizon / shorter), grown) }
  }
  return null
}

function spreadOf(errors: readonly number[] = []): number | undefined {
  if (errors.length < fewestKnown) return undefined
  return Math.sqrt(sum(errors, (error) => error ** 2) / errors.length)
}

/** What lies farther ahead is not surer. */
function rising(bands: readonly (ErrorBand | null)[]): readonly (ErrorBand | null)[] {
  let widest = 0
  return bands.map((band) => {
    if (band === null) return null
    widest = Math.max(widest, band.reach)
    return { ...band, reach: widest }
  })
}
