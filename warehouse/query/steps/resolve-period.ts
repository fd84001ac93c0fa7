import { Refusal } from '#foundation'
import { wrongParameter } from '../../catalog/parameter-words.ts'
import { type Grain, grains, monthsIn, parsePeriod, periodName } from '../../catalog/periods.ts'
import { type MonthRange, monthOf } from '../../facts/calendar.ts'
import { type Plan, releaseOf, type Step } from '../plan/plan.ts'
import { finestGrain } from '../plan/time.ts'

const everything: MonthRange = { first: 0, last: 9999 * 12 + 11 }

/** Turns `from` and `to` into months. @throws {@link Refusal} `BAD_PERIOD`, `PERIOD_TOO_FINE`, `REVERSED_PERIOD` */
export const resolvePeriod: Step = (plan) => {
  const { from, to } = plan.question
  const first = from === undefined ? everything.first : range(from, 'from', plan).first
  const last = to === undefined ? everything.last : range(to, 'to', plan).last
  if (first > last) {
    throw new Refusal('REVERSED_PERIOD', 'The period ends before it begins. Exchange "from" and "to".', {
      parameter: 'from',
    })
  }
  requireWholePeriods(plan, first, last)
  return { ...plan, asked: { first, last } }
}

/**
 * A part of a year is no figure of the year, and of a cube that is published by quarters there is no part of a quarter: a question that
 * cuts one in two is told what would be whole.
 */
function requireWholePeriods(plan: Plan, first: number, last: number): void {
  const { question } = plan
  const grain = plan.grain ?? finestPublished(plan)
  const months = monthsIn[grain]
  const cut = ([parameter, start]: readonly [string, number]) => {
    if (start % months === 0) return
    const whole = [start - (start % months), start - (start % months) + months]
    const named = whole.map((month) => (parameter === 'from' ? month : month - 1))
    const allowed = knownOf(named, months, plan).map((month) => periodName(month, grain, plan.catalog.jurisdiction))
    throw wrongParameter('BAD_PERIOD', parameter, { wanted: { is: 'whole_period' }, allowed })
  }
  if (question.from !== undefined) cut(['from', first])
  if (question.to !== undefined) cut(['to', last + 1])
}

/** Of months those whose periods of so many months hold something that is known; all of them where none does. */
function knownOf(named: readonly number[], months: number, { coverage, catalog }: Plan): readonly number[] {
  if (coverage === null) return named
  const [first, last] = [coverage.from, coverage.to].map((day) =>
    Math.floor(monthOf(day, catalog.jurisdiction) / months),
  )
  const known = named.filter((month) => {
    const period = Math.floor(month / months)
    return period >= (first ?? 0) && period <= (last ?? 0)
  })
  return known.length === 0 ? named : known
}

/** The finest time in which a release has the cube: a release may be coarser than the cube that it is made of. */
function finestPublished(plan: Plan): Grain {
  const published = releaseOf(plan)?.cubes[plan.cube.name]?.dimensions
  return grains.findLast((grain) => published?.includes(grain)) ?? finestGrain(plan.cube)
}

function range(text: string, parameter: string, plan: Plan): MonthRange {
  const { grain, range } = parsePeriod(text, parameter, plan.catalog.jurisdiction)
  const finest = finestGrain(plan.cube)
  if (finer(grain, finest)) {
    const message = `These figures are not finer than the ${finest}.`
    throw new Refusal('PERIOD_TOO_FINE', message, {
      parameter,
      allowed: grains.filter((known) => !finer(known, finest)),
    })
  }
  return range
}

function finer(grain: Grain, than: Grain): boolean {
  return grains.indexOf(grain) > grains.indexOf(than)
}
