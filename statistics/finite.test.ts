import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '#foundation'
import * as statistics from './index.ts'
import { runSync } from './index.ts'

const odd = fc.constantFrom(
  0,
  1,
  -1,
  0.5,
  1e-6,
  1 - 1e-6,
  1e7,
  1e9,
  1e300,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  NaN,
  Infinity,
  -Infinity,
)
const mostly = <T>(defaults: Arbitrary<T>, strange: Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: defaults }, { weight: 1, arbitrary: strange })
const count = mostly(
  fc.oneof(
    fc.integer({ min: 0, max: 12 }),
    fc.integer({ min: 0, max: 20_000 }),
    fc.integer({ min: 0, max: 10_000_000 }),
  ),
  odd,
)
const number = mostly(fc.double({ min: -1e6, max: 1e6, noNaN: true }), odd)
const chance = mostly(
  fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1e-6, 1e-3, 1 - 1e-6, 1)),
  odd,
)
const level = mostly(fc.constantFrom(50, 80, 95, 99.8), fc.constantFrom(0, 0.95, 100, NaN))
const error = mostly(fc.constantFrom(0, 1.9, 40), odd)
const share = fc
  .tuple(count, count)
  .map(([one, other]) => ({ events: Math.min(one, other), total: Math.max(one, other) }))
const series = <T>(of: Arbitrary<T>, max = 40) => fc.array(of, { maxLength: max })
const long = fc.oneof(series(count), fc.array(count, { minLength: 26, maxLength: 40 }))
const steady = fc
  .tuple(fc.integer({ min: 20, max: 44 }), fc.integer({ min: 0, max: 500_000 }), fc.integer({ min: 1, max: 300 }))
  .map(([length, base, step]) => Array.from({ length }, (_, at) => base + ((at * at * 7919) % step)))
const counts = fc.oneof(long, steady)
const design = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 25 }))
  .chain(([width, rows]) =>
    fc.array(fc.array(number, { minLength: width, maxLength: width }), { minLength: rows, maxLength: rows }),
  )
const pair = fc.tuple(count, count)
const strata = series(fc.record({ exposed: pair, unexposed: pair }), 6)
const cells = series(
  fc.record({
    codes: fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y')),
    size: pair,
    rate: fc.tuple(chance, chance),
  }),
  8,
)
const stay = fc.oneof(fc.array(chance, { maxLength: 6 }), fc.constant([1, 0.5, 0.25]))
const flow = counts.map((stocks) => ({ stocks, inflows: stocks.map((stock) => Math.floor(stock / 4)) }))
const interval = fc.record({ lower: number, upper: number })

/** What each function is given; a function without a line here fails the law. */
const given: Readonly<Record<string, Arbitrary<readonly unknown[]>>> = {
  addProjections: fc.tuple(fc.constant([{ expected: [1, 2], runs: [[1, 2]] }])),
  areaUnderCurve: fc.tuple(series(fc.record({ score: number, events: count, others: count }), 6), level, error),
  backTest: fc.tuple(fc.array(flow, { maxLength: 1 }), fc.constant(9), fc.constant(4)),
  bandAround: fc.tuple(
    fc.double({ min: 0, max: 1e7, noNaN: true }),
    fc.record({ reach: fc.double({ min: 0, max: 300, noNaN: true }) }),
  ),
  bandsFrom: fc.tuple(series(series(fc.double({ min: -50, max: 50, noNaN: true })), 4), fc.integer({ min: 0, max: 9 })),
  bestByBic: fc.tuple(fc.constant([{ breaks: [], squares: 1, bic: 1 }])),
  betaQuantile: fc.tuple(chance, count, count),
  breakIntervals: fc.tuple(
    fc.constant(Array.from({ length: 30 }, () => [1])),
    fc.array(number, { minLength: 30, maxLength: 30 }),
    fc.constant([11, 20]),
    level,
  ),
  chiSquaredTail: fc.tuple(number, count),
  garwoodInterval: fc.tuple(count, level),
  decompose: fc.tuple(cells),
  decomposeWithIntervals: fc.tuple(cells, fc.record({ level, error, runs: fc.constant(5) })),
  newcombeDifference: fc.tuple(share, share, level),
  disparityOf: fc.tuple(strata, level, error),
  dispersionOf: fc.tuple(counts),
  diversionPath: fc.tuple(
    series(fc.record({ admissions: number, stay }), 2),
    fc.record({ supervision: stay }),
    fc.integer({ min: 0, max: 9 }),
  ),
  driftForecast: fc.tuple(fc.oneof(counts, series(number)), fc.integer({ min: 0, max: 9 })),
  clopperPearsonInterval: fc.tuple(share, level),
  exponentialSmoothing: fc.tuple(
    fc.oneof(counts, series(number)),
    fc.integer({ min: 0, max: 9 }),
    fc.constantFrom(1, 4),
  ),
  falseDiscoveries: fc.tuple(series(chance), chance),
  fixedStay: fc.tuple(fc.integer({ min: 0, max: 9 })),
  funnelOf: fc.tuple(series(share, 12)),
  gammaQuantile: fc.tuple(chance, count),
  geometricStay: fc.tuple(number, fc.integer({ min: 0, max: 9 })),
  groupFigures: fc.tuple(
    fc.record({ truePositives: count, falsePositives: count, trueNegatives: count, falseNegatives: count }),
    level,
    error,
  ),
  growthInSeries: fc.tuple(
    counts,
    fc.tuple(fc.integer({ min: -1, max: 12 }), fc.integer({ min: 0, max: 12 })),
    level,
    error,
  ),
  conditionalRateRatio: fc.tuple(count, count, level),
  impliedFalsePositiveRate: fc.tuple(
    fc.record({ baseRate: chance, positivePredictiveValue: chance, falseNegativeRate: chance }),
  ),
  indirectShare: fc.tuple(share, series(count, 3), series(chance, 3), level),
  interruptedSeries: fc.tuple(
    counts,
    fc.record({
      after: fc.integer({ min: 0, max: 20 }),
      frequency: fc.constantFrom(4, 12),
      level,
      stepOnly: fc.boolean(),
    }),
  ),
  leastSquares: fc.tuple(design, series(number, 25)),
  logisticRegression: fc.tuple(design, series(count, 25)),
  meanErrorOf: fc.tuple(
    series(series(fc.double({ min: -50, max: 50, noNaN: true })), 4),
    fc.integer({ min: 0, max: 9 }),
  ),
  neweyWest: fc.tuple(
    design,
    fc.record({ residuals: series(number, 25), spread: fc.constant([[1]]) }),
    fc.integer({ min: 0, max: 3 }),
  ),
  normalQuantile: fc.tuple(chance),
  oddsOfShare: fc.tuple(share, level),
  oddsSensitivity: fc.tuple(strata),
  partitions: fc.tuple(design, series(number, 25)),
  percentiles: fc.tuple(series(number), level),
  poissonRegression: fc.tuple(design, series(count, 25)),
  projectStock: fc.tuple(fc.record({ admissions: series(number, 9), stay })),
  projectStockFlow: fc.tuple(
    flow,
    fc.record({ periods: fc.constant(4), season: fc.constant(4), runs: fc.constant(5), error }),
  ),
  protectedShareInterval: fc.tuple(share, level, error),
  protectionOfShare: fc.tuple(share, error),
  ratioOfShares: fc.tuple(share, share, level, error),
  rankedModels: fc.tuple(
    fc.constant({ errors: { stockFlow: [[0.1]], ets: [[0.2]], drift: [[0]], seasonalNaive: [[]] } }),
    fc.constant([1]),
  ),
  relativeTrendOf: fc.tuple(counts, counts, level),
  seasonalNaive: fc.tuple(series(number), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 12 })),
  wilsonInterval: fc.tuple(share, level),
  shareLimits: fc.tuple(count, chance, level),
  smoothed: fc.tuple(fc.oneof(counts, series(number)), fc.integer({ min: 0, max: 9 }), fc.constantFrom(1, 4)),
  shrunkenShares: fc.tuple(series(share, 12)),
  standardisedShare: fc.tuple(series(share, 3), series(count, 3), level, error),
  staysOf: fc.tuple(flow),
  stl: fc.tuple(
    series(number),
    fc.record({ frequency: fc.constantFrom(4, 12), seasonal: fc.constantFrom('periodic', 7), robust: fc.boolean() }),
  ),
  tQuantile: fc.tuple(chance, count),
  substitutionOf: fc.tuple(
    series(fc.record({ code: fc.constantFrom('a', 'b'), counts: pair }), 4),
    fc.constant('a'),
    fc.record({ level, error, runs: fc.constant(5) }),
  ),
  alphaOf: fc.tuple(level),
  trendOf: fc.tuple(counts, level),
  twoSidedTail: fc.tuple(number),
  verdictOf: fc.tuple(interval),
  addProtectionVariance: fc.tuple(interval, number, error, level),
}
/** Those that compute nothing. */
const beside = ['runSync', 'loadDistributions', 'normalNumber', 'poissonNumber', 'seededRandom', 'projectionModels']

const functions = Object.entries(statistics).filter(([name]) => !beside.includes(name))

describe('every function of statistics gives finite numbers or a refusal', () => {
  it('and stands in the list of what is tried', () => {
    expect(Object.keys(given).sort()).toEqual(functions.map(([name]) => name).sort())
  })

  it.each(functions)('%s', (name, run) => {
    fc.assert(
      fc.property(given[name] as Arbitrary<readonly unknown[]>, (input) => {
        const found = resultOf(run as (...input: readonly unknown[]) => unknown, input)
        if (!(found instanceof Refusal)) expect(oddNumbersIn(found)).toEqual([])
      }),
      { numRuns: process.env['TARAZA_TEST'] === 'long' ? 2000 : 100 },
    )
  })
})

function resultOf(run: (...input: readonly unknown[]) => unknown, input: readonly unknown[]): unknown {
  try {
    const found = run(...input)
    return isSteps(found) ? runSync(found) : found
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown
    throw thrown
  }
}

function isSteps(value: unknown): value is Generator<void, unknown, void> {
  return typeof value === 'object' && value !== null && 'next' in value
}

/** Where in a result there are numbers that are none; gaps such as a BIC of minus infinity count too. */
function oddNumbersIn(value: unknown, path = 'result'): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path}: ${value}`]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => oddNumbersIn(inner, `${path}.${key}`))
}
