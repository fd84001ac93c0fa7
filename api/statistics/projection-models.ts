import {
  type BackTest,
  type BandsAt,
  backTest,
  bandAround,
  bandsFrom,
  type CooperativeTask,
  meanErrorOf,
  type ProjectionModel,
  projectionModels,
  rankedModels,
  type StockFlow,
} from '#statistics'

const season = 4
/** Quarters ahead at which models are compared. */
const horizons = [season, 2 * season]

export interface Point {
  readonly period: string
  readonly expected: number
  readonly band80: { readonly lower: number; readonly upper: number } | null
  readonly band95: { readonly lower: number; readonly upper: number } | null
}

/** What all models say of one stock, the one that erred least on the past first. */
export interface Compared {
  readonly models: readonly { readonly model: ProjectionModel; readonly periods: readonly Point[] }[]
  /** What the bands of the first model rest on, by horizon. */
  readonly bands: readonly BandsAt[]
  readonly backTest: readonly {
    readonly horizon: number
    readonly origins: number
    /** Mean absolute error in per cent, by model. */
    readonly errors: Readonly<Record<ProjectionModel, number>>
    readonly beatsDrift: boolean
  }[]
  /** Whether the stock–flow model erred less than the mean step going on, at all horizons that were tried. */
  readonly isReliable: boolean
}

/** What models foretell of the sum of compartments, each in bands by its own errors on the past. */
export function* comparedModels(past: readonly StockFlow[], next: readonly string[]): CooperativeTask<Compared> {
  const tried = yield* triedOnce(past)
  const { errors: test, forecasts } = tried
  const ranked = rankedModels(tried, horizons)
  const bands = new Map(projectionModels.map((model) => [model, bandsFrom(test[model], next.length)]))
  const tests = horizons.flatMap((horizon) => testAt(horizon, test))
  return {
    models: ranked.map((model) => ({ model, periods: pointsOf(forecasts[model], bands.get(model) ?? [], next) })),
    bands: bands.get(ranked[0] as ProjectionModel) ?? [],
    backTest: tests,
    isReliable: tests.length > 0 && tests.every(({ beatsDrift }) => beatsDrift),
  }
}

function testAt(horizon: number, test: BackTest['errors']): Compared['backTest'] {
  const found = Object.fromEntries(projectionModels.map((model) => [model, meanErrorOf(test[model], horizon)]))
  const { stockFlow, drift } = found
  if (stockFlow === undefined || drift === undefined) return []
  const errors = found as Record<ProjectionModel, number>
  return [{ horizon, origins: test.drift[horizon - 1]?.length ?? 0, errors, beatsDrift: stockFlow < drift }]
}

function pointsOf(expected: readonly number[], bands: readonly BandsAt[], next: readonly string[]): readonly Point[] {
  return next.map((period, at) => {
    const value = Math.max(0, expected[at] as number)
    const { band80, band95 } = bands[at] ?? { band80: null, band95: null }
    return {
      period,
      expected: value,
      band80: band80 && bandAround(value, band80),
      band95: band95 && bandAround(value, band95),
    }
  })
}

/** The longest horizon for which a past can have errors to tell a band by. */
const longest = 10 * season
const maxRemembered = 8
const known = new Map<string, BackTest>()

/** The past does not depend on the reform that is asked about: it is tried once for all of them. */
function* triedOnce(past: readonly StockFlow[]): CooperativeTask<BackTest> {
  const key = JSON.stringify(past)
  const before = known.get(key)
  if (before !== undefined) return before
  const found = yield* backTest(past, longest, season)
  if (known.size >= maxRemembered) known.delete(known.keys().next().value as string)
  known.set(key, found)
  return found
}
