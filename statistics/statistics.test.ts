import { describe, expect, it } from 'vitest'
import {
  betaQuantile,
  countInterval,
  differenceOfShares,
  gammaQuantile,
  growthOfCounts,
  normalQuantile,
  shareInterval,
} from './index.ts'

describe('quantiles', () => {
  it('agree with R to nine digits', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12)
    expect(gammaQuantile(0.5, 5000) / 4999.66667062 - 1).toBeCloseTo(0, 9)
    expect(gammaQuantile(0.001, 0.5) / 7.85398574631e-7 - 1).toBeCloseTo(0, 9)
    expect(betaQuantile(0.975, 0.5, 0.5)).toBeCloseTo(0.998458666867, 11)
  })
})

describe('the interval of a share', () => {
  it.each([
    [81, 263, 0.255288519878, 0.366209576983],
    [15, 148, 0.0623863995307, 0.160487241723],
    [0, 20, 0, 0.161125158053],
    [1, 29, 0.00611321429276, 0.171755218793],
  ])('of %i in %i is the one that Newcombe printed', (events, total, lower, upper) => {
    const interval = shareInterval({ events, total }, 95)
    expect(interval?.lower).toBeCloseTo(lower, 10)
    expect(interval?.upper).toBeCloseTo(upper, 10)
  })

  it('does not exist without a denominator', () => {
    expect(shareInterval({ events: 0, total: 0 }, 95)).toBeNull()
  })

  it.each([
    [48, 80, 56, 70, 0.0524, 0.3339],
    [3, 10, 9, 10, 0.1705, 0.809],
    [0, 29, 5, 56, -0.0381, 0.1926],
    [0, 20, 0, 10, -0.1611, 0.2775],
  ])('differs by what Newcombe printed from %i in %i to %i in %i', (x, n, y, m, lower, upper) => {
    const difference = differenceOfShares({ events: x, total: n }, { events: y, total: m }, 95)
    expect(difference?.interval.lower).toBeCloseTo(lower, 4)
    expect(difference?.interval.upper).toBeCloseTo(upper, 4)
  })
})

describe('the interval of a count', () => {
  it.each([
    [0, 0, 3.68887945411],
    [3, 0.618672122896, 8.76727306974],
    [100, 81.3639912509, 121.626793792],
    [1000, 938.973018408, 1063.95213602],
  ])('of %i is exact', (count, lower, upper) => {
    const interval = countInterval(count, 95)
    expect(interval.lower).toBeCloseTo(lower, 6)
    expect(interval.upper).toBeCloseTo(upper, 6)
  })

  it('refuses a level that is not a percentage', () => {
    expect(() => countInterval(3, 0.95)).toThrow(RangeError)
  })
})

describe('growth', () => {
  it('is told with the interval of the ratio of two counts', () => {
    const grown = growthOfCounts(5074, 6202, 95)
    expect(grown?.growth).toBeCloseTo(0.2223, 4)
    expect(grown?.interval.lower).toBeCloseTo(0.1776, 4)
    expect(grown?.interval.upper).toBeCloseTo(0.26876, 4)
  })

  it('does not exist from nothing, and is a whole loss to nothing', () => {
    expect(growthOfCounts(0, 5, 95)).toBeNull()
    expect(growthOfCounts(5, 0, 95)).toMatchObject({ growth: -1, interval: { lower: -1 } })
  })
})
