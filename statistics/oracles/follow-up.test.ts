import { describe, expect, it } from 'vitest'
import {
  aalenJohansen,
  accuracyOf,
  areaUnderCurve,
  diversionPath,
  fixedStay,
  geometricStay,
  kaplanMeier,
  logRank,
  moveCohort,
  projectStock,
  seasonalNaive,
  steadyDiversion,
} from '../index.ts'
import { csv, hasOracles, json, near } from '../testing/oracles.ts'

describe.skipIf(!hasOracles)('against answers published elsewhere', () => {
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
    const { prison } = diversionPath(
      [{ admissions: 54, stay: geometricStay(6, 25) }],
      { supervision: fixedStay(12) },
      24,
    )
    for (const [period, change] of Object.entries(expected.transition_path_geometric6.values))
      near([prison[Number(period) - 1] as number], [change as number], 9)
    const settled = diversionPath(
      [{ admissions: 54, stay: geometricStay(6, 400) }],
      { supervision: fixedStay(12), revocation: { share: 0.1, after: 6, stay: fixedStay(3) } },
      400,
    )
    near([settled.prison.at(-1) ?? 0, settled.supervision.at(-1) ?? 0], [-307.8, 615.6], 6)
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
