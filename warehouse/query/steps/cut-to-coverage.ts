import { Refusal } from '#foundation'
import { monthsIn, periodName } from '../../catalog/periods.ts'
import { daysOf, monthOf, yearOf } from '../../facts/calendar.ts'
import type { CoveredDays, Plan, Step } from '../plan/plan.ts'
import { finestGrain, isStatedByYear, stockPeriods } from '../plan/time.ts'

type Days = NonNullable<CoveredDays>

/**
 * Finds out how far the extracts cover the question. What lies outside is not known: it never becomes a zero.
 *
 * @throws {@link Refusal} `PERIOD_NOT_COVERED` where nothing of the question is covered; allowed are the first and the last
 *   period that are, none where no day is
 */
export const cutToCoverage: Step = (plan) => {
  const { asked, question, catalog } = plan
  const covered = coveredDays(plan)
  if (covered === null) return plan
  const { from, to } = daysOf(asked, catalog.jurisdiction)
  const isBeyond = from > covered.to || to < covered.from || covered.from > covered.to
  const isOfAll = plan.grain !== undefined && question.from === undefined && question.to === undefined
  const hasDate = hasStockDate(plan, covered)
  if (isBeyond || (!hasDate && !isOfAll)) throw notCovered(plan, covered)
  const startsEarlier = question.from !== undefined && from < covered.from
  const endsLater = question.to !== undefined && to > covered.to
  return { ...plan, isTrimmed: startsEarlier || endsLater || !hasDate }
}

/** What is stated for a year holds for the whole of it. */
function coveredDays({ cube, coverage, catalog }: Plan): Days | null {
  if (coverage === null || !isStatedByYear(cube)) return coverage
  const calendar = catalog.jurisdiction
  const [first, last] = [yearOf(coverage.from, calendar), yearOf(coverage.to, calendar)]
  return daysOf({ first: first * 12, last: last * 12 + 11 }, calendar)
}

/** Whether some day of the question, on which a stock is counted, is covered: of a flow any is. */
function hasStockDate({ cube, grain, asked, catalog }: Plan, covered: Days): boolean {
  if (cube.kind === 'flow' || isStatedByYear(cube)) return true
  const months = monthsIn[finestGrain(cube)] * (stockPeriods(cube, grain) ?? 1)
  const calendar = catalog.jurisdiction
  const { from } = daysOf(asked, calendar)
  const first = monthOf(from > covered.from ? from : covered.from, calendar)
  const { to } = daysOf({ first, last: Math.floor(first / months) * months + months - 1 }, calendar)
  return to <= covered.to
}

function notCovered({ cube, question, catalog }: Plan, { from, to }: Days): Refusal {
  const parameter = question.from === undefined ? 'to' : 'from'
  const isNothing = from > to
  const advice = isNothing
    ? 'No day is covered by the extracts of all registers that these figures need.'
    : `These figures are known from ${from} to ${to}, for nothing of this period. Ask for a period in between.`
  const allowed = isNothing
    ? []
    : [from, to].map((day) => periodName(monthOf(day, catalog.jurisdiction), finestGrain(cube), catalog.jurisdiction))
  return new Refusal('PERIOD_NOT_COVERED', advice, { parameter, allowed })
}
