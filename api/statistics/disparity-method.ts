import {
  addProtectionVariance,
  alphaOf,
  type Disparity,
  disparityOf,
  logisticRegression,
  newcombeDifference,
  normalQuantile,
  oddsSensitivity,
  protectionOfShare,
  ratioOfShares,
  type Share,
  type TwoByTwo,
} from '#statistics'
import { aboutMethod, defaultConfidence, notForMethod, protectionError, type StatisticalMethod } from './method.ts'
import { requireSharesWithin, saidOfLeftOut, sharesWithin } from './shares-within.ts'
import { wholeShares, wholesOf } from './whole-shares.ts'

/** How the shares of two groups differ, as they are and within what they are compared in. */
export const disparityMethod: StatisticalMethod = {
  ...aboutMethod('disparity'),
  prepare(question, catalog) {
    return requireSharesWithin(question, catalog, disparityMethod)
  },
  besides(question) {
    return [wholesOf(question, question.by[0])]
  },
  run({ answer, others, catalog }) {
    const level = answer.question.interval ?? defaultConfidence
    const error = protectionError(answer)
    const [groupName = '', within = ''] = answer.question.by
    const { groups, strata: names, cell, leftOut } = sharesWithin(answer, catalog)
    const [first, second, third] = groups
    if (first === undefined || second === undefined || third !== undefined) throw notForMethod(disparityMethod)
    const counts = ({ events, total }: Share) => [events, total - events] as const
    const strata = names.map((stratum) => ({
      exposed: counts(cell(first, stratum)),
      unexposed: counts(cell(second, stratum)),
    }))
    const group = { [groupName]: first, against: second }
    const published = wholeShares(others[0], catalog)
    const [one, other] = [published.get(first), published.get(second)]
    if (one === undefined || other === undefined) throw notForMethod(disparityMethod)
    return {
      findings: [
        { group, result: asTheyAre(one, other, { level, error }) },
        {
          group: { ...group, within },
          result: {
            ...againstPublished(disparityOf(strata, level, error), one, other),
            logistic: adjustedOdds(strata, { level, error }),
          },
        },
      ],
      parameters: { level, strata: strata.length, protectionError: error, ...saidOfLeftOut(leftOut) },
    }
  },
}

interface Certainty {
  readonly level: number
  /** Standard deviation of what protection adds to a count. */
  readonly error: number
}

/** Ratio and difference of two shares; chance and the error of protection are in the intervals. */
function asTheyAre(one: Share, other: Share, { level, error }: Certainty): Readonly<Record<string, unknown>> {
  const found = newcombeDifference(other, one, level)
  if (found === null) throw notForMethod(disparityMethod)
  const [own, others] = [protectionOfShare(one, error), protectionOfShare(other, error)]
  return {
    shares: [one, other],
    ratio: ratioOfShares(one, other, level, error),
    difference: found.difference,
    interval: addProtectionVariance(found.interval, found.difference, Math.hypot(own, others), level, {
      lower: -1,
      upper: 1,
    }),
  }
}

/** The crude odds ratio is that of the published shares, which hold the persons that the strata leave out; `null` at 0 and 1. */
function againstPublished({ crude: _, ...within }: Disparity, one: Share, other: Share) {
  const odds = ({ events, total }: Share) => events / (total - events)
  const crude = odds(one) / odds(other)
  const isKnown = Number.isFinite(crude) && crude > 0
  const isReversed = isKnown && Math.sign(Math.log(crude)) * Math.sign(Math.log(within.adjusted)) < 0
  return { ...within, crude: isKnown ? crude : null, isReversed }
}

/** The odds ratio of the first group beside one level for each stratum that has events and others. */
function adjustedOdds(strata: readonly TwoByTwo[], { level, error: protection }: Certainty) {
  const useful = strata.filter(({ exposed: [a, b], unexposed: [c, d] }) => Math.min(a + c, b + d, a + b, c + d) > 0)
  const rows = useful.flatMap(({ exposed: [a, b], unexposed: [c, d] }, stratum) => {
    const own = useful.map((_, at) => (at === stratum ? 1 : 0))
    return [
      { design: [1, ...own], events: a, total: a + b },
      { design: [0, ...own], events: c, total: c + d },
    ]
  })
  const { coefficients, standardErrors } = logisticRegression(
    rows.map(({ design }) => design),
    rows.map(({ events }) => events),
    rows.map(({ total }) => total),
  )
  const [slope = 0, error = 0] = [coefficients[0], standardErrors[0]]
  const reach = normalQuantile(1 - alphaOf(level) / 2) * Math.hypot(error, protection * oddsSensitivity(strata))
  return { oddsRatio: Math.exp(slope), interval: { lower: Math.exp(slope - reach), upper: Math.exp(slope + reach) } }
}
