import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  betaQuantile,
  type CrossedCell,
  conditionalRateRatio,
  decompose,
  decomposeWithIntervals,
  disparityOf,
  gammaQuantile,
  garwoodInterval,
  interruptedSeries,
  leastSquares,
  logisticRegression,
  newcombeDifference,
  normalQuantile,
  partitions,
  projectStock,
  relativeTrendOf,
  runSync,
  stl,
  trendOf,
  wilsonInterval,
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
    const interval = wilsonInterval({ events, total }, 95)
    expect(interval?.lower).toBeCloseTo(lower, 10)
    expect(interval?.upper).toBeCloseTo(upper, 10)
  })

  it('does not exist without a denominator', () => {
    expect(wilsonInterval({ events: 0, total: 0 }, 95)).toBeNull()
  })

  it.each([
    [48, 80, 56, 70, 0.0524, 0.3339],
    [3, 10, 9, 10, 0.1705, 0.809],
    [0, 29, 5, 56, -0.0381, 0.1926],
    [0, 20, 0, 10, -0.1611, 0.2775],
  ])('differs by what Newcombe printed from %i in %i to %i in %i', (x, n, y, m, lower, upper) => {
    const difference = newcombeDifference({ events: x, total: n }, { events: y, total: m }, 95)
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
    const interval = garwoodInterval(count, 95)
    expect(interval.lower).toBeCloseTo(lower, 6)
    expect(interval.upper).toBeCloseTo(upper, 6)
  })

  it('refuses a level that is not a percentage', () => {
    expect(() => garwoodInterval(3, 0.95)).toThrow(expect.objectContaining({ code: 'NOT_A_LEVEL' }))
  })
})

describe('growth', () => {
  it('is told with the interval of the ratio of two counts', () => {
    const grown = conditionalRateRatio(5074, 6202, 95)
    expect(grown?.growth).toBeCloseTo(0.2223, 4)
    expect(grown?.interval.lower).toBeCloseTo(0.1776, 4)
    expect(grown?.interval.upper).toBeCloseTo(0.26876, 4)
  })

  it('does not exist from nothing, and is a whole loss to nothing', () => {
    expect(conditionalRateRatio(0, 5, 95)).toBeNull()
    expect(conditionalRateRatio(5, 0, 95)).toMatchObject({ growth: -1, interval: { lower: -1 } })
  })
})

describe('laws', () => {
  const positive = fc.integer({ min: 1, max: 500 })
  const share = fc
    .tuple(fc.nat(200), fc.integer({ min: 1, max: 200 }))
    .map(([x, n]) => ({ events: Math.min(x, n), total: n }))

  it('an interval holds its estimate, and more data at the same share never widen it', () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 2, max: 9 }), ({ events, total }, times) => {
        const value = events / total
        const widths = [1, times].map((factor) => {
          const found = wilsonInterval({ events: events * factor, total: total * factor }, 95)
          expect(found?.lower).toBeLessThanOrEqual(value + 1e-12)
          expect(found?.upper).toBeGreaterThanOrEqual(value - 1e-12)
          return (found?.upper ?? 0) - (found?.lower ?? 0)
        })
        expect(widths[1]).toBeLessThanOrEqual((widths[0] as number) + 1e-12)
      }),
    )
  })

  it('effects of a decomposition add up, whatever the order of cells, and vanish when nothing changed', () => {
    const cells = fc.array(
      fc.tuple(
        positive,
        positive,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      ),
      {
        minLength: 12,
        maxLength: 12,
      },
    )
    fc.assert(
      fc.property(cells, (numbers) => {
        const all = numbers.map(
          ([before, after, r1, r2], at): CrossedCell => ({
            codes: [String(at % 3), String(Math.floor(at / 3) % 2), String(Math.floor(at / 6))],
            size: [before, after],
            rate: [r1, r2],
          }),
        )
        const { composition, rate, total } = decompose(all)
        expect(composition.reduce((sum, effect) => sum + effect, rate)).toBeCloseTo(total, 9)
        expect(decompose(all.toReversed()).rate).toBeCloseTo(rate, 9)
        const still = decompose(
          all.map(({ codes, size, rate: [r] }) => ({ codes, size: [size[0], size[0]], rate: [r, r] })),
        )
        for (const effect of [...still.composition, still.rate]) expect(effect).toBeCloseTo(0, 12)
      }),
    )
  })

  it('season, trend and remainder add up to the series', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 30, maxLength: 60 }),
        fc.boolean(),
        (series, robust) => {
          const parts = stl(series, { frequency: 4, seasonal: 'periodic', robust })
          for (const [at, value] of series.entries())
            expect(
              (parts.seasonal[at] as number) + (parts.trend[at] as number) + (parts.remainder[at] as number),
            ).toBeCloseTo(value, 4)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('a trend does not depend on the scale of time or counts that all grow alike', () => {
    const grown = Array.from({ length: 12 }, (_, at) => Math.round(100 * 1.05 ** at))
    const found = trendOf(grown, 95)
    expect(found.growth).toBeCloseTo(0.05, 2)
    expect(relativeTrendOf(grown, grown, 95)).toMatchObject({ verdict: 'no_clear_change' })
    expect(relativeTrendOf(grown, grown, 95).growth).toBeCloseTo(0, 10)
  })
})

describe('intervals of effects', () => {
  const cells = Array.from(
    { length: 24 },
    (_, at): CrossedCell => ({
      codes: [String(at % 4), String(at % 2), String(at % 3)],
      size: [200 + 10 * at, 400 - 5 * at],
      rate: [0.2 + at / 100, 0.25 + at / 120],
    }),
  )

  it('hold the effects, are the same for the same seed, and are narrower for more persons', () => {
    const { effects, intervals } = runSync(decomposeWithIntervals(cells, { level: 95 }))
    expect(intervals.rate.lower).toBeLessThan(effects.rate)
    expect(effects.rate).toBeLessThan(intervals.rate.upper)
    expect(runSync(decomposeWithIntervals(cells, { level: 95 }))).toEqual({ effects, intervals })
    const many = cells.map(
      ({ size: [before, after], ...cell }): CrossedCell => ({ ...cell, size: [100 * before, 100 * after] }),
    )
    const { intervals: narrow } = runSync(decomposeWithIntervals(many, { level: 95 }))
    const width = ({ lower, upper }: { lower: number; upper: number }) => upper - lower
    expect(width(narrow.total) / width(intervals.total)).toBeCloseTo(0.1, 1)
  })
})

describe('an interrupted series', () => {
  const series = (step: number) =>
    Array.from({ length: 84 }, (_, month) => {
      const season = 1 + 0.2 * Math.sin((2 * Math.PI * month) / 12)
      return Math.round(2000 * 1.002 ** month * season * (month >= 48 ? step : 1))
    })

  it('finds the step that was put in, and none where none was', () => {
    const found = interruptedSeries(series(0.8), { after: 48, frequency: 12, level: 95 })
    expect(found.step.change).toBeCloseTo(-0.2, 2)
    expect(found.step.verdict).toBe('fell')
    expect(found.slope?.change).toBeCloseTo(0, 3)
    const still = interruptedSeries(series(1), { after: 48, frequency: 12, level: 95 })
    expect([still.step.verdict, still.slope?.verdict]).toEqual(['no_clear_change', 'no_clear_change'])
  })

  it('needs two years before and one after', () => {
    const ask = (after: number) => () => interruptedSeries(series(1), { after, frequency: 12, level: 95 })
    expect(ask(20)).toThrow(/2 years before/)
    expect(ask(80)).toThrow(/1 after/)
  })
})

describe('bad input is refused with what is needed, and never becomes NaN', () => {
  it.each([
    ['TOO_FEW_PERIODS', () => trendOf([1, 2], 95)],
    ['TOO_FEW_PERIODS', () => stl([1, 2, 3], { frequency: 4, seasonal: 7 })],
    ['TOO_FEW_PERIODS', () => runSync(partitions([[1], [1]], [1, 2]))],
    ['NOT_A_COUNT', () => trendOf([1, 2, -3, 4], 95)],
    ['GAP_IN_SERIES', () => stl([Number.NaN, ...new Array<number>(20).fill(1)], { frequency: 4, seasonal: 7 })],
    ['UNEQUAL_LENGTHS', () => relativeTrendOf([1, 2, 3, 4], [1, 2, 3], 95)],
    ['ZERO_DENOMINATOR', () => decompose([{ codes: ['a'], size: [0, 1], rate: [0, 1] }])],
    ['ZERO_DENOMINATOR', () => disparityOf([{ exposed: [0, 5], unexposed: [0, 5] }], 95)],
    [
      'SINGULAR_DESIGN',
      () =>
        leastSquares(
          [
            [1, 2],
            [1, 2],
            [1, 2],
          ],
          [1, 2, 3],
        ),
    ],
    [
      'SEPARATION',
      () =>
        logisticRegression(
          [
            [1, 0],
            [1, 0],
            [1, 1],
            [1, 1],
          ],
          [0, 0, 1, 1],
        ),
    ],
    ['NOT_A_STAY', () => projectStock({ admissions: [1], stay: [1, 0.5, 0.7] })],
  ])('%s', (code, run) => {
    expect(run).toThrow(expect.objectContaining({ code }))
  })
})
