import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import {
  aalenJohansen,
  areaUnderCurve,
  bestByBic,
  byarInterval,
  compoundGrowth,
  countInterval,
  decompose,
  decomposeProduct,
  directlyStandardised,
  disparityOf,
  exactShareInterval,
  indirectlyStandardised,
  jeffreysInterval,
  kaplanMeier,
  leastSquares,
  logisticRegression,
  logRank,
  moveCohort,
  negativeBinomialRegression,
  neweyWest,
  overDispersion,
  partitions,
  poissonRegression,
  praisWinsten,
  projectStock,
  rateRatio,
  ratioLimits,
  seasonalNaive,
  shareInterval,
  shareLimits,
  shrunkenRates,
  steadyDiversion,
  stl,
  trendOf,
} from './index.ts'
import { accuracyOf, fixedStay, geometricStay } from './projection.ts'
import { betaQuantile, gammaQuantile, normalQuantile, studentQuantile } from './quantiles.ts'

const folder = packagePath('..', 'shared', 'oracles')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const json = (name: string) => JSON.parse(read(name))
const csv = (name: string) => {
  const [head = '', ...lines] = read(name).trim().split('\n')
  const names = head.split(',').map((text) => text.replaceAll('"', ''))
  return lines.map((line) => {
    const cells = line.split(',').map((text) => text.replaceAll('"', ''))
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])) as Record<string, string>
  })
}
const bounds = ({ lower, upper }: { lower: number; upper: number }) => [lower, upper]
/** Equal to so many significant digits. */
const near = (found: readonly number[], expected: readonly number[], digits = 8) => {
  expect(found).toHaveLength(expected.length)
  for (const [at, value] of expected.entries())
    expect(Math.abs((found[at] as number) - value)).toBeLessThanOrEqual(10 ** -digits * Math.max(1, Math.abs(value)))
}

describe.skipIf(!existsSync(folder))('against answers published elsewhere', () => {
  it('quantiles agree with R to 1e-8', () => {
    const { beta, gamma, norm, t } = json('trend/quantiles_R.json')
    const check = (found: number, expected: number) =>
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-8 * Math.abs(expected) + 1e-15)
    for (const { p, a, b, beta: expected } of beta) check(betaQuantile(p, a, b), expected)
    for (const { p, shape, gamma: expected } of gamma) check(gammaQuantile(p, shape), expected)
    for (const { p, z } of norm) check(normalQuantile(p), z)
    for (const { p, df, t: expected } of t) check(studentQuantile(p, df), expected)
  })

  it('intervals of shares and counts', () => {
    for (const { x, n, wilson, clopper, jeffreys } of json('trend/proportion_intervals.json').single) {
      const share = { events: x, total: n }
      near(bounds(shareInterval(share, 95) as never), wilson, 8)
      near(bounds(exactShareInterval(share, 95) as never), clopper, 9)
      near(bounds(jeffreysInterval(share, 95) as never), jeffreys, 9)
    }
    const {
      counts,
      rothman_1998_rate_ratio: rothman,
      poisson_test_help_page: page,
    } = json('trend/poisson_intervals.json')
    for (const { x, exact, byar } of counts) {
      near(bounds(countInterval(x, 95)), exact, 9)
      near(bounds(byarInterval(x, 95)), byar, 8)
    }
    const [one, other] = [0, 1].map((at) => ({ events: rothman.cases[at], exposure: rothman.py[at] }))
    for (const [method, name] of [
      ['wald', 'wald'],
      ['mid-p', 'midp'],
    ] as const) {
      const { ratio, interval } = rateRatio(other as never, one as never, 95, method)
      // R finds the mid-p bounds by a search that stops after three to four digits.
      near([ratio, ...bounds(interval)], rothman[name], method === 'wald' ? 9 : 3)
    }
    const pair = [0, 1].map((at) => ({ events: page.two.x[at], exposure: page.two.T[at] }))
    const { ratio, interval } = rateRatio(pair[0] as never, pair[1] as never, 95)
    near([ratio, ...bounds(interval)], [page.two.ratio, ...page.two.ci], 9)
  })

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

  it('seasons: temperatures of Nottingham and drivers killed', () => {
    for (const [name, seasonal] of [
      ['trend/stl_nottem_periodic_jump1.csv', 'periodic'],
      ['trend/stl_ukdriverdeaths_s13_jump1.csv', 13],
    ] as const) {
      const rows = csv(name)
      const parts = stl(
        rows.map(({ y }) => Number(y)),
        { frequency: 12, seasonal },
      )
      for (const part of ['seasonal', 'trend', 'remainder'] as const)
        near(
          parts[part],
          rows.map((row) => Number(row[part])),
          9,
        )
    }
  })

  it('breaks in the flow of the Nile', () => {
    const expected = json('trend/breakpoints.json')
    const found = partitions(
      nile.map(() => [1]),
      nile,
      { most: 5, trimming: 0.15 },
    )
    near(
      found.map(({ squares }) => squares),
      expected.nile.summaryRSS.map(({ RSS }: { RSS: number }) => RSS),
      9,
    )
    near(
      found.map(({ bic }) => bic),
      expected.nile.summaryRSS.map(({ BIC }: { BIC: number }) => BIC),
      9,
    )
    expect(bestByBic(found).breaks).toEqual([28])
    for (const [count, breaks] of Object.entries(expected.nile_breaks_by_m))
      expect(found[Number(count)]?.breaks).toEqual(breaks)
  })

  it('funnels', () => {
    const expected = json('trend/funnel.json')
    const found = overDispersion(expected.observed, expected.expected)
    near(found.scores, expected.z_sqrt, 9)
    near([found.dispersion, found.between], [expected.phi, expected.tau2_sqrt_scale], 9)
    near(found.adjusted, expected.z_additive_OD, 9)
    for (const [unit, count] of expected.expected.entries()) {
      near(bounds(ratioLimits(count, 95)), expected.poisson_exact_limits_95[unit], 9)
      near(bounds(ratioLimits(count, 99.8)), expected.poisson_exact_limits_998[unit], 9)
    }
    for (const { n, theta, l95, l998 } of expected.binomial_exact_limits) {
      near(bounds(shareLimits(n, theta, 95)), l95, 9)
      near(bounds(shareLimits(n, theta, 99.8)), l998, 9)
    }
  })

  it('standardised rates', () => {
    const { selvin, fayfeuer } = json('trend/standardisation.json')
    for (const [order, expected] of fayfeuer.adj_gamma.entries()) {
      const strata = fayfeuer.count.map((row: number[], age: number) => ({
        events: row[order],
        population: fayfeuer.pop[age][order],
      }))
      const gamma = directlyStandardised(strata, fayfeuer.std, 95)
      near(
        [gamma.crude, gamma.adjusted, ...bounds(gamma.interval)].map((rate) => rate * 1e5),
        expected,
        8,
      )
      const closed = directlyStandardised(strata, fayfeuer.std, 95, 'dobson-byar')
      near(
        [closed.adjusted, ...bounds(closed.interval)].map((rate) => rate * 1e5),
        fayfeuer.dobson_byar[order],
        8,
      )
    }
    const rates = selvin.dth60.map((deaths: number, age: number) => deaths / selvin.pop60[age])
    const observed = selvin.dth40.reduce((sum: number, deaths: number) => sum + deaths, 0)
    const { expected, ratio } = indirectlyStandardised(observed, selvin.pop40, rates, 95)
    near([expected, ratio], [selvin.sir_1940_vs_1960.exp, selvin.sir_1940_vs_1960.sir], 9)
  })

  it('decompositions of Das Gupta and Kitagawa', () => {
    const { book_examples: book } = json('trend/dasgupta_kitagawa.json')
    const four = book['eg2.3_four_factors']
    near(
      decomposeProduct(four.data['1971'], four.data['1979']),
      four.factor_names.map((name: string) => four.expected[name][2]),
      6,
    )
    const heads = book['eg5.1_kitagawa_household_headship']
    const one = decompose(
      heads.age_groups.map((age: string, at: number) => ({
        codes: [age],
        size: [heads.size_pct_1970[at], heads.size_pct_1985[at]],
        rate: [heads.rate_1970[at], heads.rate_1985[at]],
      })),
    )
    near(
      [one.composition[0] as number, one.rate, one.total],
      [heads.expected.size[2], heads.expected.rate[2], heads.expected.crude[2]],
      4,
    )
    const crossed = book['eg5.3_cross_classified_race_age']
    const cells = [1, 2].flatMap((race) =>
      crossed[`size_1985_race${race}`].map((_: number, age: number) => ({
        codes: [String(age), String(race)],
        size: [crossed[`size_1970_race${race}`][age], crossed[`size_1985_race${race}`][age]],
        rate: [crossed[`rate_1970_race${race}`][age], crossed[`rate_1985_race${race}`][age]],
      })),
    )
    const two = decompose(cells)
    const { age_struct, race_struct, rate, crude } = crossed.expected
    near([...two.composition, two.rate, two.total], [age_struct[2], race_struct[2], rate[2], crude[2]], 6)
  })

  it('disparities: admissions at Berkeley, and the death penalty', () => {
    const { ucb_admissions: ucb, death_penalty: death } = json('trend/disparity_cmh.json')
    const count = (admit: string, gender: string, dept: string) =>
      ucb.data.find(
        (row: Record<string, string>) => row['Admit'] === admit && row['Gender'] === gender && row['Dept'] === dept,
      ).Freq
    const admissions = ['A', 'B', 'C', 'D', 'E', 'F'].map((dept) => ({
      exposed: [count('Admitted', 'Male', dept), count('Rejected', 'Male', dept)],
      unexposed: [count('Admitted', 'Female', dept), count('Rejected', 'Female', dept)],
    }))
    const found = disparityOf(admissions as never, 95)
    near([found.crude, found.adjusted, ...bounds(found.interval)], [ucb.marginal_or, ucb.or, ...ucb.ci], 8)
    near([found.corrected, found.chiSquared, found.pValue], [ucb.chisq, ucb.chisq_nocc, ucb.p], 8)
    expect(found.isReversed).toBe(true)
    const strata = ['W_victim', 'B_victim'].map((victim) => ({ exposed: death[victim].W, unexposed: death[victim].B }))
    const penalty = disparityOf(strata, 95)
    near(
      [penalty.crude, penalty.adjusted, ...bounds(penalty.interval)],
      [death.marginal_or_W_vs_B, death.mh_or, ...death.mh_ci],
      8,
    )
    const rows = [
      [1, 0, 0],
      [1, 1, 0],
      [1, 0, 1],
      [1, 1, 1],
    ]
    const tables = [death.W_victim.W, death.W_victim.B, death.B_victim.W, death.B_victim.B]
    const fitted = logisticRegression(
      rows,
      tables.map(([events]: number[]) => events as number),
      tables.map(([events, others]: number[]) => (events as number) + (others as number)),
    )
    near(fitted.coefficients, Object.values(death.logit), 7)
    near(fitted.standardErrors, Object.values(death.logit_se), 7)
  })

  it('rates of small areas drawn in', () => {
    const rows = csv('trend/eb_auckland.csv')
    const { parameters } = json('trend/empirical_bayes.json')
    const found = shrunkenRates(rows.map(({ deaths, pop }) => ({ events: Number(deaths), population: Number(pop) })))
    near([found.between, found.overall], [parameters.a, parameters.b], 12)
    near(
      found.rates,
      rows.map(({ est }) => Number(est)),
      9,
    )
  })

  it('survival: leukaemia and recidivism', () => {
    const expected = json('trend/survival.json')
    const aml = (group: string) =>
      expected.km_aml.data
        .filter(({ x }: { x: string }) => x === group)
        .map(({ time, status }: { time: number; status: number }) => ({ time, event: status }))
    const found = kaplanMeier(aml('Maintained'), 95)
    const places = expected.km_aml.time.flatMap((_: number, at: number) =>
      expected.km_aml.strata[at] === 'x=Maintained' && expected.km_aml['n.event'][at] > 0 ? [at] : [],
    )
    near(
      found.map(({ survival }) => survival),
      places.map((at: number) => expected.km_aml.surv[at]),
      9,
    )
    near(
      found.map(({ standardError }) => standardError),
      places.map((at: number) => expected.km_aml.se[at]),
      9,
    )
    near(
      found.map(({ interval }) => interval?.lower ?? 0),
      places.map((at: number) => expected.km_aml.lower_loglog[at]),
      8,
    )
    const test = logRank([aml('Maintained'), aml('Nonmaintained')])
    near(
      [...test.observed, ...test.expected, test.chiSquared],
      [...expected.logrank_aml.obs, ...expected.logrank_aml.exp, expected.logrank_aml.chisq],
      9,
    )
    const rossi = csv('trend/rossi.csv').map(({ week, arrest }) => ({ time: Number(week), event: Number(arrest) }))
    const curve = kaplanMeier(rossi, 95)
    near(
      [13, 26, 39, 52].map((week) => curve.findLast(({ time }) => time <= week)?.survival ?? 1),
      [0.953704, 0.875, 0.8125, 0.736111],
      6,
    )
  })

  it('stocks and flows', () => {
    const expected = json('flow/flow_oracles.json')
    const flows = projectStock({ admissions: new Array(60).fill(100), stay: geometricStay(12, 61) })
    for (const [period, stock] of Object.entries(expected.geometric_mean12_from_empty.N))
      near([flows[Number(period) - 1] as number], [stock as number], 9)
    expect(projectStock({ admissions: new Array(8).fill(100), stay: fixedStay(6) })).toEqual(
      expected.deterministic_L6.N,
    )
    const scenario = expected.scenario_30pct_le1y_to_probation
    const classes = scenario.classes.map(({ name, admissions_per_month, mean_months }: Record<string, unknown>) => ({
      name,
      admissions: admissions_per_month,
      meanStay: mean_months,
    }))
    const diversion = { from: 'le1y', share: 0.3, supervisionPeriods: 12, caseload: 50 }
    const plain = steadyDiversion(classes, diversion)
    near(
      [plain.prison, 100 * plain.prisonShare, plain.supervision, plain.officers],
      [-324, scenario.no_revocation.prison_delta_pct, 648, 12.96],
      9,
    )
    const revoked = steadyDiversion(classes, { ...diversion, revocation: { share: 0.1, after: 6, returnsFor: 3 } })
    near([revoked.prison, revoked.supervision, revoked.officers], [-307.8, 615.6, 12.312], 9)
    const { P, start, after_1, after_12 } = expected.markov3
    near(moveCohort(start, P, 1), after_1, 9)
    near(moveCohort(start, P, 12), after_12, 8)
    const { train, actual, forecast, ...toy } = expected.metrics_toy
    const accuracy = accuracyOf(train, actual, forecast)
    near(Object.values(accuracy), [toy.ME, toy.MAE, toy.RMSE, toy.MAPE, toy.MASE_nonseasonal], 9)
    const admissions = new Array(24).fill(-54)
    const path = projectStock({ admissions, stay: geometricStay(6, 25) })
    for (const [period, change] of Object.entries(expected.transition_path_geometric6.values))
      near([path[Number(period) - 1] as number], [change as number], 9)
  })
})

describe('closed answers', () => {
  it('of competing events and of a score', () => {
    const events = [1, 2, 0, 1, 2, 1, 0, 2, 1, 0]
    const found = aalenJohansen(events.map((event, at) => ({ time: at + 1, event })))
    const at = (time: number, event: number) => found.findLast((point) => point.time <= time)?.incidence.get(event) ?? 0
    near([at(4, 1), at(9, 1), at(8, 2)], [0.2142857, 0.4809524, 0.3666667], 7)
    const perfect = areaUnderCurve(
      [
        { score: 1, events: 0, others: 5 },
        { score: 2, events: 5, others: 0 },
      ],
      95,
    )
    expect([perfect.area, perfect.interval]).toEqual([1, { lower: 1, upper: 1 }])
    const coin = areaUnderCurve(
      [
        { score: 1, events: 5, others: 5 },
        { score: 2, events: 5, others: 5 },
      ],
      95,
    )
    expect(coin.area).toBe(0.5)
    expect(seasonalNaive([1, 2, 3, 4, 5, 6, 7, 8], 5, 4)).toEqual([5, 6, 7, 8, 5])
  })
})

/** Annual flow of the Nile at Aswan, 1871 to 1970, and numbers of great discoveries, 1860 to 1959: data sets of R. */
const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100,
  1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456,
  824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897,
  822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975,
  815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]
const discoveries = [
  5, 3, 0, 2, 0, 3, 2, 3, 6, 1, 2, 1, 2, 1, 3, 3, 3, 5, 2, 4, 4, 0, 2, 3, 7, 12, 3, 10, 9, 2, 3, 7, 7, 2, 3, 3, 6, 2, 4,
  3, 5, 2, 2, 4, 0, 4, 2, 5, 2, 3, 3, 6, 5, 8, 3, 6, 6, 0, 5, 2, 2, 2, 6, 3, 4, 4, 2, 2, 4, 7, 5, 3, 3, 0, 2, 2, 2, 1,
  3, 4, 2, 2, 1, 1, 1, 2, 1, 4, 4, 3, 2, 1, 4, 1, 1, 1, 0, 0, 2, 0,
]
