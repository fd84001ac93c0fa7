import { mean } from 'd3-array'
import {
  dispersionOf,
  diversionPath,
  fixedStay,
  geometricStay,
  normalNumber,
  poissonNumber,
  projectStock,
  type Random,
  staysOf,
} from '#statistics'
import type { ProjectionOptions } from './projection-options.ts'
import type { HistoricalSeries } from './projection-past.ts'

const monthsInQuarter = 3
const lastYear = 4
/** Stays from which those of a year are drawn anew, and inflows by which their variation is known. */
const remembered = 5 * lastYear
/** The longest band has no end of its own: it is taken to reach five years beyond its beginning. */
const maxMonths = 60

/** What a scenario is reckoned from. */
export interface ScenarioBasis {
  /** The part of those held by a judgment that stays through a quarter. */
  readonly stay: number
  /** Persons a quarter. */
  readonly inflow: number
  readonly sentences: HistoricalSeries['sentences']
  readonly revokedShare: number
  /** A quarter. */
  readonly revocations: number
}

/** By how many persons a scenario changes each stock, quarter by quarter, and what was learned for it. */
export interface Scenario {
  readonly prison: readonly number[]
  readonly supervision: readonly number[]
  readonly learned: Readonly<Record<string, number | null>>
}

/** What was seen in the last year. */
export function basisOf({ sentenced, sentences, revokedShare, revocations }: HistoricalSeries): ScenarioBasis {
  return {
    stay: mean(staysOf(sentenced).slice(-lastYear)) ?? 0,
    inflow: mean(sentenced.inflows.slice(-lastYear)) ?? 0,
    sentences,
    revokedShare,
    revocations,
  }
}

/**
 * A basis as it might have been: inflows with the variation of their series, stays of other years, lengths and revocations by
 * chance, and the error of protection.
 *
 * @param error - standard deviation of what protection adds to a count, in persons
 */
export function drawnBasis(pasts: HistoricalSeries, error: number, random: Random): ScenarioBasis {
  const { sentenced, sentences, ended, revocations } = pasts
  const stays = staysOf(sentenced).slice(-remembered)
  const pick = () => stays[Math.floor(random() * stays.length)] as number
  const { dispersion } = dispersionOf(sentenced.inflows.slice(-remembered))
  const inflow = basisOf(pasts).inflow
  const spread = Math.sqrt((inflow * Math.max(1, dispersion)) / lastYear)
  const drawn = (persons: number) => Math.max(0, poissonNumber(persons, random) + error * normalNumber(random))
  const failed = drawn(revocations * lastYear)
  return {
    stay: mean(Array.from({ length: lastYear }, pick)) ?? 0,
    inflow: Math.max(0, inflow + spread * normalNumber(random)),
    sentences: sentences.map((band) => ({ ...band, persons: drawn(band.persons) })),
    revokedShare: Math.min(1, failed / Math.max(1, ended)),
    revocations: failed / lastYear,
  }
}

/**
 * Sentences are taken to be served for the same part of their length, so that together they give the mean stay that the
 * stock shows.
 */
export function scenarioOf(
  { stay: recent, inflow, sentences, revokedShare, revocations: revoked }: ScenarioBasis,
  { periods, divert, upTo, term, earlier, revocations }: ProjectionOptions,
): Scenario {
  const stay = meanStayOf(recent)
  const { all, meanLength } = lengthsOf(sentences)
  const servedShare = meanLength > 0 ? (stay * monthsInQuarter) / meanLength : null
  const stayOf = (months: number) => {
    const quarters = Math.max(1, (months * (servedShare ?? 1) * (1 - earlier)) / monthsInQuarter)
    return geometricStay(quarters, periods + 1)
  }
  const shorter = sentences.filter(({ to }) => to <= upTo)
  const classes = shorter.map((band) => ({
    admissions: (divert * inflow * band.persons) / Math.max(1, all),
    stay: stayOf(middleOf(band)),
  }))
  const revocation = {
    share: Math.min(1, revokedShare * (1 + revocations)),
    after: Math.floor(quartersOf(term) / 2),
    stay: stayOf(mean(shorter.map(middleOf)) || meanLength),
  }
  const path = diversionPath(classes, { supervision: fixedStay(quartersOf(term)), revocation }, periods)
  const returning = projectStock({
    admissions: Array.from({ length: periods }, () => revoked * Math.abs(revocations)),
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

/** How many were sentenced, and to how many months on average. */
function lengthsOf(sentences: ScenarioBasis['sentences']) {
  const all = sentences.reduce((sum, { persons }) => sum + persons, 0)
  const months = sentences.reduce((sum, band) => sum + band.persons * middleOf(band), 0)
  return { all, meanLength: months / Math.max(1, all) }
}

function quartersOf(months: number): number {
  return Math.max(1, Math.round(months / monthsInQuarter))
}

/** Quarters, of a stay that ends with the same chance in each. */
function meanStayOf(share: number): number {
  return share >= 1 ? Number.MAX_SAFE_INTEGER : 1 / (1 - share)
}

function middleOf({ from, to }: { readonly from: number; readonly to: number }): number {
  return (from + Math.min(to, from + maxMonths)) / 2
}
