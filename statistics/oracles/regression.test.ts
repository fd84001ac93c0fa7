import { describe, expect, it } from 'vitest'
import { leastSquares, neweyWest, poissonRegression, tQuantile, trendOf } from '../index.ts'
import { crossProduct, inverse } from '../numeric/matrix.ts'
import { csv, discoveries, hasOracles, json, near } from '../testing/oracles.ts'

describe.skipIf(!hasOracles)('against answers published elsewhere', () => {
  it('growth of air passengers', () => {
    const { total, loglinear, ci } = json('trend/growth.json').airpassengers
    const logarithms = total.map(Math.log)
    const { coefficients, standardErrors, degreesOfFreedom } = leastSquares(
      logarithms.map((_: number, year: number) => [1, year]),
      logarithms,
    )
    const reach = tQuantile(0.975, degreesOfFreedom) * (standardErrors[1] as number)
    const slope = coefficients[1] as number
    near([slope, slope - reach, slope + reach].map(Math.expm1), [loglinear, ...ci], 8)
    const { growth, interval, verdict } = trendOf(total, 95)
    expect(verdict).toBe('rose')
    expect(interval.lower < growth && growth < interval.upper).toBe(true)
  })

  it('regressions of counts', () => {
    const { discoveries_poisson: poisson } = json('trend/counts_regression.json')
    const design = discoveries.map((_, year) => [1, year])
    const fitted = poissonRegression(design, discoveries)
    near([fitted.coefficients[1] as number, fitted.standardErrors[1] as number], [poisson.coef.yr, poisson.se.yr], 8)
    near([fitted.deviance, fitted.dispersion], [poisson.deviance, poisson.dispersion], 7)
  })

  it('seat belts: least squares and Newey–West', () => {
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
    const { coef, se, se_nw_lag12: robust } = json('trend/seatbelts.json').results
    const plain = leastSquares(design, response)
    near(plain.coefficients, Object.values(coef), 7)
    near(plain.standardErrors, Object.values(se), 7)
    // The answers are those without the factor for small samples.
    const small = Math.sqrt(plain.degreesOfFreedom / design.length)
    const spread = inverse(crossProduct(design))
    const found = neweyWest(design, { residuals: plain.residuals, spread }, 12)
    near(
      found.map((error) => error * small),
      Object.values(robust),
      7,
    )
  })
})
