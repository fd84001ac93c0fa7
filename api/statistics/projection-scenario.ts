import { diversionPath, fixedStay, geometricStay, projectStock, staysOf } from '#statistics'
import type { ProjectionOptions } from './projection-method.ts'
import type { Pasts } from './projection-past.ts'

const monthsInQuarter = 3
const lastYear = 4
/** The longest band has no end of its own: it is taken to reach five years beyond its beginning. */
const mostMonths = 60

/** By how many persons a scenario changes each stock, quarter by quarter, and what was learned for it. */
export interface Scenario {
  readonly prison: readonly number[]
  readonly supervision: readonly number[]
  readonly learned: Readonly<Record<string, number>>
}

/**
 * Sentences are taken to be served for the same part of their length, so that together they give the mean stay that the
 * stock shows.
 */
export function scenarioOf(
  pasts: Pasts,
  { periods, divert, upTo, term, earlier, revocations }: ProjectionOptions,
): Scenario {
  const { sentences, sentenced, revokedShare } = pasts
  const recent = mean(staysOf(sentenced).slice(-lastYear))
  const stay = meanStayOf(recent)
  const all = sentences.reduce((sum, { persons }) => sum + persons, 0)
  const meanLength = sentences.reduce((sum, band) => sum + band.persons * middleOf(band), 0) / Math.max(1, all)
  const servedShare = (stay * monthsInQuarter) / meanLength
  const inflow = mean(sentenced.inflows.slice(-lastYear))
  const stayOf = (months: number) => {
    const quarters = Math.max(1, (months * servedShare * (1 - earlier)) / monthsInQuarter)
    return geometricStay(quarters, periods + 1)
  }
  const shorter = sentences.filter(({ to }) => to <= upTo)
  const classes = shorter.map((band) => ({
    admissions: (divert * inflow * band.persons) / Math.max(1, all),
    stay: stayOf(middleOf(band)),
  }))
  const quartersOf = (months: number) => Math.max(1, Math.round(months / monthsInQuarter))
  const path = diversionPath(
    classes,
    {
      supervision: fixedStay(quartersOf(term)),
      revocation: {
        share: Math.min(1, revokedShare * (1 + revocations)),
        after: Math.floor(quartersOf(term) / 2),
        stay: stayOf(mean(shorter.map(middleOf)) || meanLength),
      },
    },
    periods,
  )
  const returning = projectStock({
    admissions: Array.from({ length: periods }, () => pasts.revocations * Math.abs(revocations)),
    stay: stayOf(meanLength),
  })
  const sign = Math.sign(revocations)
  return {
    prison: path.prison.map((change, at) => change + sign * (returning[at] as number)),
    supervision: path.supervision.map((change, at) => change - sign * (returning[at] as number)),
    learned: {
      meanStayMonths: stay * monthsInQuarter,
      servedShare,
      revokedShare,
      divertedAQuarter: classes.reduce((sum, { admissions }) => sum + admissions, 0),
    },
  }
}

/** Quarters, of a stay that ends with the same chance in each. */
function meanStayOf(share: number): number {
  return share >= 1 ? Number.MAX_SAFE_INTEGER : 1 / (1 - share)
}

function middleOf({ from, to }: { readonly from: number; readonly to: number }): number {
  return (from + Math.min(to, from + mostMonths)) / 2
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
