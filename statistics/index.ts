export { decomposeWithIntervals, percentiles } from './decomposition/bootstrap.ts'
export { type CrossedCell, decompose, type Effects } from './decomposition/decompose.ts'
export { type Substitution, substitutionOf } from './decomposition/substitution.ts'
export { addProtectionVariance } from './intervals/measurement-error.ts'
export { conditionalRateRatio, garwoodInterval } from './intervals/poisson-counts.ts'
export {
  clopperPearsonInterval,
  newcombeDifference,
  oddsOfShare,
  protectedShareInterval,
  protectionOfShare,
  ratioOfShares,
  type Share,
  wilsonInterval,
} from './intervals/proportions.ts'
export { type CooperativeTask, runSync } from './numeric/cooperative.ts'
export { chiSquaredTail, twoSidedTail } from './numeric/gamma.ts'
export { alphaOf, type Interval } from './numeric/interval.ts'
export { normalQuantile } from './numeric/normal-quantile.ts'
export { betaQuantile, gammaQuantile, loadDistributions, tQuantile } from './numeric/quantiles.ts'
export { normalNumber, poissonNumber, type Random, seededRandom } from './numeric/random.ts'
export {
  type BackTest,
  backTest,
  meanErrorOf,
  type ProjectionModel,
  projectionModels,
  rankedModels,
} from './projection/back-test.ts'
export { fixedStay, geometricStay, projectStock, type Stay } from './projection/cohorts.ts'
export { type DivertedClass, diversionPath } from './projection/diversion.ts'
export { type BandsAt, bandAround, bandsFrom } from './projection/error-bands.ts'
export {
  addProjections,
  type Projection,
  projectStockFlow,
  type StockFlow,
  staysOf,
} from './projection/stock-flow.ts'
export { leastSquares, neweyWest } from './regression/least-squares.ts'
export { logisticRegression, poissonRegression } from './regression/regression.ts'
export { type Disparity, disparityOf, oddsSensitivity, type TwoByTwo } from './standardisation/disparity.ts'
export { type Funnel, type FunnelUnit, falseDiscoveries, funnelOf, shareLimits } from './standardisation/funnel.ts'
export { areaUnderCurve, type Confusion, groupFigures, impliedFalsePositiveRate } from './standardisation/risk-tool.ts'
export { indirectShare, shrunkenShares, standardisedShare } from './standardisation/standardise.ts'
export { driftForecast, seasonalNaive } from './time-series/accuracy.ts'
export { breakIntervals } from './time-series/break-intervals.ts'
export { type BreakOptions, bestByBic, partitions, type Segmentation } from './time-series/breaks.ts'
export { exponentialSmoothing } from './time-series/ets.ts'
export {
  dispersionOf,
  growthInSeries,
  relativeTrendOf,
  type Trend,
  type TrendVerdict,
  trendOf,
  verdictOf,
} from './time-series/growth.ts'
export { type Interrupted, interruptedSeries } from './time-series/interrupted.ts'
export { smoothed } from './time-series/smoothing.ts'
export { stl } from './time-series/stl.ts'
