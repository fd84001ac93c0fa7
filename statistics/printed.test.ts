import { describe, expect, it } from 'vitest'
import {
  areaUnderCurve,
  bestByBic,
  breakIntervals,
  chiSquaredTail,
  clopperPearsonInterval,
  conditionalRateRatio,
  disparityOf,
  falseDiscoveries,
  garwoodInterval,
  leastSquares,
  logisticRegression,
  normalQuantile,
  partitions,
  poissonRegression,
  ratioOfShares,
  runSync,
  tQuantile,
} from './index.ts'
import { nile } from './testing/oracles.ts'

/** Numbers as they are printed: rounded to the digits that the text has. */
function printed(found: readonly number[], texts: readonly string[]): void {
  expect(found.map((value, at) => value.toFixed(texts[at]?.split('.')[1]?.length ?? 0))).toEqual(texts)
}

describe('results as textbooks print them', () => {
  it('tables of the normal, t and chi-squared distributions (Fisher and Yates 1963, tables I, III and IV)', () => {
    printed([0.9, 0.95, 0.975, 0.99, 0.995].map(normalQuantile), ['1.282', '1.645', '1.960', '2.326', '2.576'])
    printed(
      [1, 2, 5, 10, 20, 30, 120].map((df) => tQuantile(0.975, df)),
      ['12.706', '4.303', '2.571', '2.228', '2.086', '2.042', '1.980'],
    )
    printed(
      [
        [3.841, 1],
        [5.991, 2],
        [11.07, 5],
        [18.307, 10],
        [43.773, 30],
      ].map(([x = 0, df = 1]) => chiSquaredTail(x, df)),
      ['0.050', '0.050', '0.050', '0.050', '0.050'],
    )
  })

  it.each([
    [5, '1.62', '11.67'],
    [10, '4.80', '18.39'],
    [20, '12.22', '30.89'],
    [50, '37.11', '65.92'],
  ])('limits of a Poisson count of %i (Pearson and Hartley 1966, table 40)', (count, lower, upper) => {
    const interval = garwoodInterval(count, 95)
    printed([interval.lower, interval.upper], [lower, upper])
  })

  it.each([
    [81, 263, '0.2527', '0.3676'],
    [15, 148, '0.0578', '0.1617'],
    [0, 20, '0.0000', '0.1684'],
    [1, 29, '0.0009', '0.1776'],
  ])(
    'exact limits of %i in %i (Newcombe 1998, Statistics in Medicine 17, 857–872, table I)',
    (events, total, ...texts) => {
      const interval = clopperPearsonInterval({ events, total }, 95)
      printed([interval?.lower ?? 0, interval?.upper ?? 0], texts)
    },
  )

  it('plants of a cross (Conover 1971, page 97; the help of R on binom.test)', () => {
    const interval = clopperPearsonInterval({ events: 682, total: 925 }, 95)
    printed([interval?.lower ?? 0, interval?.upper ?? 0], ['0.7076683', '0.7654066'])
  })

  it('aspirin and heart attacks (Agresti 2002, Categorical Data Analysis, section 3.1)', () => {
    const found = ratioOfShares({ events: 189, total: 11034 }, { events: 104, total: 11037 }, 95)
    printed([found?.ratio ?? 0, found?.interval.lower ?? 0, found?.interval.upper ?? 0], ['1.82', '1.43', '2.31'])
  })

  it('penicillin and rabbits (Agresti 1990, pages 231 to 237; the help of R on mantelhaen.test)', () => {
    const strata = [
      [0, 6, 0, 5],
      [3, 3, 0, 6],
      [6, 0, 2, 4],
      [5, 1, 6, 0],
      [2, 0, 5, 0],
    ].map(([a = 0, b = 0, c = 0, d = 0]) => ({ exposed: [a, b], unexposed: [c, d] }) as const)
    const { adjusted, interval, corrected, pValue } = disparityOf(strata, 95)
    printed([corrected, pValue, adjusted], ['3.9286', '0.04747', '7'])
    printed([interval.lower, interval.upper], ['1.026713', '47.725133'])
  })

  it('two rates of hospital data (the help of R on poisson.test)', () => {
    const found = conditionalRateRatio(21, 11, 95)
    const scale = (1083 + 1050 + 878) / 800
    printed(
      [found?.growth ?? 0, found?.interval.lower ?? 0, found?.interval.upper ?? 0].map((one) => (one + 1) * scale),
      ['1.971488', '0.8584264', '4.2772659'],
    )
  })

  it('a randomised trial with counts (Dobson 1990, page 93; the help of R on glm)', () => {
    const design = [0, 1, 2].flatMap((treatment) =>
      [0, 1, 2].map((outcome) => [
        1,
        ...[1, 2].map((one) => +(outcome === one)),
        ...[1, 2].map((one) => +(treatment === one)),
      ]),
    )
    const { coefficients, standardErrors, deviance } = poissonRegression(design, [18, 17, 15, 20, 10, 20, 25, 13, 12])
    printed(coefficients.slice(0, 3), ['3.045', '-0.4543', '-0.2930'])
    printed(standardErrors, ['0.1709', '0.2022', '0.1927', '0.2000', '0.2000'])
    printed([deviance], ['5.1291'])
  })

  it('weights of plants (Dobson 1990, page 9; the help of R on lm)', () => {
    const weights = [
      4.17, 5.58, 5.18, 6.11, 4.5, 4.61, 5.17, 4.53, 5.33, 5.14, 4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32,
      4.69,
    ]
    const { coefficients, standardErrors } = leastSquares(
      weights.map((_, at) => [1, at < 10 ? 0 : 1]),
      weights,
    )
    printed([...coefficients, ...standardErrors], ['5.032', '-0.371', '0.2202', '0.3114'])
  })

  it('heights and weights of women (McNeil 1977, the data set women of R)', () => {
    const weights = [115, 117, 120, 123, 126, 129, 132, 135, 139, 142, 146, 150, 154, 159, 164]
    const { coefficients, standardErrors } = leastSquares(
      weights.map((_, at) => [1, 58 + at]),
      weights,
    )
    printed([...coefficients, ...standardErrors], ['-87.51667', '3.45000', '5.93694', '0.09114'])
  })

  it('age and menarche of girls in Warsaw (Venables and Ripley 2002, section 7.2)', () => {
    const ages = [
      9.21, 10.21, 10.58, 10.83, 11.08, 11.33, 11.58, 11.83, 12.08, 12.33, 12.58, 12.83, 13.08, 13.33, 13.58, 13.83,
      14.08, 14.33, 14.58, 14.83, 15.08, 15.33, 15.58, 15.83, 17.58,
    ]
    const totals = [
      376, 200, 93, 120, 90, 88, 105, 111, 100, 93, 100, 108, 99, 106, 105, 117, 98, 97, 120, 102, 122, 111, 94, 114,
      1049,
    ]
    const events = [0, 0, 0, 2, 2, 5, 10, 17, 16, 29, 39, 51, 47, 67, 81, 88, 79, 90, 113, 95, 117, 107, 92, 112, 1049]
    const { coefficients, standardErrors, deviance } = logisticRegression(
      ages.map((age) => [1, age]),
      events,
      totals,
    )
    printed([...coefficients, ...standardErrors, deviance], ['-21.226', '1.632', '0.771', '0.0590', '26.703'])
  })

  it('fifteen tests of a trial (Benjamini and Hochberg 1995, section 4.1): the first four stand', () => {
    const pValues = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ]
    expect(falseDiscoveries(pValues, 0.05)).toEqual(pValues.map((_, at) => at < 4))
  })

  it('ratings of computed tomograms (Hanley and McNeil 1982, table II)', () => {
    const [normal, abnormal] = [
      [33, 6, 6, 11, 2],
      [3, 2, 2, 11, 33],
    ]
    const scored = [0, 1, 2, 3, 4].map((score) => ({
      score,
      events: abnormal?.[score] ?? 0,
      others: normal?.[score] ?? 0,
    }))
    printed([areaUnderCurve(scored, 95).area], ['0.893'])
  })

  it('the flow of the Nile (Zeileis, Kleiber, Krämer and Hornik 2003): it fell after 1898, 1895 to 1902', () => {
    const ones = nile.map(() => [1])
    const found = runSync(partitions(ones, nile, { maxBreaks: 3 }))
    printed(
      found.map(({ squares }) => squares),
      ['2835157', '1597457', '1552924', '1538097'],
    )
    printed(
      found.map(({ bic }) => bic),
      ['1318.242', '1270.084', '1276.467', '1284.718'],
    )
    const { breaks } = bestByBic(found)
    const [interval] = breakIntervals(ones, nile, breaks, 95)
    const yearOf = (row = 0) => 1870 + row
    expect([interval?.lower, breaks[0], interval?.upper].map(yearOf)).toEqual([1895, 1898, 1902])
  })
})
