export { accuracyOf, driftForecast, seasonalNaive } from './accuracy.ts'
export { type BackTest, backTest } from './back-test.ts'
export { decomposeWithIntervals } from './bootstrap.ts'
export { breakIntervals } from './break-intervals.ts'
export { type BreakOptions, bestByBic, type Partition, partitions } from './breaks.ts'
export { fixedStay, geometricStay, moveCohort, projectStock, type Stay } from './cohorts.ts'
export { countInterval, growthOfCounts } from './counts.ts'
export { type Cell, decompose, type Effects } from './decompose.ts'
export { type Disparity, disparityOf, oddsSensitivity, type TwoByTwo } from './disparity.ts'
export { type DivertedClass, diversionPath, steadyDiversion } from './diversion.ts'
export { falseDiscoveries, overDispersion, ratioLimits, shareLimits } from './funnel.ts'
export { chiSquaredTail, twoSidedTail } from './gamma.ts'
export { compoundGrowth, relativeTrendOf, type Trend, trendOf, type Verdict, verdictOf } from './growth.ts'
export { type Interrupted, interruptedSeries } from './interrupted.ts'
export { type Interval, tailsOf } from './interval.ts'
export { leastSquares, neweyWest, praisWinsten } from './least-squares.ts'
export { withMeasurementError } from './measurement-error.ts'
export { negativeBinomialRegression } from './negative-binomial.ts'
export { decomposeProduct } from './product-effects.ts'
export { betaQuantile, gammaQuantile, loadDistributions, normalQuantile, studentQuantile } from './quantiles.ts'
export { byarInterval, type Rate, rateOf, rateRatio } from './rates.ts'
export { logisticRegression, poissonRegression } from './regression.ts'
export { areaUnderCurve, brierScore, type Confusion, groupFigures, impliedFalsePositiveRate } from './risk-tool.ts'
export {
  differenceOfShares,
  exactShareInterval,
  jeffreysInterval,
  oddsOfShare,
  protectedShareInterval,
  protectionOfShare,
  type Share,
  shareInterval,
} from './shares.ts'
export { smoothed } from './smoothing.ts'
export { directlyStandardised, indirectlyStandardised, type Stratum, shrunkenRates } from './standardise.ts'
export { atOnce, inTurns, type Steps } from './steps.ts'
export { stl } from './stl.ts'
export { addProjections, bandsOf, type Projection, projectStockFlow, type StockFlow, staysOf } from './stock-flow.ts'
export { type Substitution, substitutionOf } from './substitution.ts'
export { aalenJohansen, kaplanMeier, logRank, type Spell } from './survival.ts'
