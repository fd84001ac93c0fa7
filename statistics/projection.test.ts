import { describe, expect, it } from 'vitest'
import {
  areaUnderCurve,
  backTest,
  bandsFrom,
  disparityOf,
  exponentialSmoothing,
  groupFigures,
  meanErrorOf,
  oddsSensitivity,
  percentiles,
  projectionModels,
  projectStockFlow,
  rankedModels,
  runSync,
  type StockFlow,
  smoothed,
  staysOf,
  substitutionOf,
  type TwoByTwo,
} from './index.ts'

/** A compartment into which as many come each period, by season, and of which the same share stays: it fills up. */
function filling(periods: number, stay = 0.8, start = 200): StockFlow {
  const inflows = Array.from({ length: periods }, (_, at) => 100 + 20 * (at % 4))
  let stock = start
  const stocks = inflows.map((inflow) => {
    stock = stock * stay + inflow * Math.sqrt(stay)
    return stock
  })
  return { stocks, inflows }
}

describe('a projection of stocks and flows', () => {
  it('finds the share that stays, and goes on to the level at which the stock settles', () => {
    const history = filling(32)
    for (const stay of staysOf(history)) expect(stay).toBeCloseTo(0.8, 10)
    const { expected } = runSync(projectStockFlow(history, { periods: 8, season: 4, runs: 1 }))
    const truth = filling(40).stocks.slice(32)
    expected.forEach((stock, at) => {
      expect(stock).toBeCloseTo(truth[at] as number, 3)
    })
  })

  it('has wider bands the farther it looks and the surer it is to be, and the same for the same seed', () => {
    const project = () => runSync(projectStockFlow(filling(32), { periods: 12, season: 4, runs: 200 }))
    const { expected, runs } = project()
    const bands = (level: number) =>
      expected.map((_, at) =>
        percentiles(
          runs.map((run) => run[at] ?? 0),
          level,
        ),
      )
    const [narrow, wide] = [bands(80), bands(95)]
    const width = (of: typeof wide, at: number) => (of[at]?.upper ?? 0) - (of[at]?.lower ?? 0)
    expect(width(wide, 0)).toBeLessThan(width(wide, 11))
    expected.forEach((stock, at) => {
      expect(width(narrow, at)).toBeLessThan(width(wide, at))
      expect(wide[at]?.lower).toBeLessThan(stock)
      expect(wide[at]?.upper).toBeGreaterThan(stock)
    })
    expect(project().runs).toEqual(runs)
  })

  it('falls when less of the time is served', () => {
    const project = (earlier: number) =>
      runSync(projectStockFlow(filling(32), { periods: 12, season: 4, runs: 1, earlier })).expected.at(-1) ?? 0
    expect(project(0.2)).toBeLessThan(project(0))
  })

  it('erred least of all models where a stock fills up, at every horizon, and has no errors beyond what is known', () => {
    const test = runSync(backTest([filling(36, 0.9, 100), filling(36)], 30, 4))
    expect(test.errors.stockFlow.map((errors) => errors.length)).toEqual(
      Array.from({ length: 30 }, (_, at) => Math.max(0, 36 - 13 - at)),
    )
    for (const horizon of [1, 4, 8]) {
      expect(meanErrorOf(test.errors.stockFlow, horizon)).toBeLessThan(0.1)
      expect(rankedModels(test, [horizon])[0]).toBe('stockFlow')
    }
    expect(meanErrorOf(test.errors.stockFlow, 30)).toBeUndefined()
  })

  it('chooses the first model by errors on the past only: what comes later changes no earlier error', () => {
    const [short, whole] = [filling(28), filling(36)]
    const early = runSync(backTest([short], 8, 4))
    const late = runSync(backTest([whole], 8, 4))
    for (const model of projectionModels)
      for (const [at, errors] of early.errors[model].entries())
        expect(late.errors[model][at]?.slice(0, errors.length)).toEqual(errors)
  })

  it('says what it needs', () => {
    const asked = { periods: 4, season: 4 }
    expect(() => runSync(projectStockFlow(filling(12), asked))).toThrow(/at least 13 periods/)
    const { stocks, inflows } = filling(20)
    expect(() => runSync(projectStockFlow({ stocks, inflows: inflows.slice(1) }, asked))).toThrow(/different lengths/)
    expect(() => runSync(projectStockFlow({ stocks, inflows: inflows.map((one) => -one) }, asked))).toThrow(
      /whole numbers/,
    )
    expect(() => staysOf({ stocks: [0, 5], inflows: [0, 5] })).toThrow(/nobody/)
  })
})

describe('exponential smoothing', () => {
  const wave = Array.from({ length: 24 }, (_, at) => 50 + 10 * (at % 4))

  it('goes on with a season and a level that stay', () => {
    smoothed(wave, 8, 4).forecast.forEach((value, at) => {
      expect(value).toBeCloseTo(50 + 10 * (at % 4), 6)
    })
  })

  it('takes the form that the series has', () => {
    const bumps = [0.4, -1.2, 0.9, 0.3, -0.8, 1.1, -0.5, -0.2]
    const noisy = (values: readonly number[]) => values.map((value, at) => value + (bumps[(at * 5) % 8] as number))
    const formOf = (values: readonly number[]) => runSync(exponentialSmoothing(noisy(values), 4, 4)).form
    expect(formOf(wave)).toMatchObject({ trend: 'N', season: expect.stringMatching('A|M') })
    expect(formOf(wave.map((_, at) => 500 + 12 * at))).toMatchObject({ trend: expect.stringMatching('A'), season: 'N' })
    expect(formOf(wave.map((_, at) => (400 + 40 * at) * (1 + 0.3 * Math.cos(Math.PI * at * 0.5))))).toMatchObject({
      season: 'M',
    })
    expect(runSync(exponentialSmoothing(new Array(14).fill(7), 2, 4)).forecast).toEqual([7, 7])
  })
})

describe('bands by past errors', () => {
  const errors = (count: number, size = 0.02) => Array.from({ length: count }, (_, at) => size * Math.sin(2.4 * at + 1))
  const widths = (found: ReturnType<typeof bandsFrom>) =>
    found.map(({ band80, band95 }) => [band80?.reach, band95?.reach])

  it('are called 95 % from 19 errors of the horizon on, and 80 % from four', () => {
    expect(bandsFrom([errors(30)], 1)[0]?.band95).toMatchObject({ from: 1, held: { of: 26 } })
    expect(bandsFrom([errors(18)], 1)[0]).toMatchObject({ band95: null, band80: { from: 1 } })
    expect(bandsFrom([errors(3)], 1)[0]).toMatchObject({ band95: null, band80: null })
  })

  it('are not told where the past shows that they would not have held', () => {
    const jump = [...errors(15, 0.001), ...errors(8, 0.2)]
    const [found] = bandsFrom([jump], 1)
    expect(found?.band95).toBeNull()
  })

  it('are carried on to twice the horizon, never narrower, and say from where', () => {
    const found = bandsFrom([errors(30), errors(30), [], [], []], 5)
    expect(found.map(({ band95 }) => band95?.from)).toEqual([1, 2, 2, 2, undefined])
    const reaches = widths(found).map(([, wide]) => wide ?? Number.POSITIVE_INFINITY)
    expect(reaches).toEqual(reaches.toSorted((one, other) => one - other))
    for (const [narrow, wide] of widths(found)) if (wide !== undefined) expect(wide).toBeGreaterThanOrEqual(narrow ?? 0)
  })
})

describe('substitution', () => {
  const classes = [
    { code: 'CUST', counts: [1000, 800] },
    { code: 'FIN', counts: [500, 400] },
    { code: 'CSM', counts: [300, 700] },
    { code: 'SUSP', counts: [200, 250] },
  ] as const

  it('has replaced and added parts that make up the growth', () => {
    const { growth, replaced, added } = runSync(substitutionOf(classes, 'CSM', { level: 95 }))
    const sum = replaced.reduce((total, { value }) => total + value, added.value)
    expect([growth.value, sum, added.value]).toEqual([400, 400, 100])
    expect(replaced.map(({ code, value }) => [code, value])).toEqual([
      ['CUST', 200],
      ['FIN', 100],
      ['SUSP', 0],
    ])
    for (const { value, interval } of [growth, added, ...replaced]) {
      expect(interval.lower).toBeLessThanOrEqual(value)
      expect(interval.upper).toBeGreaterThanOrEqual(value)
    }
  })

  it('takes from falls in proportion when they are larger than the growth, and nothing when there is none', () => {
    const { replaced, added } = runSync(substitutionOf(classes, 'SUSP', { level: 95 }))
    expect([replaced.map(({ value }) => value), added.value]).toEqual([
      [50 * (2 / 3), 50 / 3, 0].map((n) => expect.closeTo(n)),
      0,
    ])
    const fell = runSync(substitutionOf(classes, 'CUST', { level: 95 }))
    expect([fell.growth.value, fell.added.value]).toEqual([-200, 0])
  })
})

describe('the error of protection', () => {
  const strata = [
    { exposed: [30, 70], unexposed: [60, 60] },
    { exposed: [15, 25], unexposed: [20, 30] },
  ] as const

  it('moves an odds ratio as much as moving each count by a little does', () => {
    const logOf = (tables: readonly TwoByTwo[]) => Math.log(disparityOf(tables, 95).adjusted)
    const step = 1e-5
    const slopes = strata.flatMap((stratum, at) =>
      (['exposed', 'unexposed'] as const).flatMap((side) =>
        [0, 1].map((place) => {
          const moved = stratum[side].map((count, own) => (own === place ? count + step : count))
          const tables = strata.map((one, index) => (index === at ? { ...one, [side]: moved } : one))
          return (logOfReal(tables as never) - logOf(strata)) / step
        }),
      ),
    )
    expect(oddsSensitivity(strata)).toBeCloseTo(Math.hypot(...slopes), 4)
  })

  it('widens what is told of disparities, of a score and of shares, and is nothing without protection', () => {
    const scored = [
      { score: 0, events: 10, others: 60 },
      { score: 1, events: 25, others: 40 },
    ]
    const width = ({ lower, upper }: { lower: number; upper: number }) => upper - lower
    const confusion = { truePositives: 20, falsePositives: 15, trueNegatives: 80, falseNegatives: 10 }
    for (const reported of [
      (error: number) => disparityOf(strata, 95, error).interval,
      (error: number) => areaUnderCurve(scored, 95, error).interval,
      (error: number) => groupFigures(confusion, 95, error).intervals.positivePredictiveValue,
    ]) {
      const [plain, wide] = [reported(0), reported(2)]
      expect(width(wide ?? { lower: 0, upper: 0 })).toBeGreaterThan(width(plain ?? { lower: 0, upper: 1 }))
    }
  })
})

/** The common odds ratio of counts that need not be whole. */
function logOfReal(tables: readonly TwoByTwo[]): number {
  const part = (read: (table: TwoByTwo, n: number) => number) =>
    tables.reduce(
      (sum, table) =>
        sum +
        read(
          table,
          [...table.exposed, ...table.unexposed].reduce((a, b) => a + b),
        ),
      0,
    )
  return Math.log(
    part(({ exposed: [a], unexposed: [, d] }, n) => (a * d) / n) /
      part(({ exposed: [, b], unexposed: [c] }, n) => (b * c) / n),
  )
}
