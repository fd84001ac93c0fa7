export { driftForecast, seasonalNaive } from './accuracy.ts'
export {
  type BackTest,
  backTest,
  meanErrorOf,
  type ProjectionModel,
  projectionModels,
  rankedModels,
} from './back-test.ts'
export { decomposeWithIntervals, percentiles } from './bootstrap.ts'
export { breakIntervals } from './break-intervals.ts'
export { type BreakOptions, bestByBic, partitions, type Segmentation } from './breaks.ts'
export { fixedStay, geometricStay, projectStock, type Stay } from './cohorts.ts'
export { countInterval, growthOfCounts } from './counts.ts'
export { type CrossedCell, decompose, type Effects } from './decompose.ts'
export { type Disparity, disparityOf, oddsSensitivity, type TwoByTwo } from './disparity.ts'
export { type DivertedClass, diversionPath } from './diversion.ts'
export { type BandsAt, bandAround, bandsFrom } from './error-bands.ts'
export { exponentialSmoothing } from './ets.ts'
export { type Funnel, type FunnelUnit, falseDiscoveries, funnelOf, shareLimits } from './funnel.ts'
export { chiSquaredTail, twoSidedTail } from './gamma.ts'
export {
  dispersionOf,
  growthInSeries,
  relativeTrendOf,
  type Trend,
  type TrendVerdict,
  trendOf,
  verdictOf,
} from './growth.ts'
export { type Interrupted, interruptedSeries } from './interrupted.ts'
export { type Interval, tailsOf } from './interval.ts'
export { leastSquares, neweyWest } from './least-squares.ts'
export { withMeasurementError } from './measurement-error.ts'
export { normalQuantile } from './normal-quantile.ts'
export { betaQuantile, gammaQuantile, loadDistributions, studentQuantile } from './quantiles.ts'
export { normalNumber, poissonNumber, type Random, seededRandom } from './random.ts'
export { logisticRegression, poissonRegression } from './regression.ts'
export { areaUnderCurve, type Confusion, groupFigures, impliedFalsePositiveRate } from './risk-tool.ts'
export {
  differenceOfShares,
  exactShareInterval,
  oddsOfShare,
  protectedShareInterval,
  protectionOfShare,
  ratioOfShares,
  type Share,
  shareInterval,
} from './shares.ts'
export { smoothed } from './smoothing.ts'
export { indirectShare, shrunkenShares, standardisedShare } from './standardise.ts'
export { atOnce, inTurns, type Steps } from './steps.ts'
export { stl } from './stl.ts'
export {
  addProjections,
  type Projection,
  projectionBands,
  projectStockFlow,
  type StockFlow,
  staysOf,
} from './stock-flow.ts'
export { type Substitution, substitutionOf } from './substitution.ts'
