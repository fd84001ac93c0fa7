import { addProtectionVariance, indirectShare, type Share, shrunkenShares, standardisedShare } from '#statistics'
import { aboutMethod, defaultConfidence, protectionError, type StatisticalMethod } from './method.ts'
import { requireSharesWithin, saidOfLeftOut, sharesWithin } from './shares-within.ts'
import { wholeShares, wholesOf } from './whole-shares.ts'

/** Shares of units as they would be with the composition of all units together. */
export const standardiseMethod: StatisticalMethod = {
  ...aboutMethod('standardise'),
  prepare(question, catalog) {
    return requireSharesWithin(question, catalog, standardiseMethod)
  },
  besides(question) {
    return [wholesOf(question, question.by[0])]
  },
  run({ answer, others, catalog }) {
    const { groups: units, strata, cell, leftOut } = sharesWithin(answer, catalog)
    const published = wholeShares(others[0], catalog)
    const [unitName = ''] = answer.question.by
    const level = answer.question.interval ?? defaultConfidence
    const error = protectionError(answer)
    const standard = new Map(strata.map((stratum) => [stratum, totalOf(units.map((unit) => cell(unit, stratum)))]))
    const allPersons = totalOf([...standard.values()]).total
    const wholes = units.map((unit) => totalOf(strata.map((stratum) => cell(unit, stratum))))
    const all = units.map((unit, at) => published.get(unit) ?? (wholes[at] as Share))
    const shrunken = shrunkenShares(all)
    const findings = units.map((unit, at) => {
      const present = strata.filter((stratum) => cell(unit, stratum).total > 0)
      const sizes = present.map((stratum) => standard.get(stratum)?.total ?? 0)
      const shares = present.map((stratum) => shareOf(standard.get(stratum) as Share))
      const own = present.map((stratum) => cell(unit, stratum))
      const direct = standardisedShare(own, sizes, level, error)
      const indirect = indirectShare(
        wholes[at] as Share,
        own.map(({ total }) => total),
        shares,
        level,
      )
      const spread = (error * Math.sqrt(present.length)) / indirect.expected
      return {
        group: { [unitName]: unit },
        result: {
          ...direct,
          crude: shareOf(all[at] as Share),
          indirect: { ...indirect, interval: addProtectionVariance(indirect.interval, indirect.ratio, spread, level) },
          shrunken: shrunken.shares[at],
          leftOut: leftOut.get(unit) ?? 0,
          standardCovered: sizes.reduce((sum, size) => sum + size, 0) / allPersons,
        },
      }
    })
    const { overall, between } = shrunken
    return {
      findings,
      parameters: { level, overall, between, protectionError: error, ...saidOfLeftOut(leftOut) },
    }
  },
}

function totalOf(strata: readonly Share[]): Share {
  return strata.reduce<Share>((sum, one) => ({ events: sum.events + one.events, total: sum.total + one.total }), {
    events: 0,
    total: 0,
  })
}

function shareOf({ events, total }: Share): number {
  return events / total
}
