export { decomposeWithIntervals } from './bootstrap.ts'
export { type BreakOptions, bestByBic, type Partition, partitions } from './breaks.ts'
export { countInterval, growthOfCounts } from './counts.ts'
export { type Cell, decompose, decomposeProduct, type Effects } from './decompose.ts'
export { type Disparity, disparityOf, type TwoByTwo } from './disparity.ts'
export { falseDiscoveries, overDispersion, ratioLimits, shareLimits } from './funnel.ts'
export { chiSquaredTail, twoSidedTail } from './gamma.ts'
export { compoundGrowth, relativeTrendOf, type Trend, trendOf, type Verdict, verdictOf } from './growth.ts'
export { type Interrupted, interruptedSeries } from './interrupted.ts'
export { type Interval, tailsOf } from './interval.ts'
export { leastSquares, neweyWest, praisWinsten } from './least-squares.ts'
export { withMeasurementError } from './measurement-error.ts'
export { negativeBinomialRegression } from './negative-binomial.ts'
export {
  accuracyOf,
  driftForecast,
  moveCohort,
  projectStock,
  seasonalNaive,
  steadyDiversion,
} from './projection.ts'
export { betaQuantile, gammaQuantile, normalQuantile, studentQuantile } from './quantiles.ts'
export { byarInterval, type Rate, rateOf, rateRatio } from './rates.ts'
export { logisticRegression, poissonRegression } from './regression.ts'
export { areaUnderCurve, brierScore, groupFigures, impliedFalsePositiveRate } from './risk-tool.ts'
export {
  differenceOfShares,
  exactShareInterval,
  jeffreysInterval,
  oddsOfShare,
  type Share,
  shareInterval,
} from './shares.ts'
export { directlyStandardised, indirectlyStandardised, shrunkenRates } from './standardise.ts'
export { stl } from './stl.ts'
export { aalenJohansen, kaplanMeier, logRank, type Spell } from './survival.ts'
