export { countInterval, growthOfCounts } from './counts.ts'
export { type Interval, tailsOf } from './interval.ts'
export { betaQuantile, gammaQuantile, normalQuantile } from './quantiles.ts'
export { differenceOfShares, oddsOfShare, type Share, shareInterval } from './shares.ts'
