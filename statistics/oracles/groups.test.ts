import { describe, expect, it } from 'vitest'
import { decompose, disparityOf, logisticRegression, shareLimits } from '../index.ts'
import { bounds, hasOracles, json, near } from '../testing/oracles.ts'

describe.skipIf(!hasOracles)('against answers published elsewhere', () => {
  it('funnels', () => {
    for (const { n, theta, l95, l998 } of json('trend/funnel.json').binomial_exact_limits) {
      near(bounds(shareLimits(n, theta, 95)), l95, 9)
      near(bounds(shareLimits(n, theta, 99.8)), l998, 9)
    }
  })

  it('decompositions of Das Gupta and Kitagawa', () => {
    const { book_examples: book } = json('trend/dasgupta_kitagawa.json')
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
})
