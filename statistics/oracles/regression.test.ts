import { describe, expect, it } from 'vitest'
import {
  compoundGrowth,
  leastSquares,
  negativeBinomialRegression,
  neweyWest,
  poissonRegression,
  praisWinsten,
  studentQuantile,
  trendOf,
} from '../index.ts'
import { csv, discoveries, hasOracles, json, near } from '../testing/oracles.ts'

describe.skipIf(!hasOracles)('against answers published elsewhere', () => {
  it('growth of air passengers', () => {
    const { total, loglinear, ci, cagr } = json('trend/growth.json').airpassengers
    const logarithms = total.map(Math.log)
    const { coefficients, standardErrors, degreesOfFreedom } = leastSquares(
      logarithms.map((_: number, year: number) => [1, year]),
      logarithms,
    )
    const reach = studentQuantile(0.975, degreesOfFreedom) * (standardErrors[1] as number)
    const slope = coefficients[1] as number
    near([slope, slope - reach, slope + reach].map(Math.expm1), [loglinear, ...ci], 8)
    near([compoundGrowth(total[0], total.at(-1), total.length - 1)], [cagr], 9)
    const { growth, interval, verdict } = trendOf(total, 95)
    expect(verdict).toBe('rose')
    expect(interval.lower < growth && growth < interval.upper).toBe(true)
  })

  it('regressions of counts', () => {
    const { discoveries_poisson: poisson, discoveries_nb: binomial } = json('trend/counts_regression.json')
    const design = discoveries.map((_, year) => [1, year])
    const centred = discoveries.map((_, year) => [1, year])
    const fitted = poissonRegression(design, discoveries)
    near([fitted.coefficients[1] as number, fitted.standardErrors[1] as number], [poisson.coef.yr, poisson.se.yr], 8)
    near([fitted.deviance, fitted.dispersion], [poisson.deviance, poisson.dispersion], 7)
    const other = negativeBinomialRegression(centred, discoveries)
    near(
      [other.coefficients[1] as number, other.theta, other.twiceLogLikelihood],
      [binomial.coef.yr, binomial.theta, binomial.twologlik],
      5,
    )
  })

  it('seat belts: least squares, Newey–West, Prais–Winsten', () => {
    const rows = csv('trend/seatbelts.csv')
    const design = rows.map((row) => [
      1,
      Number(row['law']),
      Number(row['t']),
      Math.log(Number(row['PetrolPrice'])),
      Math.log(Number(row['kms'])),
      ...Array.from({ length: 11 }, (_, month) => (Number(row['m']) === month + 2 ? 1 : 0)),
    ])
    const response = rows.map(({ drivers }) => Math.log(Number(drivers)))
    const { coef, se, se_nw_lag12: robust, prais_winsten: expected } = json('trend/seatbelts.json').results
    const plain = leastSquares(design, response)
    near(plain.coefficients, Object.values(coef), 7)
    near(plain.standardErrors, Object.values(se), 7)
    near(neweyWest(design, plain, 12), Object.values(robust), 7)
    const iterated = praisWinsten(design, response)
    near([iterated.rho], [expected.rho], 6)
    near(iterated.coefficients, Object.values(expected.coef), 5)
    near(iterated.standardErrors, Object.values(expected.se), 5)
  })
})
