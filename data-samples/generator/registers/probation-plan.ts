import { quartersOf, type Window } from '../basis/calendar.ts'
import { simulateLifeCourse } from '../basis/life-plan.ts'
import type { SamplePlan } from '../basis/plan.ts'
import { apportion, lottery, type WeightedChoice } from '../basis/random.ts'
import { atQuarterEnd, inYear } from '../basis/yearly.ts'

export type SupervisionKind = 'executive' | 'pre_trial' | 'penitentiary' | 'post_penitentiary'
export const kinds: readonly SupervisionKind[] = ['pre_trial', 'executive', 'penitentiary', 'post_penitentiary']

/** Entries of a kind that the plan wants in a quarter. */
export function entriesIn({ probation }: SamplePlan, kind: SupervisionKind, scale: number, quarter: number): number {
  const year = Math.floor(quarter / 4)
  return apportion(inYear(probation[kind].entries, year) * scale, [1, 1.05, 0.95, 1])[quarter % 4] ?? 0
}

/** Whoever enters in a quarter leaves so that the stocks are met; the first lottery is of those who were there before. */
export function exitLotteries(
  plan: SamplePlan,
  kind: SupervisionKind,
  scale: number,
  window: Window,
): readonly WeightedChoice<number | undefined>[] {
  const { opening, stock } = plan.probation[kind]
  const quarters = quartersOf(window)
  const entries = quarters.map((quarter) => entriesIn(plan, kind, scale, quarter))
  const stocks = quarters.map((quarter) => atQuarterEnd(stock, opening, quarter) * scale)
  const leaving = simulateLifeCourse(opening * scale, entries, stocks, (periods) => (periods < 1 ? 0.3 : periods))
  return leaving.map((row, cohort) => {
    const total = cohort === 0 ? opening * scale : (entries[cohort - 1] ?? 0)
    const staying = total - row.reduce((sum, count) => sum + count, 0)
    const exits = row.map((count, index) => [quarters[index], count] as const)
    return lottery<number | undefined>([...exits, [undefined, staying]])
  })
}
