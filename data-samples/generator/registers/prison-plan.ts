import { calendarMonth, quartersOf, type Window } from '../basis/calendar.ts'
import { simulateLifeCourse } from '../basis/life-plan.ts'
import { classCounts, detainedCount } from '../basis/month-counts.ts'
import type { SamplePlan } from '../basis/plan.ts'
import { lottery, type WeightedChoice } from '../basis/random.ts'
import { atQuarterEnd, inYear } from '../basis/yearly.ts'

/** How many quarters after the end still cast their shadow: their convicts are detained already. */
export const quartersAhead = 6

/** When somebody leaves or came, as a quarter; `undefined` lies outside of the extracts. */
export type Quarters = WeightedChoice<number | undefined>

/** Sentenced prisoners at the end of a quarter. */
export function sentencedStock(plan: SamplePlan, scale: number, quarter: number): number {
  return totalStock(plan, scale, quarter) - unsentencedStock(plan, scale, quarter)
}

/** Whoever is sentenced in a quarter leaves so that the stocks are met; the first lottery is of those who were there before. */
export function releaseLotteries(plan: SamplePlan, scale: number, window: Window): readonly Quarters[] {
  const line = quartersOf(window)
  const entries = line.map((quarter) => inQuarter(quarter, (month) => classCounts(month, plan, scale)['CUST'] ?? 0))
  const stocks = line.map((quarter) => sentencedStock(plan, scale, quarter))
  const opening = sentencedStock(plan, scale, window.first - 1)
  const leaving = simulateLifeCourse(opening, entries, stocks, (periods) => (periods < 2 ? 0.15 : 1))
  return leaving.map((row, cohort) => asLottery(row, line, cohort === 0 ? opening : (entries[cohort - 1] ?? 0)))
}

/** Remand is the same story told backwards: who is sentenced in a quarter "enters", and leaves when he was admitted. */
export function admissionLotteries(plan: SamplePlan, scale: number, { first, last }: Window): readonly Quarters[] {
  const line = quartersOf({ first, last: last + quartersAhead })
  const entries = line.map((quarter) => inQuarter(quarter, (month) => detainedCount(month, plan, scale)))
  const backwards = line.toReversed()
  const stocks = backwards.map((quarter) => unsentencedStock(plan, scale, quarter - 1))
  const leaving = simulateLifeCourse(0, entries.toReversed(), stocks, (periods) =>
    periods > 6 ? 40 : periods < 1 ? 0.5 : periods,
  )
  return entries.map((count, cohort) => asLottery(leaving[entries.length - cohort] ?? [], backwards, count))
}

function unsentencedStock(plan: SamplePlan, scale: number, quarter: number): number {
  const share = atRate(plan.custody.unsentenced_share, quarter)
  return Math.round(totalStock(plan, scale, quarter) * share)
}

function totalStock({ custody }: SamplePlan, scale: number, quarter: number): number {
  return atQuarterEnd(custody.stock, custody.opening, quarter) * scale
}

function atRate(byYear: Readonly<Record<string, number>>, quarter: number): number {
  const year = Math.floor(quarter / 4)
  const passed = ((quarter % 4) + 1) / 4
  const before = inYear(byYear, year - 1)
  return before + (inYear(byYear, year) - before) * passed
}

function inQuarter(quarter: number, count: (month: { year: number; month: number }) => number): number {
  return [0, 1, 2].reduce((sum, month) => sum + count(calendarMonth(quarter * 3 + month)), 0)
}

function asLottery(counts: readonly number[], line: readonly number[], total: number): Quarters {
  const leaving = counts.map((count, index) => [line[index], count] as const)
  const staying = total - counts.reduce((sum, count) => sum + count, 0)
  return lottery<number | undefined>([...leaving, [undefined, staying]])
}
